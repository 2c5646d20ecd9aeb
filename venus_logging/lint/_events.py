"""Says of every event why it does not keep the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from venus_logging import contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.event import Event

__all__ = ["Finding", "Rejected", "events"]


@runtime_checkable
class Rejected(Protocol):
    """A line that could not be read as an event."""

    @property
    def reason(self) -> str:
        """Why it could not be read."""


Row: TypeAlias = "tuple[str, int, Event | Rejected]"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where.

    Args:
        source: file or stream.
        line: from 1.
        code: the code of the problem, ``unreadable`` for a rejected line, ``marked`` for an event that its own
            emitter found invalid.
        path: the attribute, empty for a rejected line.
        message: what was expected.
        got: the value, None when there is none.
    """

    source: str
    line: int
    code: str
    path: str
    message: str
    got: object = None


def events(rows: Iterable[Row]) -> Iterator[Finding]:
    """The findings of each row, in the order of the rows.

    Args:
        rows: where it stood, and the event or the reject.

    Raises:
        ContractError: the compiled registry is missing or unreadable.
    """
    for source, line, row in rows:
        if not isinstance(row, dict):
            yield Finding(source, line, "unreadable", "", row.reason)
            continue
        for problem in contract.check(row):
            yield Finding(source, line, problem.code, problem.path, problem.message, problem.got)
        if contract.INVALID in row:
            yield Finding(
                source, line, "marked", contract.INVALID, "the emitter found this event invalid", row[contract.INVALID]
            )
