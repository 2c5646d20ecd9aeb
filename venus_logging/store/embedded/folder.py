"""The store in a folder: every method guards the engine and hands to the part that does the work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from venus_logging.errors import StoreError
from venus_logging.event.time import from_ns
from venus_logging.query.matching import matcher
from venus_logging.query.tree import All, Equal
from venus_logging.query.windows import Window
from venus_logging.store._types import Info
from venus_logging.store.embedded.compiling import Compiler, all_of
from venus_logging.store.embedded.days import Days
from venus_logging.store.embedded.guard import guard
from venus_logging.store.embedded.layout import Layout
from venus_logging.store.embedded.pages import page
from venus_logging.store.embedded.rewriting import rewrite
from venus_logging.store.embedded.tables import count_fields, table
from venus_logging.store.embedded.writing import Writer
from venus_logging.store.grouping import field_infos
from venus_logging.store.listing import is_listing, listed
from venus_logging.store.placing import days_before

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query
    from venus_logging.store._types import Cursor, FieldInfo, Order, Page, Table, Watch, WriteResult

__all__ = ["EmbeddedStore", "open_folder"]


def open_folder(folder: str, mode: Literal["r", "w"], fields: FieldTable, watch: Watch | None = None) -> EmbeddedStore:
    """Opens the store in a folder, as ``store.open`` says."""
    layout = Layout(Path(folder))
    with guard(layout.folder):
        layout.open(mode)
    return EmbeddedStore(layout, fields, watch, writable=mode == "w")


class EmbeddedStore:
    """A store in a folder.

    Args:
        layout: its folder, checked and perhaps locked.
        fields: what a question may name.
        watch: is told how many days were read, of how many.
        writable: whether this process holds the lock.
    """

    def __init__(self, layout: Layout, fields: FieldTable, watch: Watch | None, *, writable: bool) -> None:
        self._layout = layout
        self._fields = fields
        self._days = Days(layout, watch)
        self._writer = Writer(layout, self._days, fields) if writable else None

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """As ``Store.write``."""
        writer = self._writing()
        with guard(self._layout.folder):
            return writer.write(events, arrived)

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
        with guard(self._layout.folder):
            return page(self._days, self._fields, query, window, limit, after, newest=newest, count=count)

    def get(self, uid: str, query: Query) -> Event | None:
        """As ``Store.get``."""
        with guard(self._layout.folder):
            for day in self._days.within(newest=True):
                compiler = Compiler(day, self._fields)
                both = all_of(compiler.filter(Equal("log.record.uid", uid)), compiler.filter(query.filter))
                for address in day.any(both, 1):
                    return day.event(address)
        return None

    def run(self, query: Query, window: Window) -> Table:
        """As ``Store.run``."""
        if is_listing(query):
            return listed(self.search, query, window, self._fields)
        with guard(self._layout.folder):
            return table(self._days, self._fields, query, window)

    def fields(self, query: Query, window: Window) -> list[FieldInfo]:
        """As ``Store.fields``."""
        with guard(self._layout.folder):
            return field_infos(count_fields(self._days, self._fields, query, window), self._fields)

    def drop(self, before: str, *, dry_run: bool = False, only: Query | None = None) -> list[str]:
        """As ``Store.drop``; a day that keeps some events is made anew beside itself."""
        with guard(self._layout.folder):
            gone = days_before(self._layout.days(), before)
            if only is not None:
                gone = [day for day in gone if self._has(day, only)]
            if not dry_run:
                writer = self._writing()
                for day in gone:
                    writer.release(day)
                    self._drop(day, only)
        return gone

    def _has(self, day: str, query: Query) -> bool:
        return any(each.count(Compiler(each, self._fields).filter(query.filter)) for each in self._days.of(day))

    def _drop(self, day: str, only: Query | None) -> None:
        if only is None:
            for path in self._layout.days()[day]:
                self._layout.drop_day(path)
        else:
            goes = matcher(only.filter, self._fields)
            rewrite(self._layout, day, self._fields, lambda event: not goes(event))

    def info(self) -> Info:
        """As ``Store.info``; the bytes are those of the files."""
        events = 0
        days: dict[str, None] = {}
        ends: list[int] = []
        with guard(self._layout.folder):
            for day in self._days.within():
                if day.searcher.num_docs:
                    days[day.name] = None
                    events += day.searcher.num_docs
                    every = Compiler(day, self._fields).query(All(), Window())
                    ends += day.span_of(every) or ()
            size, sizes = self._layout.size(), self._layout.sizes()
        oldest, newest_ = (from_ns(min(ends)), from_ns(max(ends))) if ends else (None, None)
        return Info(
            str(self._layout.folder), events, tuple(days), oldest, newest_, size, tuple(map(sizes.__getitem__, days))
        )

    def close(self) -> None:
        """As ``Store.close``; waits for merges that are under way."""
        if self._writer is not None:
            with guard(self._layout.folder):
                self._writer.close()
        self._days.close()
        self._layout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _writing(self) -> Writer:
        if self._writer is None:
            raise StoreError(f"store {self._layout.folder} is open for reading", hint="open it with mode w")
        return self._writer
