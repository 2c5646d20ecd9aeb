"""Log files come in, committed events go out; what cannot be read is kept with its reason; every line is counted."""

from __future__ import annotations

from venus_logging.ingest._types import FileReport, Options, Read, Reject
from venus_logging.ingest.follow import follow
from venus_logging.ingest.run import ingest
from venus_logging.ingest.sources import find

__all__ = ["FileReport", "Options", "Read", "Reject", "find", "follow", "ingest"]
