"""The number and the name of a level agree.

Some questions compare the number, others name the level; an event that says 17 and INFO is found by one of two.

Bad:

    {"severity_number": 17, "severity_text": "INFO"}

Good:

    {"severity_number": 17, "severity_text": "ERROR"}

A name that the contract does not know, of a level of one's own, may have any number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.event.severity import NAMES
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]


def check(record: Record) -> Iterator[Fault]:
    """A number and a name that differ."""
    name = record.text("severity_text")
    expected = NAMES.get(name)
    if expected is not None and record.severity and record.severity != expected:
        yield Fault("severity_number", f"expected {expected} for {name}", str(record.severity))


RULE = EventRule("VLE105", "severity", "error", "number and name of a level agree", check)
