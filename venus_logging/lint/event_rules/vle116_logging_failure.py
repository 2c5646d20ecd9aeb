"""A record is not what is left of one that could not be formatted.

A format that does not fit its arguments, or an argument whose text cannot be made, loses the message: the standard
library writes `--- Logging error ---` to standard error, oslo.log a line about itself. `venus-log lint source`
finds the statement (VLP208).

Bad:

    {"body": "--- Logging error ---"}

Good:

    {"body": "Build of instance failed"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_TRACES: Final = (
    "--- Logging error ---",
    "Error formatting log line",
    "not all arguments converted during string formatting",
    "not enough arguments for format string",
    "maximum recursion depth exceeded",
)
_SHOWN: Final = 120


def check(record: Record) -> Iterator[Fault]:
    """What handlers say of a record that they lost."""
    body = record.text("body")
    if any(trace in body for trace in _TRACES):
        yield Fault("body", "a record was lost while it was formatted", body[:_SHOWN])


RULE = EventRule("VLE116", "logging-failure", "error", "no record is lost while it is formatted", check)
