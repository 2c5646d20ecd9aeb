"""Says of every record of a log what it lacks: the rules of ``event_rules`` on rows from files or a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, runtime_checkable

from venus_logging.lint._finding import Finding
from venus_logging.lint.event_rules import Fault, Record, event_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from venus_logging.event import Event
    from venus_logging.lint.event_rules import EventRule

__all__ = ["Examined", "Foreign", "Rejected", "Row", "events", "examine"]

INFO: Final = 9
_MOST_PROCESSES: Final = 10_000
_UNREADABLE: Final = "VLE101"


@runtime_checkable
class Rejected(Protocol):
    """A line that could not be read as an event."""

    @property
    def reason(self) -> str:
        """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """An event that was made of a line of another format.

    Args:
        event: what became of the line.
        format: the format's name, as people call it.
        beside: what else the line holds, as text, that did not come into the event.
    """

    event: Event
    format: str
    beside: str = ""


Row: TypeAlias = "tuple[str, int, Event | Foreign | Rejected]"


@dataclass(frozen=True, slots=True)
class Examined:
    """One row with what is wrong with it.

    Args:
        record: what rules saw; None for a line that could not be read.
        findings: what they found, with the attribute that each is about.
    """

    record: Record | None
    findings: tuple[tuple[str, Finding], ...]


def events(rows: Iterable[Row], *, least: int = INFO) -> Iterator[Finding]:
    """The findings of each row, in the order of the rows.

    Args:
        rows: where it stood, and the event, what was made of another format's line, or the reject.
        least: number of the least level at which missing context matters.

    Raises:
        ContractError: the compiled registry is missing or unreadable.
    """
    for examined in examine(rows, least=least):
        yield from (finding for _, finding in examined.findings)


def examine(rows: Iterable[Row], *, least: int = INFO) -> Iterator[Examined]:
    """Each row with its findings, one by one, so that an endless stream can be judged.

    Args:
        rows: as for ``events()``.
        least: as for ``events()``.

    Raises:
        ContractError: the compiled registry is missing or unreadable.
    """
    rules = event_rules()
    unreadable = next(each for each in rules if each.code == _UNREADABLE)
    newest: dict[tuple[object, ...], str] = {}
    for source, line, row in rows:
        if not isinstance(row, (dict, Foreign)):
            fault = Fault("", f"unreadable: {row.reason}")
            yield Examined(None, ((fault.attribute, _finding(source, line, unreadable, fault)),))
            continue
        record = _record(source, row, least, newest)
        yield Examined(record, tuple(_findings(source, line, record, rules)))


def _record(source: str, row: Event | Foreign, least: int, newest: dict[tuple[object, ...], str]) -> Record:
    event, format_, beside = (row.event, row.format, row.beside) if isinstance(row, Foreign) else (row, "", "")
    process = (source, event.get("host.name"), event.get("service.name"), event.get("process.pid"))
    time = event.get("@timestamp")
    before = newest.get(process, "")
    if isinstance(time, str) and time > before and (before or len(newest) < _MOST_PROCESSES):
        newest[process] = time
    severity = event.get("severity_number")
    return Record(event, format_, isinstance(severity, (int, float)) and severity >= least, before, beside)


def _findings(source: str, line: int, record: Record, rules: Sequence[EventRule]) -> Iterator[tuple[str, Finding]]:
    for rule in rules:
        for fault in rule.check(record):
            yield fault.attribute, _finding(source, line, rule, fault)


def _finding(source: str, line: int, rule: EventRule, fault: Fault) -> Finding:
    message = f"{fault.attribute}: {fault.message}" if fault.attribute else fault.message
    return Finding(rule.code, source, line, 1, message, rule.severity, fault.got, fault.hint)
