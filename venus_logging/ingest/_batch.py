"""Events and rejected lines on their way into the store: committed together, counted by the file they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.store.state import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.ingest._types import FileReport, Read
    from venus_logging.store import Store
    from venus_logging.store.state import State

__all__ = ["Batch"]

FULL: Final = 10_000


class Batch:
    """Reads of one file or of many.

    Args:
        store: open for writing.
        state: keeps the rejected lines.
        now: gives the time, nanoseconds since the epoch.
        account: where added and duplicate events are counted; a file's own account if the batch has only its reads.
    """

    def __init__(self, store: Store, state: State, now: Callable[[], int], account: FileReport) -> None:
        self._store = store
        self._state = state
        self._now = now
        self._account = account
        self._events: list[Event] = []
        self._reads: dict[int, tuple[Path, FileReport, Read]] = {}
        self._rejects: list[Rejection] = []

    @property
    def full(self) -> bool:
        """Whether it is time to commit."""
        return len(self._events) + len(self._rejects) >= FULL

    def event(self, path: Path, report: FileReport, read: Read, event: Event) -> None:
        """Adds an event.

        Args:
            path: the file that it is from.
            report: the account of that file.
            read: what it was made of.
            event: whole and checked.
        """
        self._reads[id(event)] = (path, report, read)
        self._events.append(event)
        report.records += 1
        report.continuation += read.lines - 1

    def reject(self, path: Path, report: FileReport, read: Read, reason: str, raw: bytes) -> None:
        """Adds lines that no event could be made of."""
        report.rejected += read.lines
        self._rejects.append(Rejection(str(path), read.line.offset, reason, raw))

    def commit(self) -> None:
        """Returns when everything is on disk; what the store refused is kept with the rejected lines."""
        if self._events:
            result = self._store.write(self._events, self._now())
            self._account.added += result.added
            self._account.duplicate += result.duplicate
            for rejected in result.rejected:
                path, report, read = self._reads[id(rejected.event)]
                self.reject(path, report, read, rejected.reason, read.raw or read.line.raw)
                report.records -= 1
                report.continuation -= read.lines - 1
        if self._rejects:
            self._state.reject(self._rejects, self._now())
        self._events, self._reads, self._rejects = [], {}, []
