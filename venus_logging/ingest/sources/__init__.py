"""Where bytes come from: paths come in, lines with their places go out."""

from __future__ import annotations

from venus_logging.ingest.sources.files import Identity, find, identify, lines, service_of

__all__ = ["Identity", "find", "identify", "lines", "service_of"]
