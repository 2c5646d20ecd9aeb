"""What passes between the stages of ingest: lines, what a reader made of them, and the account of a file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Protocol

from venus_logging.event.privacy import KEEP, Privacy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.event import Event
    from venus_logging.statements import Catalogue

__all__ = ["FileReport", "Line", "Options", "Read", "Reader", "Reject"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about the files.

    Args:
        host: ``host.name`` of records that do not say it.
        service: ``service.name`` of foreign records; empty means the file's name up to the first dot.
        zone: the zone of times that do not say it.
        privacy: what is kept of personal attributes.
        reread: read whole files, whatever is known of them.
        catalogue: the statements that wrote the logs, for messages that do not bring their format.
    """

    host: str
    service: str = ""
    zone: tzinfo = UTC
    privacy: Privacy = KEEP
    reread: bool = False
    catalogue: Catalogue | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source.

    Args:
        number: from 1, in the file.
        offset: where it begins, in bytes of the unpacked file.
        raw: its bytes without the line break.
        terminated: whether a line break stood behind it.
        whole: False if it was longer than a reader takes, and cut.
    """

    number: int
    offset: int
    raw: bytes
    terminated: bool = True
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Reject:
    """Lines that no event could be made of, and why."""

    reason: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader made of some lines.

    Args:
        result: an event, not yet checked, or a reject.
        line: the first of the lines.
        lines: how many they are.
        end: number of the last of them, if other records stand between; 0 where they are one line.
        open: whether further lines may be its own, if the file goes on.
        number: of the record, from 1 in the order in which records begin; 0 if the event brings its own.
        raw: their bytes, from which the uid is made; empty if the event brings its own.
        template: the format string, where the format carries it.
    """

    result: Event | Reject
    line: Line
    lines: int = 1
    end: int = 0
    open: bool = False
    number: int = 0
    raw: bytes = b""
    template: str = ""


class Reader(Protocol):
    """Makes events of the lines of one format."""

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """Events and rejects, in the order in which they end; those still open last, in the order of the file."""
        ...


@dataclass(slots=True)
class FileReport:
    """The account of one file: lines = records + continuation + rejected + pending; records = added + duplicate.

    Args:
        file: its path.
        lines: how many lines were read in this run.
        records: events made of them.
        added: events that the store did not have.
        duplicate: events that it had.
        rejected: lines that no event could be made of; kept with the reason.
        continuation: further lines of a record: tracebacks, and messages of several lines.
        pending: lines that wait for the next run, because the file is still being written.
        error: why the file could not be read to its end, if so; what came before it is in the store.
    """

    file: str
    lines: int = 0
    records: int = 0
    added: int = 0
    duplicate: int = 0
    rejected: int = 0
    continuation: int = 0
    pending: int = 0
    error: str = ""

    def add(self, other: FileReport) -> None:
        """Adds another file's counts to these."""
        for each in fields(self)[1:-1]:
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
