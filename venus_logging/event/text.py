"""Text that fits: well-formed UTF-8, and cut where an attribute ends, said so."""

from __future__ import annotations

from typing import Final

__all__ = ["BODY_MAX", "KEYWORD_MAX", "LIST_MAX", "TEXT_MAX", "cut", "well_formed"]

BODY_MAX: Final = 65_536
"""Characters of a body."""
TEXT_MAX: Final = 131_072
"""Characters of a stack trace."""
KEYWORD_MAX: Final = 4_096
"""Characters of any other string."""
LIST_MAX: Final = 256
"""Members of a list."""


def well_formed(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot carry; each becomes U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text


def cut(text: str, most: int) -> str:
    """The first ``most`` characters of a text."""
    return text if len(text) <= most else text[:most]
