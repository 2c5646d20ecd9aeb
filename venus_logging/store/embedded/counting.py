"""Groups of events counted in the engine and merged over days exactly; what its limits refuse, in shorter spans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from venus_logging.errors import QueryLimitError
from venus_logging.event.time import SECOND, from_ns
from venus_logging.query import Window
from venus_logging.query.matching import storage_of
from venus_logging.query.stages import bucket_starts
from venus_logging.query.tree import UTC, Bucket
from venus_logging.store.embedded.compiling import ANYTHING, LONGEST_PATTERN, Compiler, all_of, escaped
from venus_logging.store.embedded.schema import FREE_TERMS, SECONDS, column, typed_column
from venus_logging.store.indexing import free_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import tantivy

    from venus_logging.event import Event
    from venus_logging.query import Field, FieldTable
    from venus_logging.query.tree import Filter, Scalar
    from venus_logging.store.embedded.days import Day
    from venus_logging.store.embedded.schema import Column
    from venus_logging.store.grouping import Group

__all__ = ["MOST_GROUPS", "Asked", "Level", "Plan", "TooManyError", "bucket_level", "counted", "field_level", "walked"]

MOST_GROUPS: Final = 65_000
MOST_COUNTED: Final = 2_000_000
"""Groups that are held in memory while days are merged."""

_FEW: Final = 2_000
"""Events that are counted one by one rather than in yet smaller spans."""

_LIMITS: Final = "Aborting aggregation because"


@dataclass(frozen=True, slots=True)
class Level:
    """One key of a group: its column, the engine's aggregation of a query in a day, and what a bucket's key means."""

    column: Column
    aggregation: Callable[[Day, tantivy.Query], dict[str, Any]]
    cell: Callable[[Any], Scalar]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is counted: the keys, and the same in plain Python; a key is None if the engine cannot."""

    levels: tuple[Level | None, ...]
    groups_of: Callable[[Event], Iterable[Group]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter and a window, to be asked of a day, with what else must be so."""

    fields: FieldTable
    filter: Filter
    window: Window
    also: Callable[[Day], tuple[tantivy.Query, ...]] = lambda _day: ()

    def of(self, day: Day, window: Window | None = None) -> tantivy.Query:
        """The query of a day, in a shorter window if one is given."""
        query = Compiler(day, self.fields).query(self.filter, self.window if window is None else window)
        more = self.also(day)
        return all_of(query, *more) if more else query


class TooManyError(Exception):
    """The engine would not count so many groups at once."""


def field_level(field: Field, cell: Callable[[Any], Scalar] | None = None) -> Level | None:
    """The values of a field; None if the engine has no pattern that is long enough for the name.

    Args:
        field: a field that can be grouped.
        cell: what a value means; by default as it stands in a table.
    """
    terms: dict[str, Any] = {"field": column(field), "size": MOST_GROUPS}
    storage = storage_of(field)
    if storage == "free":
        head = free_head(field.name)
        if len(head) > LONGEST_PATTERN:
            return None
        terms |= {"field": FREE_TERMS, "include": escaped(head) + ANYTHING}
        return Level((FREE_TERMS, "raw"), lambda _day, _query: {"terms": terms}, lambda text: str(text)[len(head) :])
    cells: dict[str, Callable[[Any], Scalar]] = {
        "keyword": str, "integer": int, "number": lambda value: float(value) + 0.0, "boolean": bool,
        "date": lambda ns: from_ns(int(ns)),
    }  # fmt: skip
    return Level(typed_column(field), lambda _day, _query: {"terms": terms}, cell or cells[storage], plain=True)


def bucket_level(bucket: Bucket) -> Level:
    """Spans of time; in a zone the engine is told where each begins."""

    def spans(day: Day, query: tantivy.Query) -> dict[str, Any]:
        span = day.span_of(query)
        starts = [ns // SECOND for ns in bucket_starts(span[0], span[1] + 1, bucket)] if span else []
        ranges = [{"from": start, "to": end} for start, end in pairwise(starts)]
        return {"range": {"field": SECONDS, "ranges": ranges}}

    # NOTE: many groups share a time.
    cell = lru_cache(maxsize=MOST_GROUPS)(lambda second: from_ns(int(second) * SECOND))
    if bucket.zone == UTC:
        histogram = {"histogram": {"field": SECONDS, "interval": bucket.seconds, "min_doc_count": 1}}
        return Level((SECONDS, "i64"), lambda _day, _query: histogram, cell)
    return Level((SECONDS, "i64"), spans, cell)


def counted(asked: Asked, days: Iterable[Day], plan: Plan) -> Counter[Group]:
    """How many events are in each group.

    Args:
        asked: which events.
        days: where they are looked for.
        plan: the groups.

    Raises:
        QueryLimitError: there are more groups than memory is for.
    """
    counts: Counter[Group] = Counter()
    for day in days:
        counts.update(_counted(asked, day, asked.window, plan))
        if len(counts) > MOST_COUNTED:
            raise QueryLimitError(
                f"more than {MOST_COUNTED:,} different values would have to be counted",
                hint="narrow the question or the time",
            )
    return counts


def walked(asked: Asked, day: Day, plan: Plan, inner: Mapping[str, Any] | None = None) -> dict[Group, Any]:
    """The groups of a day, each with the engine's bucket.

    Args:
        asked: which events.
        day: the day.
        plan: the groups, all of which the engine can make.
        inner: aggregations of each group.

    Raises:
        TooManyError: the engine would not count so many.
    """
    levels = [level for level in plan.levels if level is not None]
    query = asked.of(day)
    if any(level.column not in day.columns for level in levels):
        return {}
    return _walked(_aggregated(day, query, levels, dict(inner or {})), levels)


def _counted(asked: Asked, day: Day, window: Window, plan: Plan) -> Counter[Group]:
    query = asked.of(day, window)
    levels = [level for level in plan.levels if level is not None]
    if any(level.column not in day.columns for level in levels):
        return Counter()
    if len(levels) == len(plan.levels) and all(level.column in day.fast for level in levels):
        try:
            return _counts(day, query, levels)
        except TooManyError:
            return _halved(asked, day, window, query, plan)
    return _one_by_one(day, query, plan)


def _counts(day: Day, query: tantivy.Query, levels: list[Level]) -> Counter[Group]:
    if len(levels) > 1 and all(level.plain for level in levels):
        return _together(day, query, levels)
    if len(levels) == 1 and levels[0].plain:
        return _alone(day, query, levels[0])
    found = _walked(_aggregated(day, query, levels), levels)
    return Counter({group: bucket["doc_count"] for group, bucket in found.items()})


def _alone(day: Day, query: tantivy.Query, level: Level) -> Counter[Group]:
    """The values of one field."""
    answer = _aggregated(day, query, [level])["x"]
    if answer["sum_other_doc_count"]:
        raise TooManyError
    cell = level.cell
    return Counter({(cell(bucket["key"]),): bucket["doc_count"] for bucket in answer["buckets"]})


def _together(day: Day, query: tantivy.Query, levels: list[Level]) -> Counter[Group]:
    """Several fields at once, which is quicker than one inside the other."""
    terms = [{"field": level.column[0]} for level in levels]
    answer = _answer(day, query, {"x": {"multi_terms": {"terms": terms, "size": MOST_GROUPS}}})
    if answer["x"]["sum_other_doc_count"]:
        raise TooManyError
    buckets = answer["x"]["buckets"]
    cells = [level.cell for level in levels]
    if all(cell is str for cell in cells):
        return Counter({tuple(bucket["key"]): bucket["doc_count"] for bucket in buckets})
    return Counter(
        {
            tuple(cell(key) for cell, key in zip(cells, bucket["key"], strict=True)): bucket["doc_count"]
            for bucket in buckets
        }
    )


def _aggregated(
    day: Day, query: tantivy.Query, levels: list[Level], inner: dict[str, Any] | None = None
) -> dict[str, Any]:
    request: dict[str, Any] = inner or {}
    for level in reversed(levels):
        aggregation = level.aggregation(day, query)
        if aggregation.get("range", {}).get("ranges") == []:
            return {"x": {"buckets": []}}
        request = {"x": {**aggregation, **({"aggs": request} if request else {})}}
    return _answer(day, query, request)


def _answer(day: Day, query: tantivy.Query, request: dict[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = day.searcher.aggregate(query, request)
    except ValueError as problem:
        if _LIMITS in str(problem):
            raise TooManyError from problem
        raise
    return answer


def _walked(answer: Mapping[str, Any], levels: list[Level]) -> dict[Group, Any]:
    """The groups of an answer, each with its bucket."""
    if not levels:
        return {(): answer}
    found: dict[Group, Any] = {}
    _walk(answer, levels, 0, (), found)
    return found


def _walk(answer: Mapping[str, Any], levels: list[Level], depth: int, group: Group, into: dict[Group, Any]) -> None:
    if answer["x"].get("sum_other_doc_count"):
        raise TooManyError
    cell, last = levels[depth].cell, depth + 1 == len(levels)
    for bucket in answer["x"]["buckets"]:
        if bucket["doc_count"]:  # spans of time may have none
            inner = (*group, cell(bucket["from"] if "from" in bucket else bucket["key"]))
            if last:
                into[inner] = bucket
            else:
                _walk(bucket, levels, depth + 1, inner, into)


def _halved(asked: Asked, day: Day, window: Window, query: tantivy.Query, plan: Plan) -> Counter[Group]:
    """The same counts from two halves of the time that the events span."""
    first, last = day.span_of(query) or (0, 0)
    if first == last or day.count(query) <= _FEW:
        return _one_by_one(day, query, plan)
    middle = (first + last) // 2 + 1
    early = _counted(asked, day, Window(first, middle), plan)
    early.update(_counted(asked, day, Window(middle, last + 1), plan))
    return early


def _one_by_one(day: Day, query: tantivy.Query, plan: Plan) -> Counter[Group]:
    addresses = day.any(query, max(1, day.count(query)))
    return Counter(group for address in addresses for group in plan.groups_of(day.event(address)))
