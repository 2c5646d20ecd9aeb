"""What every store does to the groups it counted: the stages behind the first, one order, one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from venus_logging.errors import QueryLimitError, StoreError
from venus_logging.event.severity import number_of_name
from venus_logging.event.time import SECOND, from_ns
from venus_logging.query.matching import matcher
from venus_logging.query.tables import NO_COST, Cell, Column, Cost, Table, column_fields, columns_of
from venus_logging.query.tree import UTC as UTC_NAME
from venus_logging.query.tree import Bucket, Fields, Limit, Query, Sort, SortKey, Stage, Stats, Top, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from venus_logging.event import Event
    from venus_logging.query.fields import FieldTable
    from venus_logging.query.tree import Scalar

__all__ = [
    "DAY", "MOST_GROUPS", "bucket_start", "bucket_starts", "bucket_text", "finish", "finish_rows", "has_table",
    "stats_of", "zone_of",
]  # fmt: skip

MOST_GROUPS: Final = 65_000
DAY: Final = 86_400
"""Seconds; buckets of another zone than UTC have whole days."""

_EPOCH: Final = date(1970, 1, 1).toordinal()


def has_table(query: Query) -> bool:
    """Whether the question's stages make a table; a limit alone only limits the events."""
    return any(not isinstance(stage, Limit) for stage in query.stages)


def stats_of(query: Query) -> Stats:
    """The stats stage of a question; one without counts all events."""
    return next((stage for stage in query.stages if isinstance(stage, Stats)), Stats())


