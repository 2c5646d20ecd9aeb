"""How good the logs of each service are: which share of its records says what people need, as numbers that can rise."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.event.tracebacks import HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.lint._events import Examined
    from venus_logging.lint.event_rules import Record

__all__ = ["ALL", "SHARES", "Score", "Scores"]

ALL: Final = "(all)"
"""The name of the row over all services."""
SHARES: Final = ("request", "project", "resource", "scenario", "template", "valid")
"""The shares whose mean is the score."""
_ERROR: Final = 17
_REQUEST: Final = ("openstack.request.id", "openstack.request.global_id")
_MOST_SERVICES: Final = 1_000
_NO_RESOURCE: Final = "openstack.peer_request.id"


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one service; shares are percent with one decimal, None where there is nothing to share.

    Args:
        service: its name, ``(all)`` for all of them.
        records: how many were read.
        notable: how many of these are of the level asked for or above; the shares but ``valid`` are of them.
        errors: how many are of level ERROR or above.
        unreadable: lines that are no record.
        request: with a local or global request id.
        project: with the project of the caller.
        resource: with the id of what they are about as an attribute.
        scenario: that are known as a part of some work.
        template: with the id of their statement.
        valid: of all records and unreadable lines, that keep the contract.
        score: the mean of these six.
        errors_request: of the errors, with a request id.
        errors_exception: of the errors, with an exception as attributes.
        tracebacks: records with a traceback, as attributes or as text, for every 1,000 errors.
        secrets: records with what looks like a secret.
    """

    service: str
    records: int
    notable: int
    errors: int
    unreadable: int
    request: float | None
    project: float | None
    resource: float | None
    scenario: float | None
    template: float | None
    valid: float | None
    score: float | None
    errors_request: float | None
    errors_exception: float | None
    tracebacks: float | None
    secrets: int


@dataclass(slots=True)
class _Counts:
    """What is counted of one service."""

    records: int = 0
    notable: int = 0
    errors: int = 0
    unreadable: int = 0
    request: int = 0
    project: int = 0
    resource: int = 0
    scenario: int = 0
    template: int = 0
    valid: int = 0
    errors_request: int = 0
    errors_exception: int = 0
    tracebacks: int = 0
    secrets: int = 0

    def add(self, other: _Counts) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


class Scores:
    """Counts row by row."""

    def __init__(self) -> None:
        self._counts: dict[str, _Counts] = {}

    def add(self, examined: Examined) -> None:
        """Counts one row."""
        record = examined.record
        if record is None:
            self._of("").unreadable += 1
            return
        counts = self._of(record.text("service.name"))
        rules = {finding.rule for _, finding in examined.findings if finding.severity == "error"}
        counts.records += 1
        counts.valid += not (rules & {"VLE101", "VLE103"})
        counts.secrets += "VLE107" in rules
        counts.tracebacks += _has_traceback(record)
        if record.severity >= _ERROR:
            counts.errors += 1
            counts.errors_request += _has_request(record)
            counts.errors_exception += "exception.type" in record.event
        if record.notable:
            counts.notable += 1
            for name, has in _HAS.items():
                setattr(counts, name, getattr(counts, name) + has(record))

    def scores(self) -> list[Score]:
        """One row a service, the worst first; behind them one over all if there are several."""
        rows = [_score(service, counts) for service, counts in self._counts.items()]
        rows.sort(key=lambda each: (each.score is None, each.score, each.service))
        if len(rows) < 2:
            return rows
        total = _Counts()
        for counts in self._counts.values():
            total.add(counts)
        return [*rows, _score(ALL, total)]

    def _of(self, service: str) -> _Counts:
        if service not in self._counts and len(self._counts) >= _MOST_SERVICES:
            service = "(more services)"
        return self._counts.setdefault(service, _Counts())


def _has_request(record: Record) -> bool:
    return any(name in record.event for name in _REQUEST)


def _has_resource(record: Record) -> bool:
    return "openstack.resource.id" in record.event or any(_is_resource(name) for name in record.event)


def _is_resource(name: str) -> bool:
    """Whether an attribute is the id of something that an event of its own kind is about."""
    if not name.endswith(".id") or name == _NO_RESOURCE:
        return False
    known = contract.attribute(name)
    return known is not None and known.scope == "event"


def _has_traceback(record: Record) -> bool:
    return "exception.type" in record.event or HEADER in record.text("body")


_HAS: Final[dict[str, Callable[[Record], bool]]] = {
    "request": _has_request,
    "project": lambda record: "openstack.project.id" in record.event,
    "resource": _has_resource,
    "scenario": lambda record: "openstack.scenario.id" in record.event,
    "template": lambda record: "log.template.id" in record.event,
}


def _score(service: str, counts: _Counts) -> Score:
    shares = {name: _percent(getattr(counts, name), counts.notable) for name in SHARES}
    shares["valid"] = _percent(counts.valid, counts.records + counts.unreadable)
    known = [share for share in shares.values() if share is not None]
    return Score(
        service=service,
        records=counts.records,
        notable=counts.notable,
        errors=counts.errors,
        unreadable=counts.unreadable,
        **shares,
        score=round(sum(known) / len(known), 1) if known else None,
        errors_request=_percent(counts.errors_request, counts.errors),
        errors_exception=_percent(counts.errors_exception, counts.errors),
        tracebacks=round(1_000 * counts.tracebacks / counts.errors, 1) if counts.errors else None,
        secrets=counts.secrets,
    )


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
