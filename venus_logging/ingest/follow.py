"""Reads log files on and on: what services write is in the store within seconds, through rotations and restarts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from venus_logging.errors import SourceError
from venus_logging.event.text import well_formed
from venus_logging.ingest._batch import Batch
from venus_logging.ingest._file import LogFile
from venus_logging.ingest._types import FileReport
from venus_logging.ingest.sources import find, identify, rotated
from venus_logging.store.state import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from venus_logging.ingest._types import Options
    from venus_logging.store import Store
    from venus_logging.store.state import State

__all__ = ["follow"]


def follow(
    paths: Sequence[Path],
    store: Store,
    state: State,
    options: Options,
    *,
    now: Callable[[], int],
    wait: Callable[[], bool],
) -> Iterator[FileReport]:
    """Adds the events of some log files to a store as they are written, all files of a look in one commit.

    A file that was renamed is read to its end; one that was copied and truncated is read from its copy. Both also if
    it happened while nobody followed, as long as the rotated files stand in the same folder.

    Args:
        paths: files, which may be missing for now, and folders, in which files may come and go.
        store: open for writing.
        state: where positions and rejected lines are kept.
        options: what the caller says about the files.
        now: gives the time, nanoseconds since the epoch.
        wait: called between two looks; waits, and says whether to go on.

    Returns:
        One account for each look that read something or met a new error; its ``file`` counts the files. The last look
        comes after ``wait`` has said no, so that what was written before it is in the store.
    """
    watch = _Watch(paths, state, now)
    last = False
    while True:
        report = _look(watch, store, state, options, now)
        if report.lines or report.error:
            yield report
        if last:
            return
        last = not wait()


def _look(watch: _Watch, store: Store, state: State, options: Options, now: Callable[[], int]) -> FileReport:
    """Reads what is new in all files and commits it together."""
    total = FileReport("")
    batch = Batch(store, state, now, total)
    positions: list[Position] = []
    reports: list[FileReport] = []
    for path in watch.changed():
        file = LogFile(path, state, options, now)
        try:
            position = file.read(batch, lambda report: None)
            positions += [] if position is None else [position]
        except SourceError as problem:
            file.report.error = well_formed(str(problem))
        watch.saw(file)
        reports.append(file.report)
    batch.commit()
    state.set_positions(positions)
    for report in reports:
        total.add(report)
    total.file = f"{sum(report.lines > 0 for report in reports)} files"
    total.error = "; ".join(watch.new_errors(reports))
    return total


class _Watch:
    """Which files may have something new.

    Args:
        paths: files and folders.
        state: knows which files were read before, and since when a file is followed.
        now: gives the time, nanoseconds since the epoch.
    """

    def __init__(self, paths: Sequence[Path], state: State, now: Callable[[], int]) -> None:
        self._paths = paths
        self._state = state
        self._clock = now
        self._seen: dict[str, tuple[int, int]] = {}
        self._said: dict[str, str] = {}

    def changed(self) -> list[Path]:
        """The files that are new, have grown, or have lines that wait; those that changed first come first."""
        found: dict[Path, int] = {}
        for path in self._candidates():
            # NOTE: it may be rotated away between two steps; the next look finds it under its new name.
            with suppress(SourceError):
                identity = identify(path)
                if self._seen.get(identity.key) != (identity.size, identity.changed):
                    found[path] = identity.changed
        return sorted(found, key=lambda path: found[path])

    def saw(self, file: LogFile) -> None:
        """Notes how far a file was read: it need not be looked at again before it changes."""
        if file.identity is None:
            return
        if file.report.pending or file.report.error:
            self._seen.pop(file.identity.key, None)
        else:
            self._seen[file.identity.key] = (file.identity.size, file.identity.changed)

    def new_errors(self, reports: Sequence[FileReport]) -> list[str]:
        """The errors that were not said the last time."""
        said = {report.file: report.error for report in reports if report.error}
        new = [error for file, error in said.items() if self._said.get(file) != error]
        for report in reports:
            self._said.pop(report.file, None)
        self._said.update(said)
        return new

    def _candidates(self) -> list[Path]:
        found: dict[Path, None] = {}
        for path in self._paths:
            # NOTE: a named file is missing between its rotation and its first new line.
            with suppress(SourceError):
                found.update(dict.fromkeys(find([path])))
            if not path.is_dir():
                found.update(dict.fromkeys(self._rotated(path)))
        return list(found)

    def _rotated(self, path: Path) -> list[Path]:
        """The rotated files of a named one that were read before, or changed since it was first followed."""
        since = self._since(path)
        found = []
        for each in rotated(path):
            with suppress(SourceError):
                identity = identify(each)
                if identity.changed >= since or self._state.position(identity.key) is not None:
                    found.append(each)
        return found

    def _since(self, path: Path) -> int:
        """When a named file was first followed, in this run or one before."""
        key = f"follow:{path.absolute()}"
        known = self._state.position(key)
        if known is None:
            known = Position(key, changed=self._clock())
            self._state.set_positions([known])
        return known.changed
