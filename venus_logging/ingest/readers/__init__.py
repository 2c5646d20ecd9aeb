"""Lines come in, events and rejects go out: one reader per format, chosen by a file's first lines."""

from __future__ import annotations

from venus_logging.ingest.readers._object import read_object
from venus_logging.ingest.readers.choose import choose

__all__ = ["choose", "read_object"]
