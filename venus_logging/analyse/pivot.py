"""Counts over two or three dimensions, optionally over time; short for a question with stats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venus_logging.query.tree import Bucket, Limit, Query, Stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venus_logging.query import Window
    from venus_logging.store import Store, Table

__all__ = ["counting", "pivot"]


def counting(query: Query, fields: Sequence[str], *, bucket: Bucket | None = None, limit: int | None = None) -> Query:
    """The question how many events there are for each combination of values.

    Args:
        query: which events.
        fields: canonical names of the dimensions.
        bucket: also by time, in buckets of this length.
        limit: how many rows at most.
    """
    keys: tuple[str | Bucket, ...] = (*((bucket,) if bucket else ()), *fields)
    return replace(query, stages=(Stats(by=keys), *((Limit(limit),) if limit else ())))


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
    return store.run(counting(query, fields, bucket=bucket, limit=limit), window)
