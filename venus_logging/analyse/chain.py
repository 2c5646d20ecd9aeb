"""The chain of one call: every event of every service that carries its chain key, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from venus_logging.query import Query, Window
from venus_logging.query.tree import And, Equal, Exists, Filter, Not, Or

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venus_logging.event import Event
    from venus_logging.store import Cursor, Store

__all__ = ["Chain", "chain", "chain_key"]

LOCAL: Final = "openstack.request.id"
GLOBAL: Final = "openstack.request.global_id"
_PAGE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Chain:
    """One call through all services.

    Args:
        id: the id that was asked for.
        keys: the chain keys of the events that carry it; usually one.
        events: all events with one of these keys, oldest first.
        total: how many there are, should ``events`` have been cut.
    """

    id: str
    keys: tuple[str, ...]
    events: tuple[Event, ...]
    total: int

    @property
    def services(self) -> tuple[str, ...]:
        """The services of the events, in order of appearance."""
        return tuple(dict.fromkeys(str(event["service.name"]) for event in self.events))


def chain_key(event: Event) -> str | None:
    """The chain that an event belongs to: its global request id, else its local one."""
    found = event.get(GLOBAL) or event.get(LOCAL)
    return str(found) if found else None


def chain(
    store: Store, request_id: str, *, limit: int | None = None, scope: Query | None = None, window: Window | None = None
) -> Chain:
    """The chain that a request id belongs to.

    Args:
        store: where the events are.
        request_id: a local or a global id, with or without ``req-``.
        limit: how many events at most, None for all.
        scope: a further question that limits what the caller may see.
        window: when; None looks at everything.
    """
    scope, window = scope or Query(), window or Window()
    carrying = Or((Equal(LOCAL, request_id), Equal(GLOBAL, request_id)))
    keys = tuple(sorted({key for event in _all(store, _and(carrying, scope), window) if (key := chain_key(event))}))
    if not keys:
        return Chain(request_id, (), (), 0)
    members = _and(_with_keys(keys), scope)
    events = tuple(_all(store, members, window, limit))
    total = store.search(members, window, limit=1).total if limit is not None and len(events) == limit else None
    return Chain(request_id, keys, events, len(events) if total is None else total)


def _all(store: Store, query: Query, window: Window, limit: int | None = None) -> Iterator[Event]:
    """All events that a question finds, oldest first, page by page; at most ``limit``."""
    cursor: Cursor | None = None
    left = limit
    while left is None or left > 0:
        most = _PAGE if left is None else min(_PAGE, left)
        page = store.search(query, window, limit=most, order="oldest", after=cursor, count=False)
        yield from page.events
        cursor = page.next
        if cursor is None:
            return
        left = None if left is None else left - len(page.events)


def _with_keys(keys: Sequence[str]) -> Filter:
    """Events whose chain key is one of these: the global id, or the local one where there is no global."""
    local = [Equal(LOCAL, key) for key in keys]
    either = [Equal(GLOBAL, key) for key in keys]
    without_global = And((_or(local), Not(Exists(GLOBAL))))
    return Or((*either, without_global))


def _or(items: Sequence[Filter]) -> Filter:
    return items[0] if len(items) == 1 else Or(tuple(items))


def _and(item: Filter, scope: Query) -> Query:
    return Query(And((item, scope.filter)))
