"""Pages of events in exact order, by time, number and uid; single events by uid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging.event import order_key
from venus_logging.query.matching import term
from venus_logging.query.windows import Window
from venus_logging.store._types import Cost, Page
from venus_logging.store.indexing import clamped
from venus_logging.store.opensearch.compiling import NS_PATH
from venus_logging.store.opensearch.documents import event_of
from venus_logging.store.placing import key_of_cursor

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.event import Event
    from venus_logging.store._types import Cursor
    from venus_logging.store.opensearch.asking import Asker, Json

__all__ = ["by_order", "edges", "page"]

_MOST: Final = 10_000
"""Events that the engine gives at once."""


def page(asker: Asker, query: Json, window: Window, limit: int, after: Cursor | None, *, newest: bool) -> Page:
    """A page as ``Store.search`` gives it.

    Args:
        asker: asks the indexes.
        query: the compiled question.
        window: when.
        limit: how many events at most.
        after: where the page before ended.
        newest: newest first, else oldest first.
    """
    body: Json = {"query": query, "track_total_hits": True, "sort": by_order(newest=newest)}
    if after is not None:
        ns, number, uid = key_of_cursor(after)
        body["search_after"] = [ns, clamped(number), term(uid)]
    if limit < _MOST:
        hits, total, days = _hits(lambda each: asker.search(each, window), body, limit + 1)
    else:
        with asker.snapshot(window) as ask:
            hits, total, days = _hits(ask, body, limit + 1)
    events = tuple(event_of(hit["_source"]) for hit in hits[:limit])
    following = order_key(events[-1]) if events and len(hits) > limit else None
    return Page(events, following, total, cost=Cost(days))


def edges(asker: Asker) -> tuple[Event, Event] | None:
    """The first and the last event, None if there are none."""
    everything: Json = {"match_all": {}}
    first = page(asker, everything, Window(), 1, None, newest=False).events
    last = page(asker, everything, Window(), 1, None, newest=True).events
    return (first[0], last[0]) if first and last else None


def _hits(ask: Callable[[Json], Json], body: Json, want: int) -> tuple[list[Any], int, int]:
    """The first hits, how many there are in all, and how many days were read."""
    found: list[Any] = []
    while True:
        size = min(want - len(found), _MOST)
        answer = ask({**body, "size": size})
        hits = answer["hits"]
        found += hits["hits"]
        if len(hits["hits"]) < size or len(found) == want:
            return found, hits["total"]["value"], answer["_shards"]["total"]
        body = {**body, "search_after": found[-1]["sort"]}


def by_order(*, newest: bool) -> list[Json]:
    """The one order of events as the engine sorts."""
    order = "desc" if newest else "asc"
    return [
        {NS_PATH: {"order": order, "unmapped_type": "long"}},
        {"openstack.record.number": {"order": order, "missing": 0, "unmapped_type": "long"}},
        {"log.record.uid": {"order": order, "unmapped_type": "keyword"}},
    ]
