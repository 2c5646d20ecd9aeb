"""Phase and level agree: a success is no ERROR, a recovery is no alarm.

Alarms look at levels. A recovery that is logged as an error wakes somebody up to tell that all is well.

Bad:

    {"openstack.operation.phase": "recover", "severity_number": 17, "severity_text": "ERROR"}

Good:

    {"openstack.operation.phase": "recover", "severity_number": 9, "severity_text": "INFO"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_WARNING: Final = 13
_ERROR: Final = 17
_LOUDEST: Final = {"recover": _WARNING, "success": _ERROR, "start": _ERROR, "request": _ERROR}


def check(record: Record) -> Iterator[Fault]:
    """A good phase at a bad level."""
    phase = record.text("openstack.operation.phase")
    least = _LOUDEST.get(phase)
    if least is not None and record.severity >= least:
        yield Fault("severity_number", f"a {phase} is logged at {record.text('severity_text')}", str(record.severity))


RULE = EventRule("VLE111", "outcome", "warning", "phase and level agree", check)
