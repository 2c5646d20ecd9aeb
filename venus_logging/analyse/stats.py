"""The values of one field and how often each occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.analyse.pivot import pivot

if TYPE_CHECKING:
    from venus_logging.query import Query, Window
    from venus_logging.store import Store, Table

__all__ = ["stats"]


def stats(store: Store, field: str, query: Query, window: Window, *, limit: int | None = None) -> Table:
    """How many events have each value of a field, the most frequent first.

    Args:
        store: where the events are.
        field: canonical name of the field.
        query: which events.
        window: when.
        limit: how many values at most.
    """
    return pivot(store, (field,), query, window, limit=limit)
