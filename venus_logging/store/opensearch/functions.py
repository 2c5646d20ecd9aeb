"""What a table takes of the events of each group, by the engine's own means, and how far off that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging.event.time import from_ns
from venus_logging.query.matching import cell, storage_of
from venus_logging.query.tables import field_of

if TYPE_CHECKING:
    from venus_logging.query import Field
    from venus_logging.query.tables import Cell
    from venus_logging.query.tree import Function
    from venus_logging.store.opensearch.asking import Json
    from venus_logging.store.opensearch.layout import Layout

__all__ = ["ENDS", "Taken"]

ENDS: Final = ("first", "last")
"""Functions that are the value of one event."""

_DIGITS: Final = 3
_COMPRESSION: Final = 1_000
_THRESHOLDS: Final = {True: 40_000, False: 3_000}
_BOUNDS_OF_DISTINCT: Final = {True: 0.01, False: 0.03}
_BOUND_OF_SUMS: Final = 1e-12
_BOUND_OF_PERCENTILES: Final = 10.0**-_DIGITS
_BOUND_OF_DIGESTS: Final = 0.05
"""What t-digests keep in practice; nothing is promised of them."""

_EXACT: Final = 2**53
"""Whole numbers up to this are exact in the engine, which calculates with doubles."""


class Taken:
    """One function of a table.

    Args:
        function: which.
        layout: of the indexes.
        single: whether there is one group only, for which the engine may keep more.
    """

    def __init__(self, function: Function, layout: Layout, *, single: bool) -> None:
        assert function.field is not None
        self.function = function
        self.field: Field = field_of(layout.fields, function.field)
        self._layout = layout
        self._storage = storage_of(self.field)
        self._has = layout.compiler.has(self.field)
        self._single = single

    @property
    def counts_values(self) -> bool:
        """Whether the function is the number of distinct values."""
        return self.function.name == "count_distinct"

    @property
    def keeps_much(self) -> bool:
        """Whether the engine keeps more than some numbers for each group."""
        return self.function.name not in ("sum", "avg", "min", "max")

    @property
    def negative(self) -> Json:
        """Events with a number below zero."""
        return {"range": {self._layout.path(self.field): {"lt": 0}}}

    def aggregation(self, *, negative: bool) -> Json:
        """What the engine is asked for each group.

        Args:
            negative: whether there are numbers below zero, of which it has percentiles without a bound only.
        """
        name = self.function.name
        if name in ENDS:
            return self._end(self._layout.order(newest=name == "last"), self._layout.sources(self.field))
        if self.counts_values:
            values = self._layout.key(self.field.name).source["terms"]
            return {"cardinality": {**values, "precision_threshold": _THRESHOLDS[self._single]}}
        path = self._layout.path(self.field)
        if name in ("min", "max") and self._storage == "date":
            return self._end([self._layout.by_time(self.field, latest=name == "max")], [])
        if name == "p":
            how: Json = {"tdigest": {"compression": _COMPRESSION}}
            if not negative:
                how = {"hdr": {"number_of_significant_value_digits": _DIGITS}}
            values = {"percentiles": {"field": path, "percents": [self.function.argument], "keyed": False, **how}}
            # NOTE: the histogram of the engine dies of a number below zero.
            return values if negative else {"filter": _not(self.negative), "aggs": {"taken": values}}
        return {name: {"field": path}}

    def read(self, answer: Json) -> Cell:
        """The cell of the engine's answer."""
        answer = answer.get("taken", answer)
        if "hits" in answer:
            hits = answer["hits"]["hits"]
            if not hits:
                return None
            if self.function.name in ENDS:
                return cell(self._layout.event(hits[0]), self.field)
            return from_ns(hits[0]["sort"][0])
        value: Any = answer["values"][0]["value"] if "values" in answer else answer["value"]
        if value is None:
            return None
        whole = self.counts_values or (self._storage == "integer" and self.function.name != "avg")
        return round(value) if whole else float(value) + 0.0

    def bound(self, value: Cell, *, negative: bool) -> float:
        """How far the engine's value may be off, relatively."""
        name = self.function.name
        if name == "p":
            return _BOUND_OF_DIGESTS if negative else _BOUND_OF_PERCENTILES
        if name == "count_distinct":
            return _BOUNDS_OF_DISTINCT[self._single]
        if name == "avg" or (name == "sum" and self._storage == "number"):
            return _BOUND_OF_SUMS
        return _BOUND_OF_SUMS if isinstance(value, int) and abs(value) > _EXACT else 0.0

    def _end(self, sort: list[Json], source: list[str]) -> Json:
        """The first event by an order that has the field."""
        hits = {"size": 1, "sort": sort, "_source": source or False}
        return {"filter": self._has, "aggs": {"taken": {"top_hits": hits}}}


def _not(query: Json) -> Json:
    return {"bool": {"must_not": [query]}}
