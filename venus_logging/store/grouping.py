"""The groups in which an event counts, in plain Python."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from venus_logging.event.time import from_ns
from venus_logging.query.stages import bucket_text, stats_of
from venus_logging.query.tree import Bucket
from venus_logging.store._types import FieldInfo
from venus_logging.store.matching import known, storage_of, term, values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event
    from venus_logging.query import Field, FieldTable, Query
    from venus_logging.query.tree import Scalar

__all__ = ["TIME", "Group", "field_infos", "fields_of", "group_field", "grouper"]

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
