"""All events of a question one by one, however many they are, in the memory of one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event
    from venus_logging.query import Query, Window
    from venus_logging.store._types import Cursor, Order, Store

__all__ = ["stream"]


def stream(
    store: Store, query: Query, window: Window, *, order: Order = "oldest", page: int = 1_000
) -> Iterator[Event]:
    """The events that a question finds, each once.

    Events that are written meanwhile appear if they belong behind the place that was reached.

    Args:
        store: where they are.
        query: a question without stages and times.
        window: when.
        order: ``newest`` first or ``oldest`` first.
        page: how many are asked for at once.
    """
    cursor: Cursor | None = None
    while True:
        found = store.search(query, window, limit=page, order=order, after=cursor, count=False)
        yield from found.events
        cursor = found.next
        if cursor is None:
            return
