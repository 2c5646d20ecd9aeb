"""Puts the findings on records together by statement: how many, which share of what it wrote, the worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from venus_logging.lint._finding import SEVERITIES

if TYPE_CHECKING:
    from venus_logging.lint._events import Examined
    from venus_logging.lint._finding import Finding, Severity

__all__ = ["Statements", "Worst"]

_MOST: Final = 50_000
_WHOLE: Final = ("", "extra")
_OTHER: Final = "(more statements)"
_Key: TypeAlias = "tuple[str, str, str]"


@dataclass(frozen=True, slots=True)
class Worst:
    """What one rule has against one statement.

    Args:
        rule: code of the rule.
        severity: of its findings.
        attribute: what is missing or wrong, empty for whole lines.
        message: what is wrong.
        service: who logs it.
        logger: under which name.
        statement: its template, or its text without numbers and ids.
        count: how many findings.
        of: how many records of this statement were seen.
        path: file or stream of the first.
        line: where it stands there, from 1.
        got: what stood in the first.
        hint: what to do.
    """

    rule: str
    severity: Severity
    attribute: str
    message: str
    service: str
    logger: str
    statement: str
    count: int
    of: int
    path: str
    line: int
    got: str = ""
    hint: str = ""

    @property
    def share(self) -> float:
        """Which share of the statement's records it is, from 0 to 1."""
        return self.count / self.of if self.of else 0.0


class Statements:
    """Counts the records and findings of every statement; memory is bounded, what comes late is put together."""

    def __init__(self) -> None:
        self._records: Counter[_Key] = Counter()
        self._findings: Counter[tuple[_Key, str, str]] = Counter()
        self._first: dict[tuple[_Key, str, str], Finding] = {}

    def add(self, examined: Examined) -> None:
        """Counts one row."""
        key = examined.record.statement if examined.record is not None else ("", "", "")
        if key not in self._records and len(self._records) >= _MOST:
            key = (key[0], "", _OTHER)
        whole = (key[0], "", "")
        self._records.update({key, whole})
        for attribute, finding in examined.findings:
            # NOTE: what is wrong with whole lines, or with what a formatter dumps, is no fault of the statement.
            place = (whole if attribute in _WHOLE else key, finding.rule, attribute)
            self._findings[place] += 1
            self._first.setdefault(place, finding)

    def worst(self) -> list[Worst]:
        """The gravest and most frequent first."""
        found = [self._of(place, count) for place, count in self._findings.items()]
        return sorted(
            found, key=lambda each: (-SEVERITIES.index(each.severity), -each.count, each.rule, each.statement)
        )

    def _of(self, place: tuple[_Key, str, str], count: int) -> Worst:
        key, rule, attribute = place
        first = self._first[place]
        service, logger, statement = key
        return Worst(
            rule,
            first.severity,
            attribute,
            first.message,
            service,
            logger,
            statement,
            count,
            self._records[key],
            first.path,
            first.line,
            first.got,
            first.hint,
        )
