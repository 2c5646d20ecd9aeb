"""An event keeps the contract: what is required is there, and every value has its type, form and range.

A store refuses or misreads what does not. A line of another format, such as oslo.log's JSON, is no event of the
contract at all: one finding a service. So is an event that its own emitter marked with `x.venus.invalid`.

Bad:

    {"severity_number": "17"}

Good:

    {"severity_number": 17, "severity_text": "ERROR"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_SHOWN: Final = 160


def check(record: Record) -> Iterator[Fault]:
    """The problems of an event, and of what is none."""
    if record.format:
        yield Fault("", f"no event of the contract but {record.format}", hint="venus-log config oslo-log")
        return
    for problem in record.problems:
        if problem.code != "unknown":
            got = "" if problem.code == "missing" else repr(problem.got)[:_SHOWN]
            yield Fault(problem.path, f"{problem.code}: {problem.message}", got)
    if contract.INVALID in record.event:
        yield Fault(contract.INVALID, "the emitter found this event invalid", record.text(contract.INVALID)[:_SHOWN])


RULE = EventRule("VLE101", "contract", "error", "an event keeps the contract", check)
