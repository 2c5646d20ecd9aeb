"""Where an event goes: its exact place in the order of events and its day, or why a store cannot hold it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from venus_logging.errors import StoreError
from venus_logging.event import order_key
from venus_logging.event.json import encode
from venus_logging.event.time import SECOND, from_ns, to_ns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.event import Event
    from venus_logging.store._types import Cursor

__all__ = ["UNKNOWN", "Key", "Placed", "check_day", "key_of_cursor", "place", "sort_key"]

Key: TypeAlias = "tuple[int, int, str]"
"""Time in nanoseconds, number of the record in its source, uid."""

UNKNOWN: Final = "unknown"
"""The day of events whose clock cannot be right."""

_DAY: Final = 86_400 * SECOND
_YEAR_2000: Final = 946_684_800 * SECOND
_NS_MAX: Final = 2**63 - 1
_MICROS: Final = len("2026-11-25T09:00:00.000000")


class Placed(NamedTuple):
    """An event that a store can hold.

    Args:
        key: its place in the order of events.
        own_day: the UTC day of its time.
        day: the day that keeps it: its own, or ``unknown`` if its clock cannot be right.
        event: what is kept; an event of an impossible clock says so in ``x.venus.clock``.
        line: the event as one line of JSON.
    """

    key: Key
    own_day: str
    day: str
    event: Event
    line: bytes


def sort_key(event: Event) -> Key:
    """The place of an event in the one order of events; texts of six and of nine decimals compare as times."""
    return key_of_cursor(order_key(event))


def key_of_cursor(cursor: Cursor) -> Key:
    """The place that a cursor marks."""
    time, number, uid = cursor
    return (_instant(time), number, uid)


def place(event: Event, arrived: int) -> Placed | str:
    """Where the event goes, or the reason why no store can hold it.

    Args:
        event: the event.
        arrived: when it came in, nanoseconds since the epoch.
    """
    time, uid = event.get("@timestamp"), event.get("log.record.uid")
    if not isinstance(uid, str) or not uid:
        return f"log.record.uid is {uid!r}, not a text"
    try:
        ns = _instant(time) if isinstance(time, str) else _NS_MAX + 1
    except ValueError:
        ns = _NS_MAX + 1
    if not -_NS_MAX <= ns <= _NS_MAX:
        return f"@timestamp is {time!r}, not a time of the years 1678 to 2261"
    own_day = _day(ns // _DAY)
    clock = "past" if ns < _YEAR_2000 else "future" if ns > arrived + _DAY else ""
    kept: Event = {**event, "x.venus.clock": clock} if clock else event
    try:
        line = encode(kept)
    except (TypeError, ValueError) as problem:
        return f"not JSON: {problem}"
    return Placed((ns, order_key(event)[1], uid), own_day, UNKNOWN if clock else own_day, kept, line)


def _instant(text: str) -> int:
    """As ``to_ns``; quick for times of six decimals in UTC, of which many share a second."""
    fraction = text[20:26]
    plain = len(text) == _MICROS or (len(text) == _MICROS + 1 and text[_MICROS] == "Z")
    if plain and text[19] == "." and fraction.isdecimal() and fraction.isascii():
        return _whole_second(text[:19]) + int(fraction) * 1_000
    return to_ns(text)


@lru_cache(maxsize=4_096)
def _whole_second(text: str) -> int:
    return to_ns(text)


@lru_cache(maxsize=64)
def _day(number: int) -> str:
    """The day so many days after the epoch."""
    return from_ns(number * _DAY)[:10]


def check_day(day: str) -> str:
    """The day, if it is one.

    Raises:
        StoreError: the text is no day ``YYYY-MM-DD``.
    """
    try:
        to_ns(f"{day}T00:00:00Z")
    except ValueError as problem:
        raise StoreError(f"bad day {day!r}", hint="write it as 2026-11-25") from problem
    return day


def days_before(days: Iterable[str], before: str) -> list[str]:
    """The days before a day, oldest first; ``unknown`` is none of them."""
    limit = check_day(before)
    return sorted(day for day in days if day != UNKNOWN and day < limit)
