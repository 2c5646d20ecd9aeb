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

_NEGATIVE: Final = "negative-"
_PAGE: Final = 10_000
"""Groups that the engine gives at once."""

_PAGE_OF_EVENTS: Final = 1_000
"""Groups at once if the engine keeps more than some numbers for each."""

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


class _MovedError(Exception):
    """Between two requests events were written that the question finds."""


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
        named = [group_field(fields, key) for key in stats.by if isinstance(key, str)]
        # NOTE: an event is in one group only, unless a key may have several values.
        several = any(field.many or field.kind == "free" for field in named)
        self._having = all_of(*map(compiler.has, named)) if several else None
        self._functions = stats.functions
        self._places = range(len(stats.functions))
        taken = {
            place: Taken(function, layout, single=not stats.by)
            for place, function in enumerate(stats.functions)
            if function.field is not None
        }
        self._taken = taken
        self._size = _PAGE_OF_EVENTS if any(each.keeps_much for each in taken.values()) else _PAGE

    def table(self) -> Table:
        """The table."""
        try:
            return self._table(lambda body: self._asker.search({**self._base, **body}, self._window))
        except _MovedError:
            with self._asker.snapshot(self._window) as ask:
                return self._table(lambda body: ask({**self._base, **body}))

    def _table(self, ask: Ask) -> Table:
        request = self._request(negative=False)
        first = ask(request)
        found = first.get("aggregations", {})
        negative = any(each["doc_count"] for name, each in found.items() if name.startswith(_NEGATIVE))
        if negative:
            request = self._request(negative=True)
            first = ask(request)
        cost = Cost(first["_shards"]["total"])
        if not first["_shards"]["total"]:  # no day of the window is there
            none = [evaluate(function, [], self._fields) for function in self._functions]
            return finish(self._query, self._fields, {} if self._keys else {(): none}, cost=cost)
        total = _total(first)
        counts: dict[Group, int] = {}
        cells: dict[Group, Cells] = {}
        for group, count, bucket in self._groups(ask, request, first):
            counts[group] = count
            cells[group] = {place: each.read(bucket[str(place)]) for place, each in self._taken.items()}
        bounds = self._bounds(cells, negative=negative)
        exact = self._few(total, cells) if len(counts) <= MOST_GROUPS else {}
        self._count_values(ask, total, exact, cells)
        return finish(
            self._query,
            self._fields,
            {group: [cells[group].get(place, count) for place in self._places] for group, count in counts.items()},
            other=self._other(first, counts) if self._keys else 0,
            bounds=[0.0 if place in exact else bounds.get(place, 0.0) for place in self._places],
            cost=cost,
        )

    def _request(self, *, negative: bool) -> Json:
        """What is asked of every group, or of all events if there are no keys."""
        inner = {str(place): each.aggregation(negative=negative) for place, each in self._taken.items()}
        outer: Json = {} if self._having is None else {"having": {"filter": self._having}}
        if not negative:
            outer |= {
                f"{_NEGATIVE}{place}": {"filter": each.negative}
                for place, each in self._taken.items()
                if each.function.name == "p"
            }
        if not self._keys:
            return {"aggs": outer | inner}
        groups: Json = {"composite": composite(self._keys, self._size)}
        return {"aggs": outer | {"groups": groups | ({"aggs": inner} if inner else {})}}

    def _groups(self, ask: Ask, request: Json, page: Json) -> Iterator[tuple[Group, int, Json]]:
        """Every group, from the first page on, with its count and what was taken; not many more than are possible.

        Pages split the groups, so that no event is counted twice, whatever is written meanwhile.
        """
        if not self._keys:
            yield (), _total(page), page.get("aggregations", {})
            return
        seen = 0
        while True:
            found = page["aggregations"]["groups"]
            for bucket in found["buckets"]:
                group = group_of(bucket, self._keys)
                if group is not None:
                    yield group, bucket["doc_count"], bucket
            seen += len(found["buckets"])
            if len(found["buckets"]) < self._size or seen > MOST_GROUPS:
                return
            request["aggs"]["groups"]["composite"]["after"] = found["after_key"]
            page = ask(request)

    def _other(self, first: Json, counts: Mapping[Group, int]) -> int:
        """How many events found are in no group."""
        having = sum(counts.values()) if self._having is None else first["aggregations"]["having"]["doc_count"]
        return max(0, _total(first) - having)

    def _bounds(self, cells: Mapping[Group, Cells], *, negative: bool) -> dict[int, float]:
        """How far the values of each function may be off."""
        return {
            place: max((each.bound(found[place], negative=negative) for found in cells.values()), default=0.0)
            for place, each in self._taken.items()
        }

    def _few(self, total: int, cells: Mapping[Group, Cells]) -> dict[int, Taken]:
        """The functions whose values are few enough to be fetched, so that they are exact."""
        values = {place: each for place, each in self._taken.items() if each.function.name not in ENDS}
        if total <= _MOST_PAIRS:
            return values
        distinct = {place: each for place, each in values.items() if each.counts_values}
        return {
            place: each
            for place, each in distinct.items()
            if sum(int(str(found[place])) for found in cells.values()) <= _MOST_PAIRS
        }

    def _count_values(self, ask: Ask, total: int, taken: Mapping[int, Taken], cells: dict[Group, Cells]) -> None:
        """Adds exact values of functions, from every value of each group and how often it occurs."""
        for name in {each.field.name for each in taken.values()}:
            once = all(each.counts_values for each in taken.values() if each.field.name == name)
            events = self._events(ask, total, name, once=once)
            for place, each in taken.items():
                if each.field.name == name:
                    for group, found in cells.items():
                        found[place] = evaluate(each.function, events.get(group, ()), self._fields)

    def _events(self, ask: Ask, total: int, name: str, *, once: bool) -> dict[Group, list[Event]]:
        """By group, events with nothing but a value of one field: as many as there are, or one for each value."""
        keys = [*self._keys, self._layout.key(name)]
        events: dict[Group, list[Event]] = {}
        after: Json = {}
        while True:
            pairs = {"composite": composite(keys, _PAGE) | after}
            page = ask({"aggs": {"pairs": pairs}})
            if _total(page) != total:
                raise _MovedError
            found = page["aggregations"]["pairs"]
            for bucket in found["buckets"]:
                pair = group_of(bucket, keys)
                if pair is not None:
                    events.setdefault(pair[:-1], []).extend([{name: pair[-1]}] * (1 if once else bucket["doc_count"]))
            if len(found["buckets"]) < _PAGE:
                return events
            after = {"after": found["after_key"]}


def _total(answer: Json) -> int:
    return int(answer["hits"]["total"]["value"])
