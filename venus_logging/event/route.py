"""Routes of requests: what stands for a path whose service does not tell the route that it matched."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["guessed"]

_ID: Final = re.compile(r"(?<=/)(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32}|\d+)(?=/|$)")


def guessed(path: str) -> str:
    """A path with ``{id}`` in the place of UUIDs, 32 hexadecimal digits and numbers.

    Args:
        path: without its query string.
    """
    return _ID.sub("{id}", path)
