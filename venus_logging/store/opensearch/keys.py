"""The keys of a table: where the engine takes the values of each, and what a value that it gives back means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from venus_logging.event.time import SECOND, from_ns
from venus_logging.query.matching import storage_of
from venus_logging.query.tree import UTC, Bucket
from venus_logging.store.grouping import group_field
from venus_logging.store.indexing import free_head
from venus_logging.store.opensearch.compiling import FREE_PATH
from venus_logging.store.opensearch.template import OURS, SECONDS, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venus_logging.query import FieldTable
    from venus_logging.query.tree import Scalar
    from venus_logging.store.grouping import Group
    from venus_logging.store.opensearch.asking import Json

__all__ = ["Key", "composite", "group_of", "key_of", "midnight"]

_DAY: Final = 86_400
_SECONDS_PATH: Final = f"{OURS}.{SECONDS}"
_CUT: Final = (
    "def out = []; for (v in doc[params.field]) {"
    " if (v.startsWith(params.head)) { out.add(v.substring(params.head.length())); } } return out;"
)
_MIDNIGHT: Final = (
    "def zone = ZoneId.of(params.zone); long days = (long) params.days;"
    " long day = Instant.ofEpochSecond({second}).atZone(zone).toLocalDate().toEpochDay();"
    " long first = day - ((day % days) + days) % days;"
    " return LocalDate.ofEpochDay(first).atStartOfDay(zone).toEpochSecond();"
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    Args:
        source: of a composite aggregation; one value only for each of an event's.
        cell: makes the cell of a row of the engine's value; None if the value means that there is none.
    """

    source: Json
    cell: Callable[[Any], Scalar | None]


def key_of(key: str | Bucket, fields: FieldTable) -> Key:
    """The key of a stats stage.

    Raises:
        StoreError: it is a text, which has no groups, or unknown.
    """
    if isinstance(key, Bucket):
        return Key(_bucket(key), lambda second: from_ns(int(second) * SECOND))
    field = group_field(fields, key)
    storage = storage_of(field)
    if storage == "free":
        return Key(_scripted(_CUT, field=FREE_PATH, head=free_head(field.name)), str)
    cells: dict[str, Callable[[Any], Scalar]] = {
        "keyword": str, "integer": int, "number": float, "boolean": bool, "date": lambda ns: from_ns(int(ns)),
    }  # fmt: skip
    return Key({"terms": {"field": path_of(field)}}, cells[storage])


def composite(keys: Sequence[Key], size: int) -> Json:
    """The aggregation of all groups that have every key.

    Args:
        keys: at least one.
        size: groups at once.
    """
    return {"size": size, "sources": [{str(place): key.source} for place, key in enumerate(keys)]}


def group_of(bucket: Json, keys: Sequence[Key]) -> Group | None:
    """The group that a bucket of the aggregation counts, None if a value of it means that there is none."""
    # NOTE: the engine answers in the order of the sources.
    cells = [key.cell(value) for key, value in zip(keys, bucket["key"].values(), strict=True)]
    group = tuple(cell for cell in cells if cell is not None)
    return group if len(group) == len(cells) else None


def midnight(second: str, path: str, bucket: Bucket) -> Json:
    """The source of whole days of a zone, each by the second in which its bucket begins.

    Args:
        second: how a script takes the second of an event from ``params.field``.
        path: that field.
        bucket: the days and the zone.
    """
    days = bucket.seconds // _DAY
    source = _scripted(_MIDNIGHT.replace("{second}", second), field=path, zone=bucket.zone, days=days)
    source["terms"]["value_type"] = "long"
    return source


def _bucket(bucket: Bucket) -> Json:
    if bucket.zone == UTC:
        # NOTE: only groups that have events are made: gaps of a long time would kill the node.
        return {"histogram": {"field": _SECONDS_PATH, "interval": bucket.seconds}}
    return midnight("(long) doc[params.field].value", _SECONDS_PATH, bucket)


def _scripted(source: str, **params: object) -> Json:
    return {"terms": {"script": {"source": source, "params": params}}}
