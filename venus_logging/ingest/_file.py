"""One log file on its way into the store: from where it was left to where it can be read for now."""

from __future__ import annotations

from collections import deque
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.event.text import well_formed
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.ingest._types import FileReport, Line, Read, Reject
from venus_logging.ingest.identify import Finisher
from venus_logging.ingest.readers import choose
from venus_logging.ingest.readers.choose import SAMPLE
from venus_logging.ingest.sources import Identity, Opened, opened, service_of
from venus_logging.store.state import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.ingest._batch import Batch
    from venus_logging.ingest._types import Options
    from venus_logging.store.state import State

__all__ = ["LogFile"]

QUIET: Final = 2 * SECOND
"""A file that changed less than this before it is read may still get lines of its last record."""
_PLACES: Final = 64


class LogFile:
    """One file, its account, and its identity once it was opened.

    Args:
        path: plain or gzip.
        state: knows how far it was read.
        options: what the caller says about it.
        now: gives the time, nanoseconds since the epoch.
    """

    def __init__(self, path: Path, state: State, options: Options, now: Callable[[], int]) -> None:
        self.report = FileReport(well_formed(str(path)))
        self.identity: Identity | None = None
        self._path = path
        self._state = state
        self._options = options
        self._now = now

    def read(self, batch: Batch, progress: Callable[[FileReport], None]) -> Position | None:
        """Puts what is new into a batch, and commits it whenever it is full.

        Args:
            batch: takes the events; what it holds at the end is the caller's to commit.
            progress: called after every commit with the account so far.

        Returns:
            The position to keep once the batch is committed; None if it is the one that is known.

        Raises:
            SourceError: the file cannot be opened; a place where it cannot be read any further is in its account.
        """
        with opened(self._path) as file:
            self.identity = file.identity
            return self._read(file, batch, progress)

    def _read(self, file: Opened, batch: Batch, progress: Callable[[FileReport], None]) -> Position | None:
        identity = file.identity
        known = None if self._options.reread else self._state.position(identity.key)
        if known is not None and not _continues(known, identity):
            known = None
        if known is not None and not known.pending and (known.size, known.changed) == (identity.size, identity.changed):
            return None
        start = known or Position(identity.key)
        # NOTE: a line without an end waits once; if the file is the same the next time, that was its end.
        age = self._now() - identity.changed
        same = known is not None and known.size == identity.size
        # NOTE: of a file from the future its size is all that tells.
        settled = same and not 0 <= age < QUIET
        quiet = settled or age >= QUIET
        mark = self._read_from(file, start, batch, progress, take_rest=settled or _is_gzip(self._path), quiet=quiet)
        return None if self.report.error else mark.position(identity, pending=self.report.pending > 0)

    def _read_from(
        self,
        file: Opened,
        start: Position,
        batch: Batch,
        progress: Callable[[FileReport], None],
        *,
        take_rest: bool,
        quiet: bool,
    ) -> _Mark:
        """Reads what stands behind a position."""
        whole = _Whole(file.lines(start.offset, start.line), self.report, take_rest=take_rest)
        sample = list(islice(whole, SAMPLE))
        reader = choose(sample, self._options.host, self._options.zone)
        finisher = Finisher(self._options, service_of(self._path), start.record)
        mark = _Mark(start)
        for read in self._ready(reader.read(chain(sample, whole)), mark, quiet=quiet):
            if isinstance(read.result, Reject):
                batch.reject(self._path, self.report, read, read.result.reason, read.result.raw)
            else:
                mark.see(read, read.result)
                batch.event(self._path, self.report, read, finisher.finish(read, read.result))
            if batch.full:
                batch.commit()
                progress(self.report)
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
    """Where the next run must begin: late in the file, where no record reaches across, so that what is read is whole.

    Foreign records are read again from the first of a second, so that equal ones count the same.
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
            self._second = second if read.raw else self._second
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
