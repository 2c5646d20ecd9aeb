"""Where bytes come from: paths come in, lines with their places go out."""

from __future__ import annotations

from venus_logging.ingest.sources.files import Identity, Opened, find, identify, lines, opened, rotated, service_of

__all__ = ["Identity", "Opened", "find", "identify", "lines", "opened", "rotated", "service_of"]