# ---- time buckets
def bucket_start(ns: int, bucket: Bucket) -> int:
    """Where the bucket begins that holds an instant, in nanoseconds since the epoch."""
    if bucket.zone == UTC_NAME:
        size = bucket.seconds * SECOND
        return ns // size * size
    day = datetime.fromtimestamp(ns // SECOND, zone_of(bucket.zone)).date().toordinal() - _EPOCH
    return _midnight(day // _days(bucket) * _days(bucket), bucket.zone)


def bucket_starts(start: int, end: int, bucket: Bucket) -> list[int]:
    """Where the buckets begin that hold the instants from start to before end, and where the last one ends.

    Args:
        start: nanoseconds since the epoch.
        end: later.
        bucket: what is asked for.
    """
    starts = [bucket_start(start, bucket)]
    while starts[-1] < end:
        starts.append(_next_start(starts[-1], bucket))
    return starts


def bucket_text(ns: int, bucket: Bucket) -> str:
    """The start of the bucket that holds an instant, as canonical time text."""
    return from_ns(bucket_start(ns, bucket))


def _next_start(start: int, bucket: Bucket) -> int:
    if bucket.zone == UTC_NAME:
        return start + bucket.seconds * SECOND
    # NOTE: a day that a zone left out begins where the next one does.
    day = datetime.fromtimestamp(start // SECOND, zone_of(bucket.zone)).date().toordinal() - _EPOCH
    day = day // _days(bucket) * _days(bucket)
    after = start
    while after <= start:
        day += _days(bucket)
        after = _midnight(day, bucket.zone)
    return after


def _days(bucket: Bucket) -> int:
    if bucket.seconds % DAY:
        raise StoreError(f"bad bucket {bucket}", hint="in a zone other than UTC buckets are of whole days")
    return bucket.seconds // DAY


@lru_cache(maxsize=1024)
def _midnight(day: int, zone: str) -> int:
    """Where a day begins in a zone, the day counted from 1970-01-01."""
    when = date.fromordinal(_EPOCH) + timedelta(days=day)
    return int(datetime(when.year, when.month, when.day, tzinfo=zone_of(zone)).astimezone(UTC).timestamp()) * SECOND


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of a name.

    Raises:
        StoreError: nobody knows it.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise StoreError(f"unknown time zone {name!r}", hint="write it as Europe/Berlin") from problem


# ---- tables
@dataclass(frozen=True, slots=True)
class _Rows:
    """A table between two stages."""

    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    fields: FieldTable
    first: str | None = None
    cut: int = 0


def finish(
    query: Query,
    fields: FieldTable,
    groups: Mapping[tuple[Scalar, ...], Sequence[Cell]],
    *,
    other: int = 0,
    bounds: Sequence[float] = (),
    cost: Cost = NO_COST,
) -> Table:
    """The table of a question, of the groups that a store counted: their order, and every stage behind the first.

    Rows stand in the order of time if there are buckets, then by the first function, the largest first, then by key.

    Args:
        query: a question with a stats stage, or with none that makes a table: then events are counted.
        fields: the fields of the events.
        groups: the values of the functions by group, both in the order of the stage.
        other: events in no group.
        bounds: relative errors of the functions; none are exact.
        cost: what counting did cost.

    Raises:
        QueryLimitError: there are more than 65,000 groups.
        StoreError: a stage names what is not there.
    """
    stats = stats_of(query)
    if len(groups) > MOST_GROUPS:
        raise QueryLimitError(
            f"the question makes {len(groups)} groups, at most {MOST_GROUPS} are possible",
            hint="narrow the question or the time, or group by fewer or coarser keys",
        )
    columns = columns_of(stats, fields, tuple(bounds))
    first = columns[len(stats.by)].name if stats.functions else None
    begun = _Rows(columns, _in_order(stats, groups), fields, first)
    done = _run(begun, [stage for stage in query.stages if not isinstance(stage, Stats)])
    return Table(done.columns, tuple(done.rows), other, done.cut, cost=cost)


def _in_order(stats: Stats, groups: Mapping[tuple[Scalar, ...], Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """The rows of groups as they stand without any stage."""
    rows: list[tuple[Cell, ...]] = [(*group, *groups[group]) for group in sorted(groups)]
    if stats.functions:
        rows.sort(key=_by(len(stats.by), descending=True), reverse=True)
    for place in reversed([place for place, key in enumerate(stats.by) if isinstance(key, Bucket)]):
        rows.sort(key=itemgetter(place))
    return rows


def finish_rows(
    query: Query, fields: FieldTable, rows: Sequence[tuple[Cell, ...]], *, cut: int = 0, cost: Cost = NO_COST
) -> Table:
    """The table of a question without stats, of one row for each event, in the columns of its first fields stage.

    Args:
        query: a question whose first stage that makes a table is ``fields``.
        fields: the fields of the events.
        rows: their values, in the order of the search, already limited by what stands before any other stage.
        cut: how many that limit left out.
        cost: what finding them did cost.
    """
    place = next(place for place, stage in enumerate(query.stages) if isinstance(stage, Fields))
    shown = query.stages[place]
    assert isinstance(shown, Fields)
    columns = columns_of(Stats((), shown.names), fields)
    done = _run(_Rows(columns, list(rows), fields, cut=cut), query.stages[place + 1 :])
    return Table(done.columns, tuple(done.rows), 0, done.cut, cost=cost)


def _run(table: _Rows, stages: Sequence[Stage]) -> _Rows:
    for stage in stages:
        table = _STAGES[type(stage)](table, stage)
    return table


def _column(table: _Rows, name: str) -> int:
    names = [column.name for column in table.columns]
    if name not in names:
        raise StoreError(f"unknown column {name!r}", hint=f"the columns are {', '.join(names)}")
    return names.index(name)


def _fields(table: _Rows, stage: Fields) -> _Rows:
    places = [_column(table, name) for name in stage.names]
    rows = [tuple(row[place] for place in places) for row in table.rows]
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows)


def _where(table: _Rows, stage: Where) -> _Rows:
    answers = matcher(stage.filter, column_fields(table.columns, table.fields))
    return replace(table, rows=[row for row in table.rows if answers(_as_event(table.columns, row))])


def _as_event(columns: Sequence[Column], row: Sequence[Cell]) -> Event:
    """A row as the matcher of events sees it."""
    event: Event = {}
    for column, cell in zip(columns, row, strict=True):
        if cell is None:
            continue
        event[column.name] = list(cell) if isinstance(cell, tuple) else cell
        if column.kind == "severity" and (number := number_of_name(str(cell))) is not None:
            event.setdefault("severity_number", number)
    return event


def _sort(table: _Rows, stage: Sort) -> _Rows:
    rows = list(table.rows)
    for key in reversed(stage.keys):
        place = _column(table, key.column)
        rows.sort(key=_by(place, descending=key.descending), reverse=key.descending)
    return replace(table, rows=rows)


def _by(place: int, *, descending: bool) -> Callable[[tuple[Cell, ...]], tuple[bool, Cell]]:
    return lambda row: _place(row[place], descending=descending)


def _place(cell: Cell, *, descending: bool) -> tuple[bool, Cell]:
    """Where a cell stands among those of its column; none is last in both directions."""
    return ((cell is None) != descending, "" if cell is None else cell)


def _limit(table: _Rows, stage: Limit) -> _Rows:
    left_out = max(0, len(table.rows) - stage.rows)
    return replace(table, rows=table.rows[: stage.rows], cut=table.cut + left_out)


def _top(table: _Rows, stage: Top) -> _Rows:
    by = stage.by or table.first
    if by is None:
        raise StoreError("top says no column", hint="write top N by COLUMN")
    return _limit(_sort(table, Sort((SortKey(by, descending=True),))), Limit(stage.rows))


_STAGES: Final[dict[type, Callable[..., _Rows]]] = {
    Fields: _fields, Where: _where, Sort: _sort, Limit: _limit, Top: _top,
}  # fmt: skip
