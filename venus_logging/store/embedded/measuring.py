"""Functions of the values of groups: exact where the values can be counted, else from the engine's sums and ranges."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from tantivy import FieldType
from tantivy import Query as Compiled

from venus_logging.errors import QueryLimitError
from venus_logging.query.matching import storage_of, values
from venus_logging.store.embedded.compiling import has_field, number_range
from venus_logging.store.embedded.counting import Asked, Plan, TooManyError, counted, field_level, walked
from venus_logging.store.embedded.schema import column
from venus_logging.store.grouping import Group, rank, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import tantivy

    from venus_logging.event import Event
    from venus_logging.query import Field
    from venus_logging.query.tables import Cell
    from venus_logging.query.tree import Function, Scalar
    from venus_logging.store.embedded.days import Day

__all__ = ["Measured", "measured"]

MOST_EXACT: Final = 100_000
"""Values that are counted one by one, whatever they are."""

MOST_RANKED: Final = 5_000
"""The same for percentiles of everything, which are as exact and cheaper by ranges."""

SUM_BOUND: Final = 1e-9
_WHOLE: Final = 2**53
_EDGES: Final = tuple(10 ** (place / 50) for place in range(-300, 351))
FINE_BOUND: Final = (10 ** (1 / 50) - 1) / 2
_METRICS: Final = frozenset(("sum", "avg", "min", "max"))


@dataclass(frozen=True, slots=True)
class Measured:
    """The values of some functions of one field, by group, and the relative error of each function."""

    cells: dict[Group, list[Cell]]
    bounds: list[float]


@dataclass(slots=True)
class _Sums:
    """What the engine says of the numbers of a group, over all days."""

    count: int = 0
    sum: float = 0.0
    least: float = math.inf
    most: float = -math.inf

    def add(self, stats: dict[str, Any]) -> None:
        if stats["count"]:
            self.count += stats["count"]
            self.sum += stats["sum"]
            self.least = min(self.least, stats["min"])
            self.most = max(self.most, stats["max"])

    @property
    def whole(self) -> bool:
        """Whether all sums of whole numbers are exact."""
        return not self.count or self.count * max(abs(self.least), abs(self.most)) < _WHOLE


def measured(
    asked: Asked, days: Callable[[], Iterable[Day]], plan: Plan, field: Field, functions: Sequence[Function]
) -> Measured:
    """The values of functions of one field for each group that has any.

    Args:
        asked: which events.
        days: gives the days in which they may be.
        plan: the groups.
        field: of what.
        functions: neither ``count`` nor ``first`` nor ``last``.

    Raises:
        QueryLimitError: too many different values for memory, or for an estimate.
    """
    having = replace(asked, also=lambda day: (*asked.also(day), has_field(day, field)))
    if storage_of(field) in ("integer", "number"):
        amount = sum(day.count(having.of(day)) for day in days() if day.holds(field))
        ranked_only = not plan.levels and all(function.name == "p" for function in functions)
        if amount > (MOST_RANKED if ranked_only else MOST_EXACT):
            done = _of_many(having, days, plan, field, functions)
            if done is not None:
                return done
    return _exact(asked, days, plan, field, functions)


def _exact(
    asked: Asked, days: Callable[[], Iterable[Day]], plan: Plan, field: Field, functions: Sequence[Function]
) -> Measured:
    """From every value, with how often it occurs."""
    level = field_level(field, cell=int if storage_of(field) == "date" else None)

    def pairs(event: Event) -> Iterator[Group]:
        return ((*group, value) for group in plan.groups_of(event) for value in values(event, field))

    by_group: defaultdict[Group, Counter[Scalar]] = defaultdict(Counter)
    for group, count in counted(asked, days(), Plan((*plan.levels, level), pairs)).items():
        by_group[group[:-1]][group[-1]] = count
    return Measured(
        {group: [_of_counter(each, field, found) for each in functions] for group, found in by_group.items()},
        [0.0] * len(functions),
    )


def _of_counter(function: Function, field: Field, found: Counter[Scalar]) -> Cell:
    if function.name in ("count_distinct", "min", "max"):
        return value_of(function, field, list(found))
    return value_of(function, field, list(found.elements()))


def _of_many(
    asked: Asked, days: Callable[[], Iterable[Day]], plan: Plan, field: Field, functions: Sequence[Function]
) -> Measured | None:
    """From sums and ranges of the engine; None if only every value will do."""
    names = {function.name for function in functions}
    if "count_distinct" in names or None in plan.levels:
        return None
    try:
        sums = _sums(asked, days, plan, field) if names & _METRICS else {}
        if storage_of(field) == "integer" and not all(each.whole for each in sums.values()):
            return None
        ranked = _ranked(asked, days, plan, field, functions) if "p" in names else {}
    except TooManyError:
        return None
    if ranked is None:
        return None
    cells: dict[Group, list[Cell]] = {}
    for group in dict.fromkeys([*sums, *(group for group, _ in ranked)]):
        cells[group] = [
            ranked[group, function.argument] if function.name == "p" else _of_sums(function, field, sums[group])
            for function in functions
        ]
    estimated = "p" in names and bool(plan.levels)
    return Measured(cells, [_bound(function, field, estimated=estimated) for function in functions])


def _bound(function: Function, field: Field, *, estimated: bool) -> float:
    if function.name == "p":
        return FINE_BOUND if estimated else 0.0
    # NOTE: the engine adds doubles in any order.
    return SUM_BOUND if function.name in ("sum", "avg") and storage_of(field) == "number" else 0.0


def _sums(asked: Asked, days: Callable[[], Iterable[Day]], plan: Plan, field: Field) -> dict[Group, _Sums]:
    found: dict[Group, _Sums] = {}
    for day in days():
        if day.holds(field):
            for group, bucket in walked(asked, day, plan, {"s": {"stats": {"field": column(field)}}}).items():
                found.setdefault(group, _Sums()).add(bucket["s"])
    return {group: sums for group, sums in found.items() if sums.count}


def _of_sums(function: Function, field: Field, sums: _Sums) -> Cell:
    if function.name == "avg":
        return sums.sum / sums.count
    value = {"sum": sums.sum, "min": sums.least, "max": sums.most}[function.name]
    return int(value) if storage_of(field) == "integer" else value + 0.0


def _ranked(
    asked: Asked, days: Callable[[], Iterable[Day]], plan: Plan, field: Field, functions: Sequence[Function]
) -> dict[tuple[Group, float | None], Cell] | None:
    """The percentiles by group and number: exact in one group, estimated in many; None if an estimate has no bound."""
    edges = _edges(field)
    places = {edge: place for place, edge in enumerate(edges, 1)}
    spread: dict[Group, Counter[int]] = {}
    ranges = [{"from": low, "to": high} for low, high in pairwise(edges)]
    for day in days():
        if day.holds(field):
            request = {"r": {"range": {"field": column(field), "ranges": ranges}}}
            for group, bucket in walked(asked, day, plan, request).items():
                into = spread.setdefault(group, Counter())
                for each in bucket["r"]["buckets"]:
                    into[places.get(each.get("from"), 0)] += each["doc_count"]
    found: dict[tuple[Group, float | None], Cell] = {}
    for group, counts in spread.items():
        for function in functions:
            if function.name == "p":
                place, before = _holding(counts, rank(counts.total(), function.argument or 0.0))
                low = edges[place - 1] if place else None
                high = edges[place] if place < len(edges) else None
                if not plan.levels:
                    found[group, function.argument] = _nth(asked, days, field, low, high, before)
                elif low is None or high is None:
                    return None
                else:
                    found[group, function.argument] = _middle(field, low, high)
    return found


def _middle(field: Field, low: float, high: float) -> float:
    return (low + high - 1) / 2 if storage_of(field) == "integer" else math.sqrt(low * high)


def _edges(field: Field) -> Sequence[float]:
    """Ends of ranges; for whole numbers whole, each once, since the engine cuts them to such."""
    if storage_of(field) == "number":
        return _EDGES
    return sorted({float(math.ceil(edge)) for edge in _EDGES})


def _holding(counts: Counter[int], wanted: int) -> tuple[int, int]:
    """The range that holds the value of a rank, and its rank there."""
    for place in sorted(counts):
        if wanted < counts[place]:
            return place, wanted
        wanted -= counts[place]
    raise QueryLimitError("the events changed while they were counted", hint="ask again")


def _nth(
    asked: Asked, days: Callable[[], Iterable[Day]], field: Field, low: float | None, high: float | None, place: int
) -> Cell:
    """The value of a rank among those of a range."""

    def inside(day: Day) -> tuple[tantivy.Query, ...]:
        return (*asked.also(day), _between(day, field, low, high))

    def pairs(event: Event) -> Iterator[Group]:
        return (
            (value,)
            for value in values(event, field)
            if (low is None or value >= low) and (high is None or value < high)  # type: ignore[operator]  # numbers
        )

    counts = counted(replace(asked, also=inside), days(), Plan((field_level(field),), pairs))
    ordered = sorted(
        (value, count)
        for (value,), count in counts.items()
        if (low is None or value >= low) and (high is None or value < high)  # type: ignore[operator]  # lists hold others
    )
    for value, count in ordered:
        if place < count:
            return value
        place -= count
    raise QueryLimitError("the events changed while they were counted", hint="ask again")


def _between(day: Day, field: Field, low: float | None, high: float | None) -> tantivy.Query:
    name = column(field)
    if storage_of(field) == "number":
        return Compiled.range_query(day.schema, name, FieldType.Float, low, high, True, high is None)
    least = None if low is None else math.ceil(low)
    return number_range(day, name, least, None if high is None else math.ceil(high) - 1)
