"""Reads files into a store: a batch is committed before its place is noted, so that a kill repeats and never loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.errors import SourceError
from venus_logging.event.text import well_formed
from venus_logging.ingest._batch import Batch
from venus_logging.ingest._file import LogFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from venus_logging.ingest._types import FileReport, Options
    from venus_logging.store import Store
    from venus_logging.store.state import State

__all__ = ["ingest"]


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
        progress: called after every commit with the account of the file so far.

    Returns:
        One account a file, when it is done.
    """
    for path in files:
        file = LogFile(path, state, options, now)
        batch = Batch(store, state, now, file.report)
        try:
            position = file.read(batch, progress)
            batch.commit()
            progress(file.report)
            if position is not None:
                state.set_positions([position])
        except SourceError as problem:
            file.report.error = well_formed(str(problem))
        yield file.report
