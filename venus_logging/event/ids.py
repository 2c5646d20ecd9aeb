"""Ids in text: request ids with and without their prefix, and every UUID that a record names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["DASHES_OF_A_UUID", "MAX_RELATED", "REQUEST_PREFIX", "related_ids"]

MAX_RELATED: Final = 64
REQUEST_PREFIX: Final = "req-"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_FIND: Final = re.compile(rf"(?<![0-9a-zA-Z])(req-)?({_UUID})(?![0-9a-zA-Z])", re.IGNORECASE)
_WHOLE: Final = re.compile(_UUID, re.IGNORECASE)
_NIL: Final = "00000000-0000-0000-0000-000000000000"
DASHES_OF_A_UUID: Final = 4
"""A text with fewer of them names no UUID."""


def related_ids(body: str, subject: str = "") -> list[str]:
    """The distinct UUIDs of a record, lower case: its subject's, then those in its body in order of appearance.

    Request ids and the nil id are left out; at most MAX_RELATED come back.

    Args:
        body: the message.
        subject: id of the record's resource, if it has one.
    """
    own = _as_uuid(subject) if subject else None
    if body.count("-") < DASHES_OF_A_UUID:
        return [own] if own else []
    found = {own: None} if own else {}
    for prefix, uuid in _FIND.findall(body):
        lower = uuid.lower()
        if not prefix and lower != _NIL:
            found[lower] = None
    return list(found)[:MAX_RELATED]


@lru_cache(maxsize=1024)
def _as_uuid(text: str) -> str | None:
    return text.lower() if _WHOLE.fullmatch(text) and text.lower() != _NIL else None
