"""The store on a cluster: every method hands to the part that does the work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, Self

from venus_logging.errors import StoreError, StoreUnsupportedError
from venus_logging.event.time import SECOND, day_of, from_ns
from venus_logging.query.tree import Equal
from venus_logging.store._types import Info
from venus_logging.store.grouping import field_infos
from venus_logging.store.listing import is_listing, listed
from venus_logging.store.opensearch.address import address_of
from venus_logging.store.opensearch.asking import Asker
from venus_logging.store.opensearch.client import Client
from venus_logging.store.opensearch.compiling import all_of
from venus_logging.store.opensearch.documents import Documents
from venus_logging.store.opensearch.foreign import KollaStore
from venus_logging.store.opensearch.installing import check, install
from venus_logging.store.opensearch.layout import OwnLayout
from venus_logging.store.opensearch.presence import count_fields
from venus_logging.store.opensearch.searching import Asked, edges, page
from venus_logging.store.opensearch.tables import table
from venus_logging.store.opensearch.template import Templates
from venus_logging.store.opensearch.writing import Writer
from venus_logging.store.placing import UNKNOWN, days_before, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query, Table, Window
    from venus_logging.store._types import Cursor, FieldInfo, Order, Page, Watch, WriteResult

__all__ = ["OpenSearchStore", "init_cluster", "open_cluster"]

_DAY: Final = 86_400 * SECOND
_MOST_NAMED: Final = 40
"""Days that are named one by one; for a longer window all are asked, and most say at once that they have nothing."""


def open_cluster(
    url: str, mode: Literal["r", "w"], fields: FieldTable, watch: Watch | None = None
) -> OpenSearchStore | KollaStore:
    """Opens the store on a cluster, as ``store.open`` says; mode ``w`` puts the templates where they are missing."""
    address = address_of(url)
    client, templates = Client(address), Templates(address.prefix, fields)
    try:
        if address.kind == "kolla":
            return KollaStore(client, fields, watch)
        if mode == "w":
            install(client, templates)
        else:
            check(client, templates)
    except BaseException:
        client.close()
        raise
    return OpenSearchStore(client, templates, fields, watch, writable=mode == "w")


def init_cluster(url: str, fields: FieldTable, *, dry_run: bool = False) -> list[str]:
    """Puts the templates of a store onto a cluster, and says what changes; a dry run only says it.

    Raises:
        StoreUnsupportedError: the indexes are those of kolla.
    """
    address = address_of(url)
    if address.kind == "kolla":
        raise StoreUnsupportedError(f"{address} is only read", hint="kolla makes its indexes itself")
    client = Client(address)
    try:
        return install(client, Templates(address.prefix, fields), dry_run=dry_run)
    finally:
        client.close()


class OpenSearchStore:
    """A store on a cluster.

    Args:
        client: speaks with it.
        templates: of its indexes.
        fields: what a question may name.
        watch: is told of every request of a question.
        writable: whether it was opened for writing.
    """

    def __init__(
        self, client: Client, templates: Templates, fields: FieldTable, watch: Watch | None, *, writable: bool
    ) -> None:
        self._client = client
        self._templates = templates
        self._fields = fields
        self._layout = OwnLayout(fields)
        self._compiler = self._layout.compiler
        self._asker = Asker(client, self._indexes, watch)
        self._writer = Writer(client, templates, Documents(fields)) if writable else None
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
        gone = days_before(self._days(), before)
        if not dry_run:
            self._writing()
            for day in gone:
                self._client.ask("DELETE", f"/{self._templates.index(day)}")
        return gone

    def info(self) -> Info:
        """As ``Store.info``; the bytes are those of the indexes without their replicas."""
        self._see()
        days = {day: count for day, count in self._days().items() if count}
        ends = edges(self._asker, self._layout)
        oldest, newest = (from_ns(sort_key(event)[0]) for event in ends) if ends else (None, None)
        stats = self._client.ask("GET", f"/{self._templates.prefix}/_stats/store?filter_path=_all.primaries").body
        size = stats.get("_all", {}).get("primaries", {}).get("store", {}).get("size_in_bytes", 0)
        return Info(str(self._client.address), sum(days.values()), tuple(sorted(days)), oldest, newest, size)

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
            self._client.ask("POST", f"/{self._templates.prefix}/_refresh")
            self._unseen = False

    def _indexes(self, window: Window) -> str:
        """The indexes that may hold events of a window; those that are not there are passed over."""
        start, end = window.start, window.end
        if start is None or end is None or not 0 <= start < end or end - start > _MOST_NAMED * _DAY:
            return self._templates.prefix
        days = [day_of(from_ns(number * _DAY)) for number in range(start // _DAY, (end - 1) // _DAY + 1)]
        return ",".join(map(self._templates.index, (*days, UNKNOWN)))

    def _days(self) -> dict[str, int]:
        """The days that have an index of this store, and how many events are in it."""
        answer = self._client.ask("GET", f"/{self._templates.prefix}/_stats/docs?filter_path=indices.*.primaries")
        own = re.compile(rf"{re.escape(self._templates.prefix)}-(\d{{4}}-\d\d-\d\d|{UNKNOWN})")
        indices = answer.body.get("indices", {})
        named = ((own.fullmatch(name), each["primaries"]["docs"]["count"]) for name, each in indices.items())
        return {match[1]: count for match, count in named if match}
