"""One JSON object a line, or the reason why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venus_logging.event import json
from venus_logging.ingest._types import Reject

if TYPE_CHECKING:
    from venus_logging.ingest._types import Line

__all__ = ["read_object"]


def read_object(line: Line) -> dict[str, Any] | Reject:
    """The JSON object that a line holds."""
    if not line.whole:
        return Reject("line too long", line.raw)
    try:
        value = json.decode(line.raw)
    except (ValueError, RecursionError) as problem:
        return Reject(f"not JSON: {problem}", line.raw)
    return value if isinstance(value, dict) else Reject("not a JSON object", line.raw)
