"""Text that fits: well-formed UTF-8, and cut where an attribute ends, said so."""

from __future__ import annotations

import re
from typing import Final

from venus_logging.event.masking import mask

__all__ = ["BODY_MAX", "KEYWORD_MAX", "MESSAGE_MAX", "TEXT_MAX", "cut", "masked", "well_formed"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

BODY_MAX: Final = 65_536
"""Characters of a body."""
TEXT_MAX: Final = 131_072
"""Characters of a stack trace."""
MESSAGE_MAX: Final = 8_192
"""Characters of an exception's message and of a format string."""
KEYWORD_MAX: Final = 1_024
"""Characters of any other string, and of each member of a list."""


def well_formed(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot carry; each becomes U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def cut(text: str, most: int) -> str:
    """The first ``most`` characters of a text."""
    return text if len(text) <= most else text[:most]


def masked(text: str, most: int) -> str:
    """The text as it may leave: well-formed, masked, at most so many characters.

    Args:
        text: of any length; what is far beyond the end is not even looked at.
        most: characters.
    """
    within = text if len(text) <= most else text[: 2 * most]
    found = mask(within if within.isascii() else well_formed(within))
    return found if len(found) <= most else found[:most]
