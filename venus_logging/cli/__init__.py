"""The command ``venus-log``: one file per command; each parses arguments, calls one function, prints and exits."""

from __future__ import annotations

__all__: list[str] = []
