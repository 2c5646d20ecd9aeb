"""The groups in which an event counts, and the functions of a group's events, in plain Python."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from venus_logging.errors import StoreError
from venus_logging.event.time import from_ns
from venus_logging.query.matching import cell, known, storage_of, term, values
from venus_logging.query.stages import bucket_text, stats_of
from venus_logging.query.tables import columns_of, field_of
from venus_logging.query.tree import Bucket, Stats
from venus_logging.store._types import FieldInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from venus_logging.event import Event
    from venus_logging.query import Field, FieldTable, Query
    from venus_logging.query.tables import Cell
    from venus_logging.query.tree import Function, Scalar

__all__ = ["TIME", "Group", "evaluate", "field_infos", "fields_of", "group_field", "grouper", "rank", "value_of"]

Group: TypeAlias = "tuple[Scalar, ...]"
TIME = "@timestamp"


def grouper(query: Query, fields: FieldTable) -> Callable[[Event], set[Group]]:
    """The groups in which an event counts: one for each combination of the distinct values of its lists.

    Args:
        query: a question with or without a stats stage.
        fields: what it may name.

    Raises:
        StoreError: a key is a text, which has no groups, or unknown.
    """
    makers = [_values_of_key(key, fields) for key in stats_of(query).by]
    return lambda event: set(product(*(make(event) for make in makers)))


def group_field(fields: FieldTable, key: str) -> Field:
    """The field that a key of a stats stage names.

    Raises:
        StoreError: it is a text, which has no groups, or unknown.
    """
    return known(fields, key, "keyword", "integer", "number", "boolean", "date", "free")


def evaluate(function: Function, events: Sequence[Event], fields: FieldTable) -> Cell:
    """The value of a function of the events of a group; an event without the field does not count.

    Args:
        function: which, and of what.
        events: in the one order of events, the oldest first.
        fields: what may be named.

    Raises:
        StoreError: the function is unknown, or cannot be taken of the field.
    """
    columns_of(Stats((function,)), fields)
    if function.field is None:
        return len(events)
    field = field_of(fields, function.field)
    if function.name in ("first", "last"):
        cells = (found for event in events if (found := cell(event, field)) is not None)
        return next(cells, None) if function.name == "first" else _last(events, field)
    return value_of(function, field, [value for event in events for value in values(event, field)])


def value_of(function: Function, field: Field, have: Sequence[Scalar]) -> Cell:
    """The value of a function of the values of its field, other than ``first`` and ``last``.

    Args:
        function: which.
        field: of what.
        have: the values in any order, each as often as it occurs.
    """
    if function.name == "p":
        return _percentile(have, function.argument)
    value = _VALUES[function.name](have)
    if storage_of(field) == "date" and isinstance(value, int) and function.name != "count_distinct":
        return from_ns(value)
    return value


def rank(count: int, percentile: float) -> int:
    """The place, from 0, of a percentile among so many ordered values: the least that so many percent do not exceed."""
    return max(0, math.ceil(count * percentile / 100) - 1)


def _last(events: Sequence[Event], field: Field) -> Cell:
    return next((found for event in reversed(events) if (found := cell(event, field)) is not None), None)


def _percentile(found: Sequence[Scalar], percentile: float | None) -> Cell:
    if percentile is None:
        raise StoreError("a percentile without a number", hint="write p95(field)")
    return sorted(found)[rank(len(found), percentile)] if found else None


def _sum(found: Sequence[Scalar]) -> Cell:
    numbers = [number for number in found if isinstance(number, (int, float))]
    return math.fsum(numbers) if any(isinstance(number, float) for number in numbers) else sum(numbers)


def _average(found: Sequence[Scalar]) -> Cell:
    return math.fsum(float(number) for number in found) / len(found) if found else None


_VALUES: Final[dict[str, Callable[[Sequence[Scalar]], Cell]]] = {
    "count_distinct": lambda found: len(set(found)),
    "sum": _sum,
    "avg": _average,
    "min": lambda found: min(found, default=None),
    "max": lambda found: max(found, default=None),
}


def fields_of(event: Event, fields: FieldTable) -> set[str]:
    """The canonical names of the fields that an event has."""
    found = set()
    for name in event:
        field = fields.get(name)
        if field is not None and field.name == name and values(event, field):
            found.add(term(name))
    return found


def field_infos(counts: Mapping[str, int], fields: FieldTable) -> list[FieldInfo]:
    """What ``Store.fields`` answers, of the number of events by name."""
    known_fields = ((fields.get(name), name, count) for name, count in sorted(counts.items()))
    return [FieldInfo(name, field.kind, count) for field, name, count in known_fields if field is not None]


def _values_of_key(key: str | Bucket, fields: FieldTable) -> Callable[[Event], tuple[Scalar, ...]]:
    field = group_field(fields, TIME if isinstance(key, Bucket) else key)
    if isinstance(key, Bucket):
        return lambda event: tuple(bucket_text(int(ns), key) for ns in values(event, field))
    if storage_of(field) == "date":
        return lambda event: tuple(from_ns(int(ns)) for ns in values(event, field))
    return lambda event: values(event, field)
