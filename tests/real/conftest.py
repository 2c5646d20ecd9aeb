"""The three recorded runs of a real OpenStack, read once into embedded stores."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest
import scan

from venus_logging import store as stores
from venus_logging.ingest import FileReport, Options, ingest
from venus_logging.query import Query, Window
from venus_logging.store.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.store import Store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs the recorded logs where they are not."""
    if not scan.DATA.is_dir():
        for item in items:
            if "/tests/real/" in str(item.path):
                item.add_marker(pytest.mark.skip(reason=f"the recorded logs are not beside the project: {scan.DATA}"))


@dataclass
class Run:
    """A run in a store.

    Args:
        name: of the run.
        store: where its events are.
        state: the folder of the state.
        reports: the accounts of the first reading.
        records: its records, as the standard library finds them.
    """

    name: str
    store: Store
    state: Path
    reports: list[FileReport]
    records: list[scan.Record]

    def read(self, paths: Iterable[Path], *, reread: bool = False) -> list[FileReport]:
        """Reads some files into the same store."""
        with State.open(self.state) as state:
            options = Options("node-1", reread=reread)
            return list(ingest(paths, self.store, state, options, now=time.time_ns))

    def events(self) -> Iterator[Event]:
        """All events, in the one order of events."""
        cursor = None
        while True:
            page = self.store.search(Query(), Window(), limit=10_000, order="oldest", after=cursor)
            yield from page.events
            cursor = page.next
            if cursor is None:
                return


@pytest.fixture(scope="session", params=scan.RUNS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One run, every log of it."""
    folder = tmp_path_factory.mktemp(request.param)
    with stores.open(str(folder / "store"), "w") as store:
        made = Run(request.param, store, folder / "state", [], scan.records(request.param))
        made.reports = made.read(scan.logs(made.name, everything=True))
        yield made


@pytest.fixture(scope="session", params=["embedded", "opensearch"])
def asked(request: pytest.FixtureRequest, run: Run) -> Iterator[Run]:
    """One run as questions see it, on either engine."""
    if request.param == "embedded":
        yield run
        return
    cluster = request.getfixturevalue("cluster")
    prefix = f"real-{run.name}"
    with stores.open(f"opensearch://{cluster.host}/{prefix}", "w") as store:
        events = run.events()
        while batch := list(islice(events, 5_000)):
            store.write(batch, time.time_ns())
        yield replace(run, store=store)
    cluster.remove(prefix)
