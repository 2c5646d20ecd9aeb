"""Open days: a searcher for each folder of a day, which sees every commit, also those of another process."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

import tantivy

from venus_logging.event.json import decode
from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import Window
from venus_logging.store.embedded.schema import EVENT, open_index
from venus_logging.store.embedded.shadow import Shadow
from venus_logging.store.placing import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.store.embedded.layout import Layout

__all__ = ["Day", "Days"]

MOST_OPEN: Final = 400
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
        fields = json.loads(self._meta.read_bytes())["schema"]
        self.columns = frozenset(each["name"] for each in fields)
        self.fast = frozenset(each["name"] for each in fields if each["options"]["fast"])
        self.span = _ALWAYS if name == UNKNOWN else _span(name)

    def refresh(self) -> None:
        """Sees what was committed since."""
        state = self._state()
        if state != self._seen:
            self._shadow.refresh()
            self._index.reload()
            self.searcher = self._index.searcher()
            self._seen = state

    def count(self, query: tantivy.Query) -> int:
        """How many events a query finds."""
        answer: Any = self.searcher.search(query, 1, True)  # the stubs lack its count
        return int(answer.count)

    def top(
        self, query: tantivy.Query, limit: int, field: str, *, newest: bool
    ) -> list[tuple[int, tantivy.DocAddress]]:
        """The first places by a number, with the number; equal ones in any order."""
        order = tantivy.Order.Desc if newest else tantivy.Order.Asc
        hits: list[tuple[int, tantivy.DocAddress]] = self.searcher.search(query, limit, False, field, 0, order).hits
        return hits

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
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._open: OrderedDict[Path, Day] = OrderedDict()

    def within(self, window: Window = _ALWAYS, *, newest: bool = False) -> Iterator[Day]:
        """The days that may hold events of a window, in their order, ``unknown`` last; all folders, each as of now."""
        days = self._layout.days()
        unknown = days.pop(UNKNOWN, [])
        names = sorted(days, reverse=newest)
        for name in names:
            if _meet(_span(name), window):
                yield from self._get(name, days[name])
        yield from self._get(UNKNOWN, unknown)

    def of(self, name: str) -> list[Day]:
        """The folders of one day as of now."""
        return list(self._get(name, self._layout.days().get(name, [])))

    def close(self) -> None:
        """Lets go of all days."""
        while self._open:
            self._open.popitem()[1].close()

    def _get(self, name: str, paths: Iterable[Path]) -> Iterator[Day]:
        """The folders of a day, unless it was dropped meanwhile."""
        for path in paths:
            try:
                day = self._fresh(name, path)
            except (FileNotFoundError, ValueError):
                if path.exists():
                    raise
                if path in self._open:
                    self._open.pop(path).close()
                continue
            yield day

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


def _span(name: str) -> Window:
    start = to_ns(f"{name}T00:00:00Z")
    return Window(start, start + _DAY_NS)


def _meet(one: Window, other: Window) -> bool:
    """Whether two windows, the first of them closed, share an instant."""
    assert one.start is not None
    assert one.end is not None
    return (other.end is None or one.start < other.end) and (other.start is None or other.start < one.end)
