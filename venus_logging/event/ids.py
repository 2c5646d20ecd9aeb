"""Ids in text: request ids with and without their prefix, and every UUID that a record names."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MAX_RELATED", "related_ids", "request_id_forms"]

MAX_RELATED: Final = 64
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_FIND: Final = re.compile(rf"(?<![0-9a-zA-Z])(req-)?({_UUID})(?![0-9a-zA-Z])", re.IGNORECASE)
_NIL: Final = "00000000-0000-0000-0000-000000000000"
_DASHES_OF_A_UUID: Final = 4


def related_ids(*texts: str) -> list[str]:
    """The distinct UUIDs in some texts, lower case, in order of appearance; request ids and the nil id left out.

    Args:
        texts: bodies, arguments, ids; at most MAX_RELATED ids come back.
    """
    found: dict[str, None] = {}
    for text in texts:
        if text.count("-") < _DASHES_OF_A_UUID:
            continue
        for prefix, uuid in _FIND.findall(text):
            lower = uuid.lower()
            if not prefix and lower != _NIL and len(found) < MAX_RELATED:
                found[lower] = None
    return list(found)


def request_id_forms(text: str) -> tuple[str, ...]:
    """The forms in which a request id may be stored: as given, and with and without ``req-``."""
    bare = text.removeprefix("req-")
    return (text, bare) if text != bare else (text, f"req-{text}")
