"""Counts over two or three dimensions, optionally over time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venus_logging.query.tree import Bucket, Limit, Query, Stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venus_logging.query import Window
    from venus_logging.store import Store, Table

__all__ = ["pivot"]


def pivot(
    store: Store,
    fields: Sequence[str],
    query: Query,
    window: Window,
    *,
    bucket: Bucket | None = None,
    limit: int | None = None,
) -> Table:
    """How many events there are for each combination of values.

    Args:
        store: where the events are.
        fields: canonical names of the dimensions.
        query: which events.
        window: when.
        bucket: also by time, in buckets of this length.
        limit: how many rows at most.
    """
    keys: tuple[str | Bucket, ...] = (*((bucket,) if bucket else ()), *fields)
    stages = (Stats(by=keys), *((Limit(limit),) if limit else ()))
    return store.run(replace(query, stages=stages), window)
