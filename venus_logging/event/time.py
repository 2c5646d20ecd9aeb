"""Time: RFC 3339 text in UTC on one side, nanoseconds since the epoch on the other."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

__all__ = ["SECOND", "day_of", "from_epoch", "from_ns", "to_ns"]

SECOND: Final = 1_000_000_000
_HOURS: Final = 24
_MINUTES: Final = 60
_LEAP: Final = 60
_RFC3339: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:([Zz])|([+-])(\d\d):?(\d\d))?",
    re.ASCII,
)
_MILLION: Final = 1_000_000
_cached_second: tuple[str, str] = ("none", "")


def from_epoch(seconds: float) -> str:
    """The canonical time text, UTC with six decimals, of a time in seconds since the epoch.

    Args:
        seconds: as ``LogRecord.created``; anything outside the years 1 to 9999 is an OverflowError or ValueError.
    """
    global _cached_second
    digits = str(round(seconds * _MILLION))
    known, text = _cached_second
    if digits[:-6] == known:
        return f"{text}.{digits[-6:]}Z"
    whole = from_ns(int(digits) * 1000)
    if int(digits) >= _MILLION:
        _cached_second = (digits[:-6], whole[:19])
    return whole


def from_ns(ns: int) -> str:
    """The canonical time text of nanoseconds since the epoch: six decimals, nine when the last three matter."""
    second, fraction = divmod(ns, SECOND)
    moment = datetime.fromtimestamp(second, UTC)
    # NOTE: not strftime(), which imports, and nothing can be imported while Python ends.
    text = moment.isoformat()[:19]
    return f"{text}.{fraction:09d}Z" if fraction % 1000 else f"{text}.{fraction // 1000:06d}Z"


def to_ns(text: str) -> int:
    """Nanoseconds since the epoch of an RFC 3339 text; a text without a zone is UTC.

    Args:
        text: a date and time, up to nine decimals, ``Z`` or an offset.

    Raises:
        ValueError: the text is no such time.
    """
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError(f"not an RFC 3339 time: {text!r}")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    # NOTE: a leap second is a valid text; it counts as the second before it.
    moment = datetime(year, month, day, hour, minute, 59 if second == _LEAP else second, tzinfo=UTC)
    seconds = (moment.toordinal() - 719_163) * 86_400 + hour * 3600 + minute * 60 + moment.second
    if match[9]:
        hours, minutes = int(match[10]), int(match[11])
        if hours >= _HOURS or minutes >= _MINUTES:
            raise ValueError(f"no such offset: {text!r}")
        offset = (hours * 60 + minutes) * 60
        seconds += -offset if match[9] == "+" else offset
    return seconds * SECOND + int((match[7] or "").ljust(9, "0") or 0)


def day_of(text: str) -> str:
    """The UTC day (``YYYY-MM-DD``) of a canonical time text."""
    return text[:10]
