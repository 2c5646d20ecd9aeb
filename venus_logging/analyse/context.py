"""What stood around a line: the events of the same service and host before and after one event, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venus_logging.event import order_key
from venus_logging.query import Query, Window
from venus_logging.query.tree import And, Equal

if TYPE_CHECKING:
    from venus_logging.event import Event
    from venus_logging.store import Store
    from venus_logging.store._types import Order

__all__ = ["Context", "context"]


@dataclass(frozen=True, slots=True)
class Context:
    """One event and its neighbours.

    Args:
        events: oldest first.
        position: where among them the event stands.
    """

    events: tuple[Event, ...]
    position: int


def context(store: Store, uid: str, *, before: int = 10, after: int = 10, scope: Query | None = None) -> Context | None:
    """The neighbours of an event in its service's log on its host.

    Args:
        store: where the events are.
        uid: ``log.record.uid`` of the event.
        before: how many events before it.
        after: how many after it.
        scope: a further question that limits what the caller may see.

    Returns:
        None if there is no such event.
    """
    scope = scope or Query()
    event = store.get(uid, scope)
    if event is None:
        return None
    same = (Equal("service.name", str(event["service.name"])), Equal("host.name", str(event["host.name"])))
    stream = Query(And((*same, scope.filter)))
    place = order_key(event)

    def beside(limit: int, order: Order) -> tuple[Event, ...]:
        return store.search(stream, Window(), limit=limit, order=order, after=place, count=False).events

    earlier = beside(before, "newest") if before else ()
    later = beside(after, "oldest") if after else ()
    return Context((*reversed(earlier), event, *later), len(earlier))
