"""Open days: a searcher for each folder of a day, which sees every commit, also those of another process."""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import tantivy

from venus_logging.event.json import decode
from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import Window
from venus_logging.store.embedded.schema import EVENT, PRESENT, TS, columns_of, listed, open_index, typed_column
from venus_logging.store.embedded.shadow import Shadow
from venus_logging.store.placing import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.query import Field
    from venus_logging.store._types import Watch
    from venus_logging.store.embedded.layout import Layout

__all__ = ["Day", "Days"]

MOST_OPEN: Final = 400
_TRIES: Final = 5
_DAY_NS: Final = 86_400 * SECOND
_ALWAYS: Final = Window()


class Day:
    """One index of a day as it was at its last commit.

    A day has a second one if its fields changed while it was written.

    Args:
        name: the day, or ``unknown``.
        path: the folder.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self._meta = path / "meta.json"
        self._seen = self._state()
        self._shadow = Shadow(path)
        try:
            self._shadow.refresh()
            self._index = open_index(self._shadow.path)
        except BaseException:
            self._shadow.close()
            raise
        self.schema = self._index.schema
        self.searcher = self._index.searcher()
        self.columns, self.fast = columns_of(json.loads(self._meta.read_bytes()))
        self.span = _ALWAYS if name == UNKNOWN else _span(name)

    def refresh(self) -> None:
        """Sees what was committed since."""
        state = self._state()
        if state != self._seen:
            self._shadow.refresh()
            self._index.reload()
            self.searcher = self._index.searcher()
            self._seen = state

    def holds(self, field: Field) -> bool:
        """Whether values of a field are indexed here; not, if the field is newer or had another type."""
        return typed_column(field) in self.columns

    def is_single(self, field: Field) -> bool:
        """Whether no event has more than one value of a field."""
        if field.many or field.kind == "free":
            return False
        return self.searcher.doc_freq(PRESENT, listed(field.name)) == 0

    def count(self, query: tantivy.Query) -> int:
        """How many events a query finds."""
        answer: Any = self.searcher.search(query, 1, True)  # the stubs lack its count
        return int(answer.count)

    def top(
        self, query: tantivy.Query, limit: int, field: str, *, newest: bool
    ) -> tuple[int, list[tuple[int, tantivy.DocAddress]]]:
        """How many events a query finds, and the first places by a number, with it; equal ones in any order."""
        order = tantivy.Order.Desc if newest else tantivy.Order.Asc
        answer: Any = self.searcher.search(query, limit, True, field, 0, order)
        return int(answer.count), answer.hits

    def span_of(self, query: tantivy.Query) -> tuple[int, int] | None:
        """The first and the last time of the events that a query finds, None if there are none."""
        found, first = self.top(query, 1, TS, newest=False)
        return (first[0][0], self.top(query, 1, TS, newest=True)[1][0][0]) if found else None

    def any(self, query: tantivy.Query, limit: int) -> list[tantivy.DocAddress]:
        """Places that a query finds, in any order."""
        return [address for _, address in self.searcher.search(query, limit, False).hits]

    def event(self, address: tantivy.DocAddress) -> Event:
        """The stored event at a place."""
        stored = self.searcher.doc(address).get_first(EVENT)
        event: Event = decode(str(stored).encode())
        return event

    def close(self) -> None:
        """Lets go of the files."""
        self._shadow.close()

    def _state(self) -> tuple[int, int, int]:
        stat = self._meta.stat()
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


class Days:
    """The days of a store; those used last stay open.

    Args:
        layout: the folder.
        watch: is told how many days were read of how many, before each and at the end.
    """

    def __init__(self, layout: Layout, watch: Watch | None = None) -> None:
        self._layout = layout
        self._watch = watch
        self._open: OrderedDict[Path, Day] = OrderedDict()
        self._valid: Mapping[str, Iterable[Path]] = {}

    def within(self, window: Window = _ALWAYS, *, newest: bool = False) -> Iterator[Day]:
        """The days that may hold events of a window, in their order, ``unknown`` last; all folders, each as of now."""
        for name, paths in self.named(window, newest=newest):
            yield from self.opened(name, paths)

    def named(self, window: Window = _ALWAYS, *, newest: bool = False) -> Iterator[tuple[str, list[Path]]]:
        """The names and folders of the same days, none of them opened."""
        days = self._layout.days()
        self._forget(days)
        names = [name for name in days if name != UNKNOWN and _meet(_span(name), window)]
        there = [(name, days[name]) for name in (reversed(names) if newest else names)]
        there += [(UNKNOWN, days[UNKNOWN])] if UNKNOWN in days else []
        for done, each in enumerate(there):
            if self._watch is not None:
                self._watch(done, len(there))
            yield each
        if self._watch is not None:
            self._watch(len(there), len(there))

    def of(self, name: str) -> list[Day]:
        """The folders of one day as of now, none if there is no such day."""
        return self.opened(name, self._layout.days().get(name, []))

    def opened(self, name: str, paths: list[Path]) -> list[Day]:
        """The folders of one day as of now, none if it was dropped meanwhile.

        Args:
            name: the day.
            paths: its folders when they were looked for.

        Raises:
            OSError, ValueError: one of them cannot be opened, or they change too fast.
        """
        for _ in range(_TRIES):
            try:
                # NOTE: all before any is asked: a day that is made anew meanwhile is then seen whole, before or after.
                return [self._fresh(name, path) for path in paths]
            except (OSError, ValueError):
                if all(path.exists() for path in paths):
                    raise
                days = self._layout.days()
                self._forget(days)
                paths = days.get(name, [])
        raise OSError(f"day {name} is changing too fast to be read")

    def close(self) -> None:
        """Lets go of all days."""
        while self._open:
            self._open.popitem()[1].close()

    def _forget(self, days: Mapping[str, Iterable[Path]]) -> None:
        """Lets go of the folders that are gone."""
        if days is self._valid:
            return
        self._valid = days
        valid = {path for paths in days.values() for path in paths}
        for path in self._open.keys() - valid:
            self._open.pop(path).close()

    def _fresh(self, name: str, path: Path) -> Day:
        day = self._open.get(path)
        if day is None:
            day = self._open[path] = Day(name, path)
        else:
            self._open.move_to_end(path)
            day.refresh()
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return day


@lru_cache(maxsize=4_096)
def _span(name: str) -> Window:
    start = to_ns(f"{name}T00:00:00Z")
    return Window(start, start + _DAY_NS)


def _meet(one: Window, other: Window) -> bool:
    """Whether two windows, the first of them closed, share an instant."""
    assert one.start is not None
    assert one.end is not None
    return (other.end is None or one.start < other.end) and (other.start is None or other.start < one.end)
