"""Which operation this code runs in; a module of its own, for most services never load operation.py."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

__all__ = ["SCENARIO"]

SCENARIO: Final[ContextVar[str | None]] = ContextVar("venus_logging_scenario", default=None)
"""Name of the outermost operation in progress."""
