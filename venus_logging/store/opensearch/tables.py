"""Tables counted by the engine: every group of them, page by page, and what is taken of each group's events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.query.stages import MOST_GROUPS, finish, stats_of
from venus_logging.query.tables import Cost, columns_of
from venus_logging.store.grouping import evaluate, group_field
from venus_logging.store.opensearch.compiling import all_of
from venus_logging.store.opensearch.functions import ENDS, Taken
from venus_logging.store.opensearch.keys import composite, group_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from venus_logging.event import Event
    from venus_logging.query import Query, Table, Window
    from venus_logging.query.tables import Cell
    from venus_logging.store.grouping import Group
    from venus_logging.store.opensearch.asking import Asker, Json
    from venus_logging.store.opensearch.layout import Layout

    Ask: TypeAlias = Callable[[Json], Json]
    Cells: TypeAlias = dict[int, Cell]
    """Of the functions, by their place."""

__all__ = ["table"]

_PAGE: Final = 10_000
"""Groups that the engine gives at once."""

_PAGE_OF_VALUES: Final = 1_000
"""Groups at once if the engine keeps more than a count for each."""

_MOST_PAIRS: Final = 20_000
"""Events, or pairs of group and value, that are fetched so that a function of them is exact."""


def table(asker: Asker, layout: Layout, query: Query, window: Window) -> Table:
    """A table as ``Store.run`` gives it.

    Args:
        asker: asks the indexes.
        layout: of the indexes.
        query: the question.
        window: when.

    Raises:
        QueryLimitError: there are more than 65,000 groups.
    """
    return _Counting(asker, layout, query, window).table()


class _Counting:
    """One question for a table."""

    def __init__(self, asker: Asker, layout: Layout, query: Query, window: Window) -> None:
        stats = stats_of(query)
        fields, compiler = layout.fields, layout.compiler
        columns_of(stats, fields)  # says what does not go together
        self._asker = asker
        self._fields = fields
        self._query = query
        self._window = window
        self._base: Json = {"query": compiler.query(query.filter, window), "size": 0, "track_total_hits": True}
        self._layout = layout
        self._keys = [layout.key(key) for key in stats.by]
        named = (group_field(fields, key) for key in stats.by if isinstance(key, str))
        self._having = all_of(*map(compiler.has, named))
        self._functions = stats.functions
        self._places = range(len(stats.functions))
        taken = {
            place: Taken(function, layout, single=not stats.by)
            for place, function in enumerate(stats.functions)
            if function.field is not None
        }
        self._ends = {place: each for place, each in taken.items() if each.function.name in ENDS}
        self._values = {place: each for place, each in taken.items() if place not in self._ends}

    def table(self) -> Table:
        """The table."""
        if not self._values:
            return self._table(lambda body: self._asker.search({**self._base, **body}, self._window))
        # NOTE: what is asked twice must be of the same events.
        with self._asker.snapshot(self._window) as ask:
            return self._table(lambda body: ask({**self._base, **body}))

    def _table(self, ask: Ask) -> Table:
        first = ask(self._request(self._ends))
        cost = Cost(first["_shards"]["total"])
        if "aggregations" not in first:  # no day of the window is there
            none = [evaluate(function, [], self._fields) for function in self._functions]
            return finish(self._query, self._fields, {} if self._keys else {(): none}, cost=cost)
        counts: dict[Group, int] = {}
        cells: dict[Group, Cells] = {}
        for group, count, bucket in self._groups(ask, first, self._ends):
            counts[group] = count
            cells[group] = {place: each.read(bucket[str(place)]) for place, each in self._ends.items()}
        bounds = self._take(ask, first, cells) if self._values and len(counts) <= MOST_GROUPS else {}
        return finish(
            self._query,
            self._fields,
            {group: [cells[group].get(place, count) for place in self._places] for group, count in counts.items()},
            other=first["hits"]["total"]["value"] - first["aggregations"]["having"]["doc_count"],
            bounds=[bounds.get(place, 0.0) for place in self._places],
            cost=cost,
        )

    def _request(self, taken: Mapping[int, Taken], *, negative: bool = False) -> Json:
        """What is asked of every group, or of all events if there are no keys."""
        inner = {str(place): each.aggregation(negative=negative) for place, each in taken.items()}
        outer: Json = {"having": {"filter": self._having}}
        for place, each in self._values.items():
            if each.function.name == "p":
                outer[f"least-{place}"] = {"min": {"field": self._layout.path(each.field)}}
        if not self._keys:
            return {"aggs": outer | inner}
        groups: Json = {"composite": composite(self._keys, self._size(taken))}
        return {"aggs": outer | {"groups": groups | ({"aggs": inner} if inner else {})}}

    @staticmethod
    def _size(taken: Mapping[int, Taken]) -> int:
        return _PAGE_OF_VALUES if taken else _PAGE

    def _groups(self, ask: Ask, page: Json, taken: Mapping[int, Taken]) -> Iterator[tuple[Group, int, Json]]:
        """Every group, from the first page on, with its count and what was taken; not many more than are possible.

        Pages split the groups, so that no event is counted twice, whatever is written meanwhile.
        """
        if not self._keys:
            yield (), page["hits"]["total"]["value"], page["aggregations"]
            return
        body = self._request(taken)
        seen = 0
        while True:
            found = page["aggregations"]["groups"]
            for bucket in found["buckets"]:
                group = group_of(bucket, self._keys)
                if group is not None:
                    yield group, bucket["doc_count"], bucket
            seen += len(found["buckets"])
            if len(found["buckets"]) < self._size(taken) or seen > MOST_GROUPS:
                return
            body["aggs"]["groups"]["composite"]["after"] = found["after_key"]
            page = ask(body)

    def _take(self, ask: Ask, first: Json, cells: dict[Group, Cells]) -> dict[int, float]:
        """Adds the values of functions to the groups; the bounds of what is not exact."""
        if first["hits"]["total"]["value"] <= _MOST_PAIRS:
            self._count_values(ask, self._values, cells)
            return {}
        least = (first["aggregations"].get(f"least-{place}", {}).get("value") for place in self._values)
        negative = any(number is not None and number < 0 for number in least)
        bounds: dict[int, float] = {}
        request = self._request(self._values, negative=negative)
        for group, _, bucket in self._groups(ask, ask(request), self._values):
            for place, each in self._values.items():
                value = each.read(bucket[str(place)])
                cells[group][place] = value
                bounds[place] = max(bounds.get(place, 0.0), each.bound(value))
        for place, each in self._values.items():
            distinct = sum(int(str(found[place])) for found in cells.values()) if each.counts_values else _MOST_PAIRS
            if distinct < _MOST_PAIRS:
                self._count_values(ask, {place: each}, cells)
                bounds[place] = 0.0
        return bounds

    def _count_values(self, ask: Ask, taken: Mapping[int, Taken], cells: dict[Group, Cells]) -> None:
        """Adds exact values of functions, from every value of each group and how often it occurs."""
        for name in {each.field.name for each in taken.values()}:
            events = self._events(ask, name)
            for place, each in taken.items():
                if each.field.name == name:
                    for group, found in cells.items():
                        found[place] = evaluate(each.function, events.get(group, ()), self._fields)

    def _events(self, ask: Ask, name: str) -> dict[Group, list[Event]]:
        """By group, as many events as there are, with nothing but their value of one field."""
        keys = [*self._keys, self._layout.key(name)]
        events: dict[Group, list[Event]] = {}
        after: Json = {}
        while True:
            pairs = {"composite": composite(keys, _PAGE) | after}
            found = ask({"track_total_hits": False, "aggs": {"pairs": pairs}})["aggregations"]["pairs"]
            for bucket in found["buckets"]:
                pair = group_of(bucket, keys)
                if pair is not None:
                    events.setdefault(pair[:-1], []).extend([{name: pair[-1]}] * bucket["doc_count"])
            if len(found["buckets"]) < _PAGE:
                return events
            after = {"after": found["after_key"]}
