"""A store in memory, and what fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.store import open as open_store
from venus_logging.testing import minimal_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event, Value
    from venus_logging.store import Store

START = to_ns("2026-11-25T10:00:00Z")
ARRIVED = to_ns("2026-11-25T12:00:00Z")


class Add(Protocol):
    """Writes one event, ``second`` seconds after ten o'clock."""

    def __call__(self, uid: str, second: int = 0, **values: Value) -> Event: ...


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with open_store("memory:", "w") as opened:
        yield opened


@pytest.fixture
def add(store: Store) -> Add:
    """Writes events of a few values; ``__`` stands for a dot."""

    def write(uid: str, second: int = 0, **values: Value) -> Event:
        named = {name.replace("__", "."): value for name, value in values.items()}
        event = minimal_event() | {"log.record.uid": uid, "@timestamp": from_ns(START + second * SECOND)} | named
        result = store.write([event], ARRIVED)
        assert (result.added, result.rejected) == (1, ())
        return event

    return write
