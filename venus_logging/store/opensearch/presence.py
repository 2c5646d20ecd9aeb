"""Which fields events have: counted by the engine, named ones one by one, free ones by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.store.opensearch.template import FREE_NAMES, OURS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.query import Field, Query, Window
    from venus_logging.store.opensearch.asking import Asker, Json
    from venus_logging.store.opensearch.layout import Layout

__all__ = ["count_fields"]

_MOST_NAMES: Final = 10_000


def count_fields(asker: Asker, layout: Layout, fields: Iterable[Field], query: Query, window: Window) -> dict[str, int]:
    """How many of the events found have each field, by name.

    Args:
        asker: asks the indexes.
        layout: of the indexes.
        fields: those that are counted beside free ones.
        query: the question.
        window: when.
    """
    compiler = layout.compiler
    aggregations: Json = {
        "known": {"filters": {"filters": {field.name: compiler.has(field) for field in fields}}},
        "free": {"terms": {"field": f"{OURS}.{FREE_NAMES}", "size": _MOST_NAMES}},
    }
    body = {"query": compiler.query(query.filter, window), "size": 0, "aggs": aggregations}
    found = asker.search(body, window).get("aggregations")
    if found is None:
        return {}
    counts = {name: each["doc_count"] for name, each in found["known"]["buckets"].items() if each["doc_count"]}
    return counts | {each["key"]: each["doc_count"] for each in found["free"]["buckets"]}
