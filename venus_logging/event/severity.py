"""Severity: Python and oslo.log levels to the numbers of the OpenTelemetry log data model, and back to names."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

__all__ = ["NAMES", "name_of_level", "number_of_level", "number_of_name"]

NAMES: Final = {"TRACE": 1, "DEBUG": 5, "INFO": 9, "AUDIT": 10, "WARNING": 13, "ERROR": 17, "CRITICAL": 21}
_OTHER_NAMES: Final = {"WARN": 13, "FATAL": 21, "EXCEPTION": 17}
# oslo.log defines TRACE (5) and AUDIT (INFO + 1); the rest are the levels of the standard library.
_LEVELS: Final = {5: 1, 10: 5, 20: 9, 21: 10, 30: 13, 40: 17, 50: 21}
_KNOWN: Final = sorted(_LEVELS)
_AUDIT: Final = 21
_LAST: Final = 24
_LONGEST_LEVEL: Final = 9


def number_of_level(level: int) -> int:
    """The OTel severity (1 to 24) of a Python level number.

    Args:
        level: ``LogRecord.levelno``; levels between two known ones stay between their numbers.
    """
    known = _LEVELS.get(level)
    if known is not None:
        return known
    place = bisect_right(_KNOWN, level)
    if place == 0:
        return 1
    below = _KNOWN[place - 1]
    above, last = (_KNOWN[place], _LEVELS[_KNOWN[place]]) if place < len(_KNOWN) else (below + 10, _LAST + 1)
    return min(_LAST, _LEVELS[below] + (level - below) * (last - _LEVELS[below]) // (above - below))


def name_of_level(level: int, name: str) -> str:
    """The name of a level: the source's own, but oslo.log's AUDIT has none in the standard library.

    Args:
        level: ``LogRecord.levelno``.
        name: ``LogRecord.levelname``.
    """
    return "AUDIT" if level == _AUDIT and name == f"Level {_AUDIT}" else name


def number_of_name(name: str) -> int | None:
    """The OTel severity of a level name in any case, or None if nobody knows it.

    Args:
        name: a level name; ``WARN``, ``FATAL`` and Python's ``Level 35`` are understood too.
    """
    upper = name.upper()
    known = NAMES.get(upper) or _OTHER_NAMES.get(upper)
    if known is None and upper.startswith("LEVEL ") and upper[6:].isdecimal() and len(upper[6:]) <= _LONGEST_LEVEL:
        return number_of_level(int(upper[6:]))
    return known
