"""Engines of the store benchmark: the same events go in, each engine answers the same classes of questions its own way.

An engine has a ``name``, is made of its folder, the file of events and the constants of the questions, and has
``load()`` (durable on return, in batches where it can), ``open()``, ``close()`` and ``q_<class>()``, which gives the
number of events found (None if nobody asked) and rows: whole events in their order, or groups.
"""

from __future__ import annotations

__all__: list[str] = []
