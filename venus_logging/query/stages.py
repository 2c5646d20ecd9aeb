"""What every store does to the groups it counted: one order, one cut, one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.event.time import SECOND, from_ns
from venus_logging.query.tree import Bucket, Limit, Query, Stats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venus_logging.query.tree import Scalar

__all__ = ["bucket_text", "columns", "limit_of", "ordered", "stats_of"]


def stats_of(query: Query) -> Stats:
    """The stats stage of a question; one without counts all events."""
    return next((stage for stage in query.stages if isinstance(stage, Stats)), Stats())


def limit_of(query: Query) -> int | None:
    """The smallest limit of a question's stages."""
    limits = [stage.rows for stage in query.stages if isinstance(stage, Limit)]
    return min(limits) if limits else None


def columns(stats: Stats) -> tuple[str, ...]:
    """Column names of the table of a stats stage: canonical field names, ``time``, ``count``."""
    return (*("time" if isinstance(key, Bucket) else key for key in stats.by), "count")


def bucket_text(ns: int, bucket: Bucket) -> str:
    """The start of the bucket that holds an instant, as canonical time text."""
    size = bucket.seconds * SECOND
    return from_ns(ns // size * size)


def ordered(query: Query, counts: Mapping[tuple[Scalar, ...], int]) -> tuple[tuple[Scalar, ...], ...]:
    """The rows of the groups: by time if there are buckets, then the largest first, then by key; cut to the limit.

    Args:
        query: a question with a stats stage.
        counts: number of events by group, the values in the order of the stage's keys.
    """
    times = [place for place, key in enumerate(stats_of(query).by) if isinstance(key, Bucket)]

    def order(item: tuple[tuple[Scalar, ...], int]) -> tuple[object, ...]:
        group, count = item
        # NOTE: free fields may hold numbers and texts side by side; the type's name keeps them comparable.
        return (*(group[place] for place in times), -count, *((type(value).__name__, value) for value in group))

    rows = tuple((*group, count) for group, count in sorted(counts.items(), key=order))
    return rows[: limit_of(query)]
