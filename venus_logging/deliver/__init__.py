"""An event goes from the process to its file: nothing waits, nothing is raised, what is lost is counted and said."""

from __future__ import annotations

from venus_logging.deliver.file import EventFileHandler

__all__ = ["EventFileHandler"]
