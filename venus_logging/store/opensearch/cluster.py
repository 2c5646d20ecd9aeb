"""The store on a cluster: every method hands to the part that does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from venus_logging.errors import StoreError, StoreUnsupportedError
from venus_logging.event.time import from_ns
from venus_logging.query.tree import Equal
from venus_logging.store._types import Info
from venus_logging.store.grouping import field_infos
from venus_logging.store.listing import is_listing, listed
from venus_logging.store.opensearch.asking import Asker
from venus_logging.store.opensearch.compiling import all_of
from venus_logging.store.opensearch.days import Days
from venus_logging.store.opensearch.layout import OwnLayout
from venus_logging.store.opensearch.presence import count_fields
from venus_logging.store.opensearch.searching import Asked, edges, page
from venus_logging.store.opensearch.tables import table
from venus_logging.store.placing import days_before, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query, Table, Window
    from venus_logging.store._types import Cursor, FieldInfo, Order, Page, Watch, WriteResult
    from venus_logging.store.opensearch.client import Client
    from venus_logging.store.opensearch.template import Templates
    from venus_logging.store.opensearch.writing import Writer

__all__ = ["OpenSearchStore"]


class OpenSearchStore:
    """A store on a cluster.

    Args:
        client: speaks with it.
        templates: of its indexes.
        fields: what a question may name.
        watch: is told of every request of a question.
        writer: adds events; None if the store is only read.
    """

    def __init__(
        self, client: Client, templates: Templates, fields: FieldTable, watch: Watch | None, writer: Writer | None
    ) -> None:
        self._client = client
        self._days = Days(client, templates)
        self._fields = fields
        self._layout = OwnLayout(fields)
        self._compiler = self._layout.compiler
        self._asker = Asker(client, self._days.of, watch)
        self._writer = writer
        self._unseen = False

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """As ``Store.write``; other readers see the events within a second."""
        writer = self._writing()
        self._unseen = True
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
        self._see()
        asked = Asked(self._compiler.query(query.filter, window), window, newest=order == "newest", count=count)
        return page(self._asker, self._layout, asked, limit, after)

    def get(self, uid: str, query: Query) -> Event | None:
        """As ``Store.get``."""
        both = all_of(self._compiler.filter(Equal("log.record.uid", uid)), self._compiler.filter(query.filter))
        self._see()
        return next(iter(page(self._asker, self._layout, Asked(both, count=False), 1).events), None)

    def run(self, query: Query, window: Window) -> Table:
        """As ``Store.run``."""
        self._see()
        if is_listing(query):
            return listed(self.search, query, window, self._fields)
        return table(self._asker, self._layout, query, window)

    def fields(self, query: Query, window: Window) -> list[FieldInfo]:
        """As ``Store.fields``."""
        self._see()
        names = (field for field in self._fields if field.kind != "free")
        counts = count_fields(self._asker, self._layout, names, query, window)
        return field_infos(counts, self._fields)

    def drop(self, before: str, *, dry_run: bool = False, only: Query | None = None) -> list[str]:
        """As ``Store.drop``; removes only indexes that are this store's, each by its exact name."""
        if only is not None:
            raise StoreUnsupportedError("a cluster removes whole days only", hint="leave the question out")
        gone = days_before(self._days.held(), before)
        if not dry_run:
            self._writing()
            for day in gone:
                self._days.drop(day)
        return gone

    def info(self) -> Info:
        """As ``Store.info``; the bytes are those of the indexes without their replicas."""
        self._see()
        days = {day: held for day, held in self._days.held().items() if held[0]}
        ends = edges(self._asker, self._layout)
        oldest, newest = (from_ns(sort_key(event)[0]) for event in ends) if ends else (None, None)
        counts, sizes = zip(*days.values(), strict=True) if days else ((), ())
        return Info(str(self._client.address), sum(counts), tuple(days), oldest, newest, sum(sizes), sizes)

    def close(self) -> None:
        """As ``Store.close``."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _writing(self) -> Writer:
        if self._writer is None:
            raise StoreError(f"store {self._client.address} is open for reading", hint="open it with mode w")
        return self._writer

    def _see(self) -> None:
        """Makes what this store wrote visible to what it asks."""
        if self._unseen:
            self._days.refresh()
            self._unseen = False
