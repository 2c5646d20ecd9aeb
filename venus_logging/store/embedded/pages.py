"""Pages of events in exact order: the engine sorts by one number, and the ties that it leaves are sorted here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from venus_logging.event import order_key
from venus_logging.query import Window
from venus_logging.store._types import Cost, Page
from venus_logging.store.embedded.compiling import Compiler, all_of, number_range, span_of
from venus_logging.store.embedded.schema import NUMBER, TS
from venus_logging.store.indexing import clamped
from venus_logging.store.placing import UNKNOWN, key_of_cursor, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import tantivy

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query
    from venus_logging.store._types import Cursor
    from venus_logging.store.embedded.days import Day, Days
    from venus_logging.store.placing import Key

__all__ = ["ends", "page"]

_LEVELS: Final = (TS, NUMBER)
Make: TypeAlias = "Callable[[Day, Window], tantivy.Query]"
"""The query of a day, within a window."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the events behind a cursor: a window, perhaps only some numbers, perhaps only behind a key."""

    window: Window
    levels: tuple[str, ...] = _LEVELS
    numbers: tuple[int | None, int | None] | None = None
    behind: Key | None = None


@dataclass(slots=True)
class _Rows:
    """Rows found so far, of days and of broken clocks, how many there are in all, and how many folders were read."""

    dated: list[tuple[Key, Event]] = field(default_factory=list)
    strayed: list[tuple[Key, Event]] = field(default_factory=list)
    total: int = 0
    read: int = 0


def page(
    days: Days, fields: FieldTable, query: Query, window: Window, limit: int, after: Cursor | None, *, newest: bool,
    count: bool = True,
) -> Page:  # fmt: skip
    """A page as ``Store.search`` gives it.

    Args:
        days: the days of the store.
        fields: what may be named.
        query: the question.
        window: when.
        limit: how many events at most.
        after: where the page before ended.
        newest: newest first, else oldest first.
        count: whether to say how many there are in all; without it, days behind the page's end are not read.
    """

    def make(day: Day, inside: Window) -> tantivy.Query:
        return Compiler(day, fields).query(query.filter, inside)

    if after is None:
        found = _merged(days, make, _Part(window), limit + 1, newest=newest, count=count)
        rows, total, read = _sorted(found, newest=newest), found.total, found.read
    else:
        rows, total, read = [], 0, 0
        for part in _behind(window, key_of_cursor(after), newest=newest):
            if len(rows) <= limit:
                found = _merged(days, make, part, limit + 1 - len(rows), newest=newest, count=False)
                rows += _sorted(found, newest=newest)[: limit + 1 - len(rows)]
                read = max(read, found.read)
        if count:
            total = sum(day.count(make(day, window)) for day in days.within(window))
    events = tuple(event for _, event in rows[:limit])
    following = order_key(events[-1]) if events and len(rows) > limit else None
    return Page(events, following, total if count else None, cost=Cost(read))


def ends(days: Days, make: Callable[[Day], tantivy.Query], window: Window, *, newest: bool) -> Event | None:
    """The first or last event of some, None if there is none.

    Args:
        days: the days of the store.
        make: the query of a day.
        window: when.
        newest: the last, else the first.
    """

    def inside(day: Day, window: Window) -> tantivy.Query:
        within = span_of(day, window)
        return make(day) if within is None else all_of(make(day), within)

    rows = _sorted(_merged(days, inside, _Part(window), 1, newest=newest, count=False), newest=newest)
    return rows[0][1] if rows else None


def _behind(window: Window, key: Key, *, newest: bool) -> Iterator[_Part]:
    """What lies behind a key, nearest first: the same time and number, the same time, other times."""
    ns, number, _ = key
    near = clamped(number)
    if ns in window:
        instant = Window(ns, ns + 1)
        yield _Part(instant, (), (near, near), key)
        yield _Part(instant, (NUMBER,), (None, near - 1) if newest else (near + 1, None))
    if newest:
        yield _Part(Window(window.start, ns if window.end is None else min(ns, window.end)))
    else:
        yield _Part(Window(ns + 1 if window.start is None else max(ns + 1, window.start), window.end))


def _merged(days: Days, make: Make, part: _Part, want: int, *, newest: bool, count: bool) -> _Rows:
    """The first rows of a part over all days; if nobody counts, days behind them are not opened."""
    found = _Rows()
    for name, paths in days.named(part.window, newest=newest):
        rows = found.strayed if name == UNKNOWN else found.dated
        rest = want - len(rows)
        if rest <= 0 and not count:
            continue
        more: list[tuple[Key, Event]] = []
        for day in days.opened(name, paths):
            found.read += 1
            query = make(day, part.window)
            if rest <= 0:
                found.total += day.count(query)
            else:
                amount, first = _first(day, query, rest, part, newest=newest)
                found.total += amount
                more += first
        rows += sorted(more, key=_key, reverse=newest)[:rest] if more else ()
    return found


def _sorted(found: _Rows, *, newest: bool) -> list[tuple[Key, Event]]:
    """All rows; broken clocks stand where their time says."""
    return sorted(found.dated + found.strayed, key=_key, reverse=newest) if found.strayed else found.dated


def _first(
    day: Day, query: tantivy.Query, want: int, part: _Part, *, newest: bool
) -> tuple[int, list[tuple[Key, Event]]]:
    """How many there are in a folder, and the first rows in order."""
    if part.numbers is not None:
        query = all_of(query, number_range(day, NUMBER, *part.numbers))
    if part.levels:
        return _ranked(day, query, want, part.levels, newest=newest)
    rows = _loaded(day, day.any(query, max(1, day.count(query))), newest=newest)
    if part.behind is not None:
        end = part.behind
        rows = [row for row in rows if (row[0] < end if newest else row[0] > end)]
    return len(rows), rows[:want]


def _ranked(
    day: Day, query: tantivy.Query, want: int, levels: tuple[str, ...], *, newest: bool
) -> tuple[int, list[tuple[Key, Event]]]:
    """The first rows by some numbers; the tie that the end would cut is ranked by the next number, at last by uid."""
    if not levels:
        rows = _loaded(day, day.any(query, max(1, day.count(query))), newest=newest)
        return len(rows), rows[:want]
    total, found = day.top(query, want + 1, levels[0], newest=newest)
    if len(found) <= want or found[want][0] != found[want - 1][0]:
        return total, _loaded(day, (address for _, address in found[:want]), newest=newest)
    edge = found[want][0]
    whole = [address for number, address in found if number != edge]
    tie = all_of(query, number_range(day, levels[0], edge, edge))
    _, rest = _ranked(day, tie, want - len(whole), levels[1:], newest=newest)
    return total, _loaded(day, whole, newest=newest) + rest


def _loaded(day: Day, addresses: Iterable[tantivy.DocAddress], *, newest: bool) -> list[tuple[Key, Event]]:
    events = (day.event(address) for address in addresses)
    return sorted(((sort_key(event), event) for event in events), key=_key, reverse=newest)


def _key(row: tuple[Key, Event]) -> Key:
    return row[0]
