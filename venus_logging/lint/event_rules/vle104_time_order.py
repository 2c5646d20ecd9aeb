"""The records of one process stand in the order of their times, give or take a minute.

A clock that is set back, or a formatter with the wrong zone, breaks chains and windows: what came first is found
last. The finding is on the record that is more than a minute older than one before it.

Bad:

    {"@timestamp": "2026-11-25T10:00:00.000000Z"}
    {"@timestamp": "2026-11-25T09:00:00.000000Z"}

Good:

    {"@timestamp": "2026-11-25T10:00:00.000000Z"}
    {"@timestamp": "2026-11-25T09:59:59.999000Z"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.event.time import SECOND, to_ns
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_MOST: Final = 60 * SECOND


def check(record: Record) -> Iterator[Fault]:
    """A record that is far older than one before it."""
    time = record.text("@timestamp")
    if not record.before or time >= record.before:
        return
    try:
        late = to_ns(record.before) - to_ns(time)
    except (ValueError, OverflowError):
        return
    if late > _MOST:
        yield Fault("@timestamp", f"{late // SECOND} s older than a record before it of the same process", time)


RULE = EventRule("VLE104", "time-order", "warning", "the records of a process are in order of time", check)
