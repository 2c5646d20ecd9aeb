"""Reads files into a store: a batch is committed before its place is noted, so that a kill repeats and never loses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.event import json
from venus_logging.event.privacy import KEEP, Privacy
from venus_logging.event.time import SECOND
from venus_logging.ingest._types import FileReport, Line, Read, Reject
from venus_logging.ingest.identify import Finisher
from venus_logging.ingest.readers import choose
from venus_logging.ingest.readers.choose import SAMPLE
from venus_logging.ingest.sources import Identity, identify, lines, service_of
from venus_logging.store.state import Position, Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.store import Store
    from venus_logging.store.state import State

__all__ = ["Options", "ingest"]

BATCH: Final = 10_000
QUIET: Final = 2 * SECOND
"""A file that changed less than this before it is read may still get lines of its last record."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about the files.

    Args:
        host: ``host.name`` of records that do not say it.
        service: ``service.name`` of foreign records; empty means the file's name up to the first dot.
        zone: the zone of times that do not say it.
        privacy: what is kept of personal attributes.
        reread: read whole files, whatever is known of them.
    """

    host: str
    service: str = ""
    zone: tzinfo = UTC
    privacy: Privacy = KEEP
    reread: bool = False


def ingest(
    files: Iterable[Path],
    store: Store,
    state: State,
    options: Options,
    *,
    now: Callable[[], int],
    progress: Callable[[FileReport], None] = lambda report: None,
) -> Iterator[FileReport]:
    """Adds the events of some log files to a store, and keeps what cannot be read.

    Args:
        files: plain or gzip; ``find`` gives those of a folder.
        store: open for writing.
        state: where positions and rejected lines are kept.
        options: what the caller says about the files.
        now: gives the time, nanoseconds since the epoch.
        progress: called after every batch with the account of the file so far.

    Returns:
        One account a file, when it is done.
    """
    for path in files:
        run = _File(path, store, state, options, now, progress)
        try:
            run.read()
        except SourceError as problem:
            run.report.error = str(problem)
        yield run.report


@dataclass(slots=True)
class _File:
    """One file on its way into the store."""

    path: Path
    store: Store
    state: State
    options: Options
    now: Callable[[], int]
    progress: Callable[[FileReport], None]
    report: FileReport = field(init=False)

    def __post_init__(self) -> None:
        self.report = FileReport(str(self.path))

    def read(self) -> None:
        """Reads what is new and notes how far it came."""
        identity = identify(self.path)
        known = None if self.options.reread else self.state.position(identity.key)
        if known is not None and not _continues(known, identity):
            known = None
        if known is not None and not known.pending and (known.size, known.changed) == (identity.size, identity.changed):
            return
        start = known or Position(identity.key)
        # NOTE: a line without an end waits once; if the file is the same the next time, that was its end.
        settled = known is not None and known.size == identity.size
        whole = _Whole(
            lines(self.path, start.offset, start.line), self.report, take_rest=settled or _is_gzip(self.path)
        )
        sample = list(islice(whole, SAMPLE))
        reader = choose(sample, self.options.host, self.options.zone)
        quiet = settled or self.now() - identity.changed >= QUIET
        finisher = Finisher(self.options.service or service_of(self.path), self.options.privacy, start.record + 1)
        mark = _Mark(start)
        reads = reader.read(chain(sample, whole))
        if reader.continues and not quiet:
            reads = self._without_last(reads)
        while batch := list(islice(reads, BATCH)):
            self._store(batch, finisher, mark)
            self.progress(self.report)
        self.state.set_positions([mark.position(identity, pending=self.report.pending > 0)])

    def _without_last(self, reads: Iterable[Read]) -> Iterator[Read]:
        """All but the record that begins last in the file: it may not be whole."""
        kept: Read | None = None
        for read in reads:
            if kept is not None and read.line.number > kept.line.number:
                yield kept
                kept = read
            elif kept is not None:
                yield read
            else:
                kept = read
        if kept is not None:
            self.report.pending += kept.lines

    def _store(self, batch: list[Read], finisher: Finisher, mark: _Mark) -> None:
        """Commits the events and rejects of a batch."""
        events: list[Event] = []
        rejects: list[Rejection] = []
        for read in batch:
            if isinstance(read.result, Reject):
                rejects.append(self._rejection(read, read.result))
                self.report.rejected += read.lines
                continue
            mark.see(read, finisher.number, read.result)
            events.append(finisher.finish(read, read.result))
            self.report.records += 1
            self.report.continuation += read.lines - 1
        result = self.store.write(events, self.now())
        self.report.added += result.added
        self.report.duplicate += result.duplicate
        for rejected in result.rejected:
            rejects.append(Rejection(str(self.path), 0, rejected.reason, json.encode(rejected.event)))
            self.report.records -= 1
            self.report.rejected += 1
        if rejects:
            self.state.reject(rejects, self.now())

    def _rejection(self, read: Read, reject: Reject) -> Rejection:
        return Rejection(str(self.path), read.line.offset, reject.reason, reject.raw)


class _Whole:
    """Lines that are counted; one without an end is left for the next run, unless the file ends so."""

    def __init__(self, source: Iterator[Line], report: FileReport, *, take_rest: bool) -> None:
        self._source = source
        self._report = report
        self._take_rest = take_rest

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        line = next(self._source)
        self._report.lines += 1
        if not line.terminated and not self._take_rest:
            self._report.pending += 1
            raise StopIteration
        return line


class _Mark:
    """Where the next run must begin: at the first record of the last second, so that equal records count the same."""

    def __init__(self, start: Position) -> None:
        self._start = start
        self._second = ""
        self._place = (start.offset, start.line, start.record)

    def see(self, read: Read, number: int, event: Event) -> None:
        """Notes a record that will be stored."""
        second = str(event["@timestamp"])[:19]
        if second > self._second:
            self._second = second
            self._place = (read.line.offset, read.line.number, number - 1)

    def position(self, identity: Identity, *, pending: bool) -> Position:
        """The position to keep."""
        offset, line, record = self._place
        return Position(identity.key, identity.head, identity.size, identity.changed, offset, line, record, pending)


def _continues(known: Position, identity: Identity) -> bool:
    """Whether the file is the one that is known, grown or the same; else its inode was used again or it was cut."""
    return identity.size >= known.size and known.head in ("", identity.head)


def _is_gzip(path: Path) -> bool:
    return path.suffix == ".gz"
