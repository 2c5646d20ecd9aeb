"""A store and a state that log files are read into, files of a chosen age, lines and accounts."""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

from venus_logging import store as stores
from venus_logging.event.time import SECOND, to_ns
from venus_logging.ingest import FileReport, Options, ingest
from venus_logging.query import Query, Window
from venus_logging.store.state import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from venus_logging.event import Event

NOW = to_ns("2026-11-25T12:00:00Z")


def line(second: int, body: str, *, pid: int = 1, level: str = "INFO", context: str = "[-] ") -> bytes:
    """One line of oslo.log's default text; without a context it is one of a traceback."""
    return f"2026-11-25 10:00:{second:02d}.000 {pid} {level} nova.a {context}{body}\n".encode()


def _age(path: Path) -> None:
    """Makes what a test wrote at the machine's own time a minute old: NOW stands still, the machine's time does not."""
    if path.is_file() and path.stat().st_mtime_ns > NOW:
        os.utime(path, ns=(NOW - 60 * SECOND, NOW - 60 * SECOND))


class Ingester:
    """Reads files of a folder into a store in memory.

    Args:
        folder: where the files and the state are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOW
        self.store = stores.open("memory:", "w")
        self.state = State.open(folder / "state")

    def write(self, data: bytes, name: str = "nova-api.log", *, age: float = 60) -> Path:
        """A file that changed last so many seconds ago; gzip if its name says so."""
        path = self.folder / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        changed = NOW - int(age * SECOND)
        os.utime(path, ns=(changed, changed))
        return path

    def read(
        self, *paths: Path, progress: Callable[[FileReport], None] = lambda report: None, **options: object
    ) -> list[FileReport]:
        """The accounts of some files."""
        for path in paths:
            _age(path)
        chosen = Options(**{"host": "h1", **options})  # type: ignore[arg-type]  # options as given
        return list(ingest(paths, self.store, self.state, chosen, now=lambda: NOW, progress=progress))

    def events(self) -> list[Event]:
        """All events, in the one order of events."""
        return list(self.store.search(Query(), Window(), limit=100_000, order="oldest").events)

    def bodies(self) -> list[str]:
        """Their bodies."""
        return [str(event["body"]) for event in self.events()]

    def rejects(self) -> list[tuple[str, str]]:
        """Reason and text of the rejected lines, in the order in which they came."""
        return [(str(each["reason"]), str(each["raw"])) for each in reversed(self.state.rejected(1000))]


def account(path: Path, *numbers: int, error: str = "") -> FileReport:
    """An account: lines, records, added, duplicate, rejected, continuation, pending."""
    return FileReport(str(path), *numbers, error=error)
