"""Rows of (source, line, event or reject) come in; findings go out."""

from __future__ import annotations

from venus_logging.lint._events import Finding, Rejected, events

__all__ = ["Finding", "Rejected", "events"]
