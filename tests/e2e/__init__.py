"""A live mini cloud goes in, its events beside an independent handler's records come out as numbers and a verdict."""

from __future__ import annotations
