"""The stores under test, all empty, over one small table of fields that has every kind."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

import pytest

from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import Field, FieldTable, parse, resolve
from venus_logging.store import open as open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event, Value
    from venus_logging.query import Query, Window
    from venus_logging.store import Page, Store, Table

# Waiting for a disk proves nothing here; tests/faults does that.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
ARRIVED = to_ns("2026-11-25T12:00:00Z")

TABLE = FieldTable(
    [
        Field("@timestamp", "date", ("time",)),
        Field("body", "text", ("message",)),
        Field("exception.message", "text"),
        Field("notes", "text", many=True),
        Field("host.name", "keyword", ("host",)),
        Field("service.name", "keyword", ("service",)),
        Field("log.record.uid", "keyword", ("uid",), groupable=False),
        Field("openstack.resource.related", "keyword", ("related",), many=True),
        Field("openstack.project.id", "keyword", ("project",)),
        Field("openstack.request.id", "keyword", ("request",), prefix="req-"),
        Field("openstack.record.number", "integer"),
        Field("severity_number", "integer"),
        Field("severity_text", "severity", ("level",)),
        Field("http.status", "integer", ("status",)),
        Field("duration", "number", unit="s"),
        Field("cached", "boolean"),
        Field("started", "date"),
    ]
)


class MakeEvent(Protocol):
    """Makes an event of a few values."""

    def __call__(self, uid: str = "u1", time: str = "2026-11-25T10:00:00.000000Z", **values: Value) -> Event: ...


@pytest.fixture(params=["memory", "embedded", "opensearch"])
def store_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a store of every kind is, not yet made."""
    if request.param == "memory":
        yield "memory:"
    elif request.param == "opensearch":
        yield request.getfixturevalue("shared_url")
    else:
        with TemporaryDirectory(dir=IN_MEMORY) as folder:
            yield f"{folder}/store"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """One empty store of every kind."""
    with open_store(store_url, "w", fields=TABLE) as opened:
        yield opened


@pytest.fixture
def make() -> MakeEvent:
    """Makes events; in names of values ``__`` stands for a dot."""

    def event(uid: str = "u1", time: str = "2026-11-25T10:00:00.000000Z", **values: Value) -> Event:
        named = {name.replace("__", "."): value for name, value in values.items()}
        return {"@timestamp": time, "log.record.uid": uid, "body": f"event {uid}", **named}

    return event


class Ask:
    """Asks a store in the words of the query language.

    Args:
        store: the store that is asked.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def _resolved(self, text: str) -> tuple[Query, Window]:
        return resolve(parse(text, TABLE), ARRIVED)

    def uids(self, text: str = "") -> list[str]:
        """The uids found, newest first."""
        return [str(event["log.record.uid"]) for event in self.page(text, limit=1000).events]

    def page(self, text: str = "", **options: object) -> Page:
        """A page of the events found."""
        return self.store.search(*self._resolved(text), **options)  # type: ignore[arg-type]  # options as given

    def table(self, text: str) -> Table:
        """The table of a question."""
        return self.store.run(*self._resolved(text))

    def fields(self, text: str = "") -> list[tuple[str, str, int]]:
        """The fields of the events found."""
        return [(each.name, each.kind, each.count) for each in self.store.fields(*self._resolved(text))]

    def add(self, *events: Event, arrived: int = ARRIVED) -> tuple[int, int, int]:
        """Writes events; how many were added, known, rejected."""
        result = self.store.write(events, arrived)
        return (result.added, result.duplicate, len(result.rejected))


@pytest.fixture
def ask(store: Store) -> Ask:
    """Asks the store under test."""
    return Ask(store)


@pytest.fixture
def later() -> int:
    """A minute after the usual arrival."""
    return ARRIVED + 60 * SECOND
