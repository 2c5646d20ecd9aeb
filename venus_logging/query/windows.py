"""Windows: relative and absolute times become half-open spans of nanoseconds, and a question gets a scope."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QuerySyntaxError
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query.tree import UNITS, Absolute, And, Compare, Equal, Filter, Not, Or, Query, Relative, Time, Where

if TYPE_CHECKING:
    from datetime import tzinfo

__all__ = ["EXPECTED_TIME", "Window", "parse_time", "resolve", "restrict", "to_instant"]

EXPECTED_TIME: Final = "now, now-2h, 2026-11-25, or 2026-11-25T10:00:00Z"
_END_OF_TIME: Final = 2**63 - 1
_YEARS: Final = range(1678, 2262)
"""Years that lie whole within 64 bits of nanoseconds; what is before or behind them is at the end of time."""
_RELATIVE: Final = re.compile(r"now(?:([+-])(\d{1,9})([smhdw]))?")
_MINUTES: Final = re.compile(r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d)((?:[Zz]|[+-]\d\d:?\d\d)?)")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ZONED: Final = re.compile(r".*(?:[Zz]|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of time, ``start <= t < end``, in nanoseconds since the epoch; None is open."""

    start: int | None = None
    end: int | None = None

    def __contains__(self, ns: int) -> bool:
        return (self.start is None or ns >= self.start) and (self.end is None or ns < self.end)

    def __str__(self) -> str:
        start = "the beginning" if self.start is None else from_ns(self.start)
        return f"{start} to {'the end' if self.end is None else from_ns(self.end)}"


def parse_time(text: str) -> Time:
    """A time of a question or a flag.

    Args:
        text: ``now``, ``now-2h`` (units s, m, h, d, w), a date, or a date and time with or without a zone.

    Raises:
        ValueError: the text is no such time; the message says what was expected.
    """
    minutes = _MINUTES.fullmatch(text)
    if minutes:
        text = f"{minutes[1]}:00{minutes[2]}"
    relative = _RELATIVE.fullmatch(text)
    if relative:
        amount = int(relative[2] or 0) * UNITS[relative[3] or "s"]
        return Relative(-amount if relative[1] == "-" else amount)
    try:
        if _DATE.fullmatch(text):
            date.fromisoformat(text)
        else:
            to_ns(text)
    except ValueError as problem:
        raise ValueError(f"bad time {text!r}: expected {EXPECTED_TIME}") from problem
    return Absolute(text)


def to_instant(time: Time, now: int, zone: tzinfo = UTC, *, end: bool = False) -> int:
    """A time as nanoseconds since the epoch, at most 64 bits of them.

    Args:
        time: relative to ``now``, or absolute.
        now: nanoseconds since the epoch.
        zone: the zone of a date, or of a time without a zone.
        end: a date then means its last instant, so that ``until:2026-11-25`` includes that day.
    """
    if isinstance(time, Relative):
        return max(-_END_OF_TIME, min(_END_OF_TIME, now + time.seconds * SECOND))
    year = int(time.text[:4])
    if year not in _YEARS:
        return _END_OF_TIME if year >= _YEARS.stop else -_END_OF_TIME
    if _DATE.fullmatch(time.text):
        day = date.fromisoformat(time.text) + timedelta(days=int(end))
        return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND
    ns = to_ns(time.text)
    if not _ZONED.fullmatch(time.text):
        naive = datetime.fromtimestamp(ns // SECOND, UTC).replace(tzinfo=zone)
        return int(naive.timestamp()) * SECOND + ns % SECOND
    return ns


def resolve(query: Query, now: int, zone: tzinfo = UTC) -> tuple[Query, Window]:
    """The question without its times, and the window that they mean.

    Args:
        query: a question.
        now: nanoseconds since the epoch.
        zone: the zone of dates and of times without a zone.

    Raises:
        QuerySyntaxError: the window ends before it begins.
    """
    start = None if query.since is None else to_instant(query.since, now, zone)
    end = None if query.until is None else to_instant(query.until, now, zone, end=True)
    if start is not None and end is not None and (end, query.since == query.until) <= (start, False):
        text = str(query)
        raise QuerySyntaxError(
            f"until:{query.until} is not after since:{query.since}",
            text=text,
            position=text.find("until:"),
            expected="a later time",
        )
    timeless = _timeless(query.filter, now, zone)
    stages = tuple(
        Where(_timeless(stage.filter, now, zone)) if isinstance(stage, Where) else stage for stage in query.stages
    )
    return replace(query, filter=timeless, since=None, until=None, stages=stages), Window(start, end)


def _timeless(item: Filter, now: int, zone: tzinfo) -> Filter:
    """The filter with its times as canonical texts in UTC."""
    if isinstance(item, (Equal, Compare)) and isinstance(item.value, (Relative, Absolute)):
        return replace(item, value=from_ns(to_instant(item.value, now, zone)))
    if isinstance(item, Not):
        return Not(_timeless(item.item, now, zone))
    if isinstance(item, (And, Or)):
        return type(item)(tuple(_timeless(each, now, zone) for each in item.items))
    return item


def restrict(query: Query, **equal: str) -> Query:
    """The question, limited to events with these values; used for the scope of a caller.

    Whatever the question says, it is asked only of these events: searches, tables, fields and single events of a store
    take it, ``analyse`` takes a restricted question as ``scope``.

    Args:
        query: a question, with or without stages.
        equal: keyword fields, ``.`` written as ``__``; ``project_id`` means ``openstack.project.id``.
    """
    names = {"project_id": "openstack.project.id"}
    scope: tuple[Filter, ...] = tuple(
        Equal(names.get(name, name.replace("__", ".")), value) for name, value in equal.items()
    )
    return replace(query, filter=And((*scope, query.filter))) if scope else query
