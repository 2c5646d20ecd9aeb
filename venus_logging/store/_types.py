"""The protocol that every store keeps, and the types of its answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from venus_logging.query import Cost, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.event import Event
    from venus_logging.query import Query, Window

__all__ = ["Cost", "Cursor", "FieldInfo", "Info", "Order", "Page", "Rejected", "Store", "Table", "Watch", "WriteResult"]

Order: TypeAlias = Literal["newest", "oldest"]
Cursor: TypeAlias = "tuple[str, int, str]"
"""Where a page ended: the ``event.order_key`` of its last event."""

Watch: TypeAlias = Callable[[int, int], None]
"""Is called between units of work with how many are done, of how many; what it raises ends the question."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An event that the store cannot hold, and why."""

    event: Event
    reason: str


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of the events of one write; all that were added are on disk."""

    added: int = 0
    duplicate: int = 0
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Events in order.

    Args:
        events: whole events as stored.
        next: where the next page begins, None at the end.
        total: how many events the question finds, None if nobody counted.
        exact: whether total is exact; otherwise it is the least that there are.
        notes: what the store cannot say, for people.
        cost: what the page cost.
    """

    events: tuple[Event, ...]
    next: Cursor | None = None
    total: int | None = None
    exact: bool = True
    notes: tuple[str, ...] = field(default=(), compare=False)
    cost: Cost = field(default=Cost(), compare=False)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field that occurs: its canonical name, its kind, and how many of the events found have it."""

    name: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Info:
    """The state of a store: where it is, how much it holds, from when to when; the bytes of each day, if it knows."""

    url: str
    events: int
    days: tuple[str, ...]
    oldest: str | None
    newest: str | None
    bytes: int
    sizes: tuple[int, ...] = ()


class Store(Protocol):
    """Any number may read, one process writes.

    Every method takes a question without times (``query.resolve`` took them out) and a half-open window.
    """

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """Adds events and returns when they are committed; an event whose uid is known is a duplicate.

        Args:
            events: valid or flagged events.
            arrived: when they came in, nanoseconds since the epoch; a time more than a day ahead of it, or
                before the year 2000, is flagged and kept apart.

        Raises:
            StoreFullError: the disk is full; nothing of this write is acknowledged.
        """
        ...

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
        """The events that the question finds, in the one order of events or backwards.

        Args:
            query: a question without stages.
            window: when.
            limit: how many at most.
            order: ``newest`` first or ``oldest`` first.
            after: where the page before ended.
            count: whether the page says its total; without it, less has to be read.
        """
        ...

    def get(self, uid: str, query: Query) -> Event | None:
        """The event with this uid if the question finds it too; the question carries the caller's scope."""
        ...

    def run(self, query: Query, window: Window) -> Table:
        """The table that the question's stages make of the events that its filter finds.

        Raises:
            QueryLimitError: it would have more groups or rows than are possible.
        """
        ...

    def fields(self, query: Query, window: Window) -> list[FieldInfo]:
        """The fields that the events found have, sorted by name."""
        ...

    def drop(self, before: str, *, dry_run: bool = False, only: Query | None = None) -> list[str]:
        """Removes days before a day, whole or the events of a question, and says which.

        Args:
            before: the first day that stays as it is, ``YYYY-MM-DD``.
            dry_run: only say which.
            only: a question without stages and times; its events go, the others of these days stay.

        Raises:
            StoreUnsupportedError: the store only removes whole days.
        """
        ...

    def info(self) -> Info:
        """Where the store is and what it holds."""
        ...

    def close(self) -> None:
        """Lets go of files and locks; may be called again."""
        ...

    def __enter__(self) -> Store: ...

    def __exit__(self, *exc: object) -> None: ...
