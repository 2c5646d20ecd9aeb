"""Reads files into a store: a batch is committed before its place is noted, so that a kill repeats and never loses."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.event.privacy import KEEP, Privacy
from venus_logging.event.text import well_formed
from venus_logging.event.time import SECOND, from_ns, to_ns
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
_PLACES: Final = 64


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
            run.report.error = well_formed(str(problem))
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
        self.report = FileReport(well_formed(str(self.path)))

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
        quiet = settled or self.now() - identity.changed >= QUIET
        mark = self._read_from(start, take_rest=settled or _is_gzip(self.path), quiet=quiet)
        if not self.report.error:
            self.state.set_positions([mark.position(identity, pending=self.report.pending > 0)])

    def _read_from(self, start: Position, *, take_rest: bool, quiet: bool) -> _Mark:
        """Stores what stands behind a position, batch by batch."""
        whole = _Whole(lines(self.path, start.offset, start.line), self.report, take_rest=take_rest)
        sample = list(islice(whole, SAMPLE))
        reader = choose(sample, self.options.host, self.options.zone)
        finisher = Finisher(self.options.service, service_of(self.path), self.options.privacy, start.record)
        mark = _Mark(start)
        reads = self._ready(reader.read(chain(sample, whole)), mark, quiet=quiet)
        while batch := list(islice(reads, BATCH)):
            self._store(batch, finisher, mark)
            self.progress(self.report)
        return mark

    def _ready(self, reads: Iterable[Read], mark: _Mark, *, quiet: bool) -> Iterator[Read]:
        """All reads but those that wait: open records, unless the file is quiet and was read to its end."""
        still_open: list[Read] = []
        newest = ""
        for read in reads:
            if read.open:
                still_open.append(read)
            else:
                newest = max(newest, _time(read))
                yield read
        if not still_open or (quiet and not self.report.pending and not self.report.error):
            yield from still_open
            return
        # NOTE: a worker that died has a last record too; what is older than QUIET gets no further lines.
        newest = max(newest, *map(_time, still_open))
        oldest = from_ns(to_ns(newest) - QUIET) if newest else ""
        for read in still_open:
            if read is still_open[-1] or _time(read) >= oldest:
                self.report.pending += read.lines
                mark.hold(read)
            else:
                yield read

    def _store(self, batch: list[Read], finisher: Finisher, mark: _Mark) -> None:
        """Commits the events and rejects of a batch."""
        reads: dict[int, Read] = {}
        events: list[Event] = []
        rejects: list[Rejection] = []
        for read in batch:
            if isinstance(read.result, Reject):
                rejects.append(self._rejected(read, read.result.reason, read.result.raw))
                continue
            mark.see(read, read.result)
            event = finisher.finish(read, read.result)
            reads[id(event)] = read
            events.append(event)
            self.report.records += 1
            self.report.continuation += read.lines - 1
        result = self.store.write(events, self.now())
        self.report.added += result.added
        self.report.duplicate += result.duplicate
        for rejected in result.rejected:
            read = reads[id(rejected.event)]
            rejects.append(self._rejected(read, rejected.reason, read.raw or read.line.raw))
            self.report.records -= 1
            self.report.continuation -= read.lines - 1
        if rejects:
            self.state.reject(rejects, self.now())

    def _rejected(self, read: Read, reason: str, raw: bytes) -> Rejection:
        self.report.rejected += read.lines
        return Rejection(str(self.path), read.line.offset, reason, raw)


class _Whole:
    """Lines that are counted, up to where the file cannot be read any further.

    A line without an end is left for the next run, unless the file ends so.
    """

    def __init__(self, source: Iterator[Line], report: FileReport, *, take_rest: bool) -> None:
        self._source = source
        self._report = report
        self._take_rest = take_rest

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        try:
            line = next(self._source)
        except SourceError as problem:
            self._report.error = well_formed(str(problem))
            raise StopIteration from problem
        self._report.lines += 1
        if not line.terminated and not self._take_rest:
            self._report.pending += 1
            raise StopIteration
        return line


class _Mark:
    """Where the next run must begin: at the first record of a second, late in the file, that no record reaches across.

    Equal records then count the same, and what is read again is whole.
    """

    def __init__(self, start: Position) -> None:
        self._start = start
        self._second = ""
        self._reach = 0
        self._held: float = inf
        self._places: deque[tuple[int, int, int]] = deque(maxlen=_PLACES)

    def see(self, read: Read, event: Event) -> None:
        """Notes a record that will be stored."""
        first, last = read.line.number, read.end or read.line.number
        if last > first:
            self._places = deque((each for each in self._places if not first < each[0] <= last), maxlen=_PLACES)
        second = str(event["@timestamp"])[:19]
        if second > self._second:
            self._second = second
            if first > self._reach:
                number = read.number or 1
                self._places.append((first, read.line.offset, self._start.record + number - 1))
        self._reach = max(self._reach, last)

    def hold(self, read: Read) -> None:
        """Notes a record that waits."""
        self._held = min(self._held, read.line.number)

    def position(self, identity: Identity, *, pending: bool) -> Position:
        """The position to keep."""
        start = (self._start.line, self._start.offset, self._start.record)
        line, offset, record = max((each for each in self._places if each[0] <= self._held), default=start)
        head = identity.head(identity.size)
        return Position(identity.key, head, identity.size, identity.changed, offset, line, record, pending)


def _time(read: Read) -> str:
    return "" if isinstance(read.result, Reject) else str(read.result["@timestamp"])


def _continues(known: Position, identity: Identity) -> bool:
    """Whether the file is the one that is known, grown or the same; else its inode was used again or it was cut."""
    return identity.size >= known.size and known.head in ("", identity.head(known.size))


def _is_gzip(path: Path) -> bool:
    return path.suffix == ".gz"
