"""The store of an unmodified kolla cloud, for reading: kolla's indexes answer for the fields that they have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn, Self

from venus_logging.errors import StoreMissingError, StoreUnsupportedError
from venus_logging.event.time import from_ns
from venus_logging.query.stages import stats_of
from venus_logging.query.tree import Equal
from venus_logging.store._types import Info
from venus_logging.store.grouping import field_infos
from venus_logging.store.listing import is_listing, listed
from venus_logging.store.opensearch.asking import Asker
from venus_logging.store.opensearch.compiling import all_of
from venus_logging.store.opensearch.kolla import FIELDS, KollaLayout, is_exact
from venus_logging.store.opensearch.presence import count_fields
from venus_logging.store.opensearch.searching import Asked, edges, page
from venus_logging.store.opensearch.tables import table
from venus_logging.store.opensearch.verifying import NOTE, Verifier
from venus_logging.store.placing import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.event import Event
    from venus_logging.query import FieldTable, Query, Table, Window
    from venus_logging.store._types import Cursor, FieldInfo, Order, Page, Watch, WriteResult
    from venus_logging.store.opensearch.client import Client

__all__ = ["KollaStore"]

_TEXTS: Final = ("process.pid", "severity_number")
"""Numbers for us, texts for kolla."""

_OF_ANY: Final = ("count_distinct", "first", "last")
"""Functions of values of any kind."""


class KollaStore:
    """Kolla's indexes as a store that is only read.

    Args:
        client: speaks with the cluster.
        fields: what a question may name.
        watch: is told of every request of a question.
    """

    def __init__(self, client: Client, fields: FieldTable, watch: Watch | None) -> None:
        self._client = client
        self._fields = fields
        self._layout = KollaLayout(fields)
        self._asker = Asker(client, lambda _window: f"{client.address.prefix}-*", watch)
        self._verifier = Verifier(self._asker, self._layout)
        if not self._days():
            raise StoreMissingError(
                f"no index {client.address.prefix}-* at {client.address}", hint="check the prefix and the port"
            )

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """As ``Store.write``: refused."""
        self._refuse()

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
        """As ``Store.search``; a total of a question for words is the least there are if there are very many."""
        asked = replace(self._asked(query, window), newest=order == "newest", count=count)
        if is_exact(query.filter):
            return page(self._asker, self._layout, asked, limit, after)
        return self._verifier.page(query, asked, limit, after)

    def get(self, uid: str, query: Query) -> Event | None:
        """As ``Store.get``; a uid is the name of an index, ``/`` and the id of a document."""
        compiler = self._layout.compiler
        both = all_of(compiler.filter(Equal("log.record.uid", uid)), compiler.filter(query.filter))
        return next(iter(self._verifier.page(query, Asked(both, count=False), 1, None).events), None)

    def run(self, query: Query, window: Window) -> Table:
        """As ``Store.run``."""
        if is_listing(query):
            return listed(self.search, query, window, self._fields)
        for function in stats_of(query).functions:
            if function.field in _TEXTS and function.name not in _OF_ANY:
                raise StoreUnsupportedError(
                    f"{function.call} cannot be taken of {function.field} in kolla's indexes: it is a text there",
                    hint="count it, or group by it",
                )
        if is_exact(query.filter):
            return table(self._asker, self._layout, query, window)
        return replace(self._verifier.loaded(query, self._asked(query, window)).run(query, window), notes=(NOTE,))

    def fields(self, query: Query, window: Window) -> list[FieldInfo]:
        """As ``Store.fields``."""
        if not is_exact(query.filter):
            return self._verifier.loaded(query, self._asked(query, window)).fields(query, window)
        there = (field for field in self._fields if field.name in FIELDS)
        return field_infos(count_fields(self._asker, self._layout, there, query, window), self._fields)

    def drop(self, before: str, *, dry_run: bool = False, only: Query | None = None) -> list[str]:
        """As ``Store.drop``: refused; kolla removes its indexes itself."""
        self._refuse()

    def info(self) -> Info:
        """As ``Store.info``; the bytes are those of the indexes without their replicas."""
        days = {day: (count, size) for day, (count, size) in self._days().items() if count}
        ends = edges(self._asker, self._layout)
        oldest, newest = (from_ns(sort_key(event)[0]) for event in ends) if ends else (None, None)
        counts, sizes = zip(*days.values(), strict=True) if days else ((), ())
        return Info(str(self._client.address), sum(counts), tuple(sorted(days)), oldest, newest, sum(sizes))

    def close(self) -> None:
        """As ``Store.close``."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _refuse(self) -> NoReturn:
        raise StoreUnsupportedError(
            f"{self._client.address} is only read: its indexes are kolla's", hint="write to a store of your own"
        )

    def _asked(self, query: Query, window: Window) -> Asked:
        return Asked(self._layout.compiler.query(query.filter, window), window)

    def _days(self) -> dict[str, tuple[int, int]]:
        """The indexes by what stands behind their prefix, with how many events and bytes are in each."""
        prefix = self._client.address.prefix
        answer = self._client.ask("GET", f"/{prefix}-*/_stats/docs,store?filter_path=indices.*.primaries")
        days = {}
        for name, each in answer.body.get("indices", {}).items():
            primaries = each["primaries"]
            day = name.removeprefix(f"{prefix}-").replace(".", "-")
            days[day] = (primaries["docs"]["count"], primaries["store"]["size_in_bytes"])
        return days
