"""What every engine is given to index: terms of free fields, texts cut into words, bounds of whole numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from venus_logging.query.matching import INT_MAX, LONGEST, term, tokens

if TYPE_CHECKING:
    from venus_logging.query.tree import Scalar

__all__ = ["analyzed", "clamped", "free_head", "whole_bounds"]

# What str.translate makes of ASCII: lower case, and a blank for everything that is no letter and no digit.
_ASCII: Final = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))


def free_head(name: str) -> str:
    """What the terms of a free field begin with; the sign between name and value is not in the name."""
    return f"{term(name.replace('%', '%25').replace('=', '%3D'))}="


def analyzed(text: str) -> str:
    """A text such that cutting it at blanks gives its tokens.

    NOTE: the engines' own tokenizers and lower case differ from Python's in other scripts (vowel signs, sigma), so that
    words are made here, once, for every store.
    """
    if text.isascii() and len(text) <= LONGEST:
        return text.translate(_ASCII)
    return " ".join(tokens(text))


def clamped(number: int) -> int:
    """The nearest number that an engine holds."""
    return max(-INT_MAX, min(INT_MAX, number))


def whole_bounds(sign: str, value: Scalar) -> tuple[int | None, int | None]:
    """The least and the greatest whole number that stand in a relation to a number that need not be whole.

    Args:
        sign: ``<``, ``<=``, ``>`` or ``>=``.
        value: a number.
    """
    number = float(value) if isinstance(value, float) else int(value)
    if sign == "<":
        return None, math.ceil(number) - 1
    if sign == "<=":
        return None, math.floor(number)
    return (math.floor(number) + 1 if sign == ">" else math.ceil(number)), None
