"""Tables counted in the engine and merged over days exactly; what its limits refuse is counted in shorter spans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from venus_logging.errors import StoreUnsupportedError
from venus_logging.event.time import SECOND, from_ns
from venus_logging.query import Window
from venus_logging.query.stages import finish, stats_of
from venus_logging.query.tree import COUNT, UTC, Bucket
from venus_logging.store.embedded.compiling import (
    ANYTHING,
    LONGEST_PATTERN,
    Compiler,
    all_of,
    escaped,
    has_field,
)
from venus_logging.store.embedded.schema import FREE_TERMS, PRESENT, SECONDS, TS, UID, column, typed_column
from venus_logging.store.grouping import Group, fields_of, group_field, grouper
from venus_logging.store.indexing import free_head
from venus_logging.store.matching import storage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import tantivy

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query, Table
    from venus_logging.query.tree import Filter, Scalar
    from venus_logging.store.embedded.days import Day, Days
    from venus_logging.store.embedded.schema import Column

__all__ = ["count_fields", "table"]

_MOST_GROUPS: Final = 65_000
_FEW: Final = 2_000
"""Events that are counted one by one rather than in yet smaller spans."""

_LIMITS: Final = "Aborting aggregation because"


@dataclass(frozen=True, slots=True)
class _Level:
    """One key of a table: the engine's aggregation, its column, and what a bucket's key means."""

    aggregation: dict[str, object]
    column: Column
    cell: Callable[[Any], Scalar]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is counted: the keys, and the same in plain Python; no keys if the engine cannot."""

    levels: tuple[_Level, ...] | None
    groups_of: Callable[[Event], Iterable[Group]]


class _TooManyError(Exception):
    """The engine would not count so many groups at once."""


def table(days: Days, fields: FieldTable, query: Query, window: Window) -> Table:
    """A table as ``Store.run`` gives it.

    Args:
        days: the days of the store.
        fields: what may be named.
        query: the question.
        window: when.
    """
    keys = stats_of(query).by
    if stats_of(query).functions != (COUNT,) or any(isinstance(key, Bucket) and key.zone != UTC for key in keys):
        raise StoreUnsupportedError(f"cannot answer {stats_of(query)}", hint="ask for count() in UTC")
    plan = _Plan(_levels(keys, fields), grouper(query, fields))
    counts: Counter[Group] = Counter()
    total = having = 0
    for day in days.within(window):
        compiler = Compiler(day, fields)
        found = compiler.query(query.filter, window)
        total += day.count(found)
        if keys:
            named = [has_field(day, group_field(fields, key)) for key in keys if isinstance(key, str)]
            having += day.count(all_of(found, *named))
            counts.update(_counted(compiler, day, query.filter, window, plan))
    if not keys:
        counts[()] = having = total
    return finish(query, fields, {group: (count,) for group, count in counts.items()}, other=total - having)


def count_fields(days: Days, fields: FieldTable, query: Query, window: Window) -> dict[str, int]:
    """How many of the events found have each field, by name."""
    level = _Level({"terms": {"field": PRESENT, "size": _MOST_GROUPS}}, (PRESENT, "raw"), str)
    plan = _Plan((level,), lambda event: ((name,) for name in fields_of(event, fields)))
    counts: Counter[Group] = Counter()
    counted: Counter[str] = Counter()
    for day in days.within(window):
        compiler = Compiler(day, fields)
        counts.update(_counted(compiler, day, query.filter, window, plan))
        found = compiler.query(query.filter, window)
        for field in fields:
            if typed_column(field) in day.fast or column(field) in (TS, UID):
                counted[field.name] += day.count(all_of(found, has_field(day, field)))
    # NOTE: a field that changed its kind may be marked in one folder of a day and have a column in another.
    counted.update({str(name): count for (name,), count in counts.items() if name not in counted})
    return {name: count for name, count in counted.items() if count}


def _levels(keys: Sequence[str | Bucket], fields: FieldTable) -> tuple[_Level, ...] | None:
    levels = tuple(_level(key, fields) for key in keys)
    found = tuple(level for level in levels if level is not None)
    return found if len(found) == len(levels) else None


def _level(key: str | Bucket, fields: FieldTable) -> _Level | None:
    if isinstance(key, Bucket):
        histogram = {"field": SECONDS, "interval": key.seconds, "min_doc_count": 1}
        return _Level({"histogram": histogram}, (SECONDS, "i64"), lambda second: from_ns(int(second) * SECOND))
    field = group_field(fields, key)
    terms: dict[str, object] = {"field": column(field), "size": _MOST_GROUPS}
    if storage_of(field) == "free":
        head = free_head(field.name)
        if len(head) > LONGEST_PATTERN:
            return None
        terms |= {"field": FREE_TERMS, "include": escaped(head) + ANYTHING}
        return _Level({"terms": terms}, (FREE_TERMS, "raw"), lambda text: str(text)[len(head) :])
    cells: dict[str, Callable[[Any], Scalar]] = {
        "keyword": str, "integer": int, "number": lambda value: float(value) + 0.0, "boolean": bool,
        "date": lambda ns: from_ns(int(ns)),
    }  # fmt: skip
    return _Level({"terms": terms}, typed_column(field), cells[storage_of(field)])


def _counted(compiler: Compiler, day: Day, item: Filter, window: Window, plan: _Plan) -> Counter[Group]:
    """Number of events by group in one day."""
    query = compiler.query(item, window)
    if plan.levels is not None:
        if any(level.column not in day.columns for level in plan.levels):
            return Counter()
        if all(level.column in day.fast for level in plan.levels):
            try:
                return Counter(dict(_walked(_aggregated(day, query, plan.levels), plan.levels)))
            except _TooManyError:
                return _halved(compiler, day, item, query, plan)
    return _one_by_one(day, query, plan)


def _aggregated(day: Day, query: tantivy.Query, levels: Sequence[_Level]) -> dict[str, Any]:
    request: dict[str, object] = {}
    for level in reversed(levels):
        request = {"x": {**level.aggregation, **({"aggs": request} if request else {})}}
    try:
        answer: dict[str, Any] = day.searcher.aggregate(query, request)
    except ValueError as problem:
        if _LIMITS in str(problem):
            raise _TooManyError from problem
        raise
    return answer


def _walked(answer: Mapping[str, Any], levels: Sequence[_Level]) -> Iterator[tuple[Group, int]]:
    """The groups of an answer, each with its count."""
    level, *rest = levels
    if answer["x"].get("sum_other_doc_count"):
        raise _TooManyError
    for bucket in answer["x"]["buckets"]:
        cell = level.cell(bucket["key"])
        if rest:
            yield from (((cell, *group), count) for group, count in _walked(bucket, rest))
        else:
            yield (cell,), bucket["doc_count"]


def _halved(compiler: Compiler, day: Day, item: Filter, query: tantivy.Query, plan: _Plan) -> Counter[Group]:
    """The same counts from two halves of the time that the events span."""
    first = day.top(query, 1, TS, newest=False)[0][0]
    last = day.top(query, 1, TS, newest=True)[0][0]
    if first == last or day.count(query) <= _FEW:
        return _one_by_one(day, query, plan)
    middle = (first + last) // 2 + 1
    early = _counted(compiler, day, item, Window(first, middle), plan)
    early.update(_counted(compiler, day, item, Window(middle, last + 1), plan))
    return early


def _one_by_one(day: Day, query: tantivy.Query, plan: _Plan) -> Counter[Group]:
    addresses = day.any(query, max(1, day.count(query)))
    return Counter(group for address in addresses for group in plan.groups_of(day.event(address)))
