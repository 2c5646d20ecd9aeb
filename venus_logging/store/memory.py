"""The store in memory: plain Python, for tests and small questions, and the model that every other store must equal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Self

from venus_logging.event import order_key
from venus_logging.event.json import decode
from venus_logging.event.time import from_ns
from venus_logging.query import Query
from venus_logging.query.matching import matcher
from venus_logging.query.stages import finish, stats_of
from venus_logging.store._types import Cost, Info, Page, Rejected, WriteResult
from venus_logging.store.grouping import evaluate, field_infos, fields_of, grouper
from venus_logging.store.listing import is_listing, listed
from venus_logging.store.placing import days_before, key_of_cursor, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Table, Window
    from venus_logging.store._types import Cursor, FieldInfo, Order, Watch
    from venus_logging.store.grouping import Group
    from venus_logging.store.placing import Placed

__all__ = ["MemoryStore"]

_WATCHED: Final = 1_000
"""Events between two calls of a watch."""


class MemoryStore:
    """Events in a dict by uid; every question looks at all of them.

    Args:
        fields: what a question may name.
        watch: is told how many events were looked at, of how many.
    """

    def __init__(self, fields: FieldTable, watch: Watch | None = None) -> None:
        self._fields = fields
        self._watch = watch
        self._placed: dict[str, Placed] = {}

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """As ``Store.write``."""
        added = duplicate = 0
        rejected = []
        for event in events:
            placed = place(event, arrived)
            if isinstance(placed, str):
                rejected.append(Rejected(event, placed))
            elif placed.key[2] in self._placed:
                duplicate += 1
            else:
                self._placed[placed.key[2]] = placed
                added += 1
        return WriteResult(added, duplicate, tuple(rejected))

    def search(
        self,
        query: Query,
        window: Window,
        *,
        limit: int = 100,
        order: Order = "newest",
        after: Cursor | None = None,
        count: bool = True,
    ) -> Page:
        """As ``Store.search``."""
        newest = order == "newest"
        found = sorted(self._found(query, window), key=lambda placed: placed.key, reverse=newest)
        rest = found
        if after is not None:
            end = key_of_cursor(after)
            rest = [placed for placed in found if (placed.key < end if newest else placed.key > end)]
        events = tuple(decode(placed.line) for placed in rest[:limit])
        following = order_key(events[-1]) if events and len(rest) > limit else None
        return Page(events, following, len(found) if count else None, cost=self._cost)

    def get(self, uid: str, query: Query) -> Event | None:
        """As ``Store.get``."""
        placed = self._placed.get(uid)
        if placed is None or not matcher(query.filter, self._fields)(placed.event):
            return None
        event: Event = decode(placed.line)
        return event

    def run(self, query: Query, window: Window) -> Table:
        """As ``Store.run``."""
        if is_listing(query):
            return listed(self.search, query, window, self._fields)
        groups_of = grouper(query, self._fields)
        groups: dict[Group, list[Event]] = {} if stats_of(query).by else {(): []}
        other = 0
        for placed in sorted(self._found(query, window), key=lambda placed: placed.key):
            found = groups_of(placed.event)
            other += not found
            for group in found:
                groups.setdefault(group, []).append(placed.event)
        functions = stats_of(query).functions
        values = {
            group: [evaluate(function, events, self._fields) for function in functions]
            for group, events in groups.items()
        }
        return finish(query, self._fields, values, other=other, cost=self._cost)

    def fields(self, query: Query, window: Window) -> list[FieldInfo]:
        """As ``Store.fields``."""
        counts = Counter(
            name for placed in self._found(query, window) for name in fields_of(placed.event, self._fields)
        )
        return field_infos(counts, self._fields)

    def drop(self, before: str, *, dry_run: bool = False, only: Query | None = None) -> list[str]:
        """As ``Store.drop``."""
        days = days_before({placed.day for placed in self._placed.values()}, before)
        answers = matcher((only or Query()).filter, self._fields)
        gone = {uid: each.day for uid, each in self._placed.items() if each.day in days and answers(each.event)}
        if not dry_run:
            self._placed = {uid: placed for uid, placed in self._placed.items() if uid not in gone}
        return sorted(set(gone.values()))

    def info(self) -> Info:
        """As ``Store.info``; the bytes are those of the events as JSON."""
        all_ = self._placed.values()
        times = sorted(placed.key[0] for placed in all_)
        oldest, newest = (from_ns(times[0]), from_ns(times[-1])) if times else (None, None)
        sizes = Counter[str]()
        for placed in all_:
            sizes[placed.day] += len(placed.line)
        days = tuple(sorted(sizes))
        bytes_ = tuple(sizes[day] for day in days)
        return Info("memory:", len(times), days, oldest, newest, sizes.total(), bytes_)

    def close(self) -> None:
        """As ``Store.close``; the events stay."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def _cost(self) -> Cost:
        return Cost(len({placed.day for placed in self._placed.values()}))

    def _found(self, query: Query, window: Window) -> Iterator[Placed]:
        answers = matcher(query.filter, self._fields)
        for number, each in enumerate(self._placed.values()):
            if self._watch is not None and number % _WATCHED == 0:
                self._watch(number, len(self._placed))
            if each.key[0] in window and answers(each.event):
                yield each
