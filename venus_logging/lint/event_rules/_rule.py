"""What a rule on events is: data that says what it is about, and one function from a record to problems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from venus_logging import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from venus_logging.event import Event
    from venus_logging.lint._finding import Severity

__all__ = ["EventRule", "Fault", "Record"]

_VARYING: Final = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|0x[0-9a-f]+|\d+", re.IGNORECASE)
_SHOWN: Final = 200


@dataclass(frozen=True)
class Record:
    """One record of a log.

    Args:
        event: as it stands, or as it was made of a line of another format.
        format: the name of that format, empty for an event of ours.
        notable: whether its level is one that people look at, so that what is missing matters.
        before: the newest time of the same process so far, empty at its first record.
        beside: what else a line of another format holds, as text, that no event has.
    """

    event: Event
    format: str = ""
    notable: bool = True
    before: str = ""
    beside: str = ""

    def text(self, name: str) -> str:
        """An attribute as text, empty if it is missing."""
        return str(self.event.get(name, ""))

    @property
    def severity(self) -> int:
        """The number of its level, 0 if it has none."""
        number = self.event.get("severity_number")
        return number if isinstance(number, int) and not isinstance(number, bool) else 0

    @property
    def statement(self) -> tuple[str, str, str]:
        """Service, logger, and the statement that wrote it: its template, else its first line without what varies."""
        text = self.text("log.template.text") or _VARYING.sub("#", self.text("body")[:_SHOWN])
        return self.text("service.name"), self.text("log.logger"), text.partition("\n")[0]

    @cached_property
    def problems(self) -> list[contract.Problem]:
        """What the contract has against an event of ours."""
        return [] if self.format else contract.check(self.event)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found in a record.

    Args:
        attribute: the attribute that it is about.
        message: what is wrong; lower case, no full stop.
        got: the value, empty when there is none or it must not be shown.
        hint: what to do about it.
    """

    attribute: str
    message: str
    got: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class EventRule:
    """One rule.

    Args:
        code: ``VLE`` and three digits.
        name: one to three words, as in a file's name.
        severity: of its findings.
        brief: what it asks for, in a few words.
        check: yields the faults of a record.
    """

    code: str
    name: str
    severity: Severity
    brief: str
    check: Callable[[Record], Iterator[Fault]]
