"""Pages of events in exact order: the engine sorts by one number, and the ties that it leaves are sorted here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from venus_logging.event import order_key
from venus_logging.query import Window
from venus_logging.store._types import Page
from venus_logging.store.embedded.compiling import Compiler, all_of, number_range
from venus_logging.store.embedded.schema import NUMBER, TS
from venus_logging.store.indexing import clamped
from venus_logging.store.placing import UNKNOWN, key_of_cursor, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import tantivy

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query
    from venus_logging.store._types import Cursor
    from venus_logging.store.embedded.days import Day, Days
    from venus_logging.store.placing import Key

__all__ = ["page"]

_LEVELS: Final = (TS, NUMBER)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the events behind a cursor: a window, perhaps only some numbers, perhaps only behind a key."""

    window: Window
    levels: tuple[str, ...] = _LEVELS
    numbers: tuple[int | None, int | None] | None = None
    behind: Key | None = None


def page(
    days: Days, fields: FieldTable, query: Query, window: Window, limit: int, after: Cursor | None, *, newest: bool
) -> Page:
    """A page as ``Store.search`` gives it.

    Args:
        days: the days of the store.
        fields: what may be named.
        query: the question.
        window: when.
        limit: how many events at most.
        after: where the page before ended.
        newest: newest first, else oldest first.
    """
    total = 0
    for day in days.within(window):
        total += day.count(Compiler(day, fields).query(query.filter, window))
    parts = [_Part(window)] if after is None else _behind(window, key_of_cursor(after), newest=newest)
    rows: list[tuple[Key, Event]] = []
    for part in parts:
        if len(rows) <= limit:
            rows += _merged(days, fields, query, part, limit + 1 - len(rows), newest=newest)
    events = tuple(event for _, event in rows[:limit])
    return Page(events, order_key(events[-1]) if events and len(rows) > limit else None, total)


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


def _merged(
    days: Days, fields: FieldTable, query: Query, part: _Part, want: int, *, newest: bool
) -> list[tuple[Key, Event]]:
    """The first rows of a part over all days; broken clocks stand where their time says."""
    dated: list[tuple[Key, Event]] = []
    strayed: list[tuple[Key, Event]] = []
    for name, folders in groupby(days.within(part.window, newest=newest), key=attrgetter("name")):
        rows = strayed if name == UNKNOWN else dated
        rest = want - len(rows)
        if rest > 0:
            found = [row for day in folders for row in _first(day, fields, query, rest, part, newest=newest)]
            rows += sorted(found, key=_key, reverse=newest)[:rest]
    return sorted(dated + strayed, key=_key, reverse=newest)[:want] if strayed else dated


def _first(
    day: Day, fields: FieldTable, query: Query, want: int, part: _Part, *, newest: bool
) -> list[tuple[Key, Event]]:
    """The first rows of a folder, in order."""
    compiled = Compiler(day, fields).query(query.filter, part.window)
    if part.numbers is not None:
        compiled = all_of(compiled, number_range(day, NUMBER, *part.numbers))
    if part.levels:
        return _ranked(day, compiled, want, part.levels, newest=newest)
    rows = _loaded(day, day.any(compiled, max(1, day.count(compiled))), newest=newest)
    if part.behind is not None:
        end = part.behind
        rows = [row for row in rows if (row[0] < end if newest else row[0] > end)]
    return rows[:want]


def _ranked(
    day: Day, query: tantivy.Query, want: int, levels: tuple[str, ...], *, newest: bool
) -> list[tuple[Key, Event]]:
    """The first rows by some numbers; the tie that the end would cut is ranked by the next number, at last by uid."""
    if not levels:
        return _loaded(day, day.any(query, max(1, day.count(query))), newest=newest)[:want]
    found = day.top(query, want + 1, levels[0], newest=newest)
    if len(found) <= want or found[want][0] != found[want - 1][0]:
        return _loaded(day, (address for _, address in found[:want]), newest=newest)
    edge = found[want][0]
    whole = [address for number, address in found if number != edge]
    tie = all_of(query, number_range(day, levels[0], edge, edge))
    rest = _ranked(day, tie, want - len(whole), levels[1:], newest=newest)
    return _loaded(day, whole, newest=newest) + rest


def _loaded(day: Day, addresses: Iterable[tantivy.DocAddress], *, newest: bool) -> list[tuple[Key, Event]]:
    events = (day.event(address) for address in addresses)
    return sorted(((sort_key(event), event) for event in events), key=_key, reverse=newest)


def _key(row: tuple[Key, Event]) -> Key:
    return row[0]
