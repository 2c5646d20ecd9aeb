"""An event goes from the process to its file: nothing waits, nothing is raised, what is lost is counted and said."""

from __future__ import annotations

from venus_logging.deliver.file import EventFileHandler
from venus_logging.deliver.ini import LIBRARIES, Ini, render, render_logrotate

__all__ = ["LIBRARIES", "EventFileHandler", "Ini", "render", "render_logrotate"]
