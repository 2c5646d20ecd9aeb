"""Rows of (source, line, event or reject) come in; findings, the worst statements and a score per service go out."""

from __future__ import annotations

from venus_logging.lint._events import Foreign, Rejected, events, examine
from venus_logging.lint._finding import Finding
from venus_logging.lint._worst import Statements
from venus_logging.lint.scores import Scores

__all__ = ["Finding", "Foreign", "Rejected", "Scores", "Statements", "events", "examine"]
