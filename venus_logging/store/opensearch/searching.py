"""Pages of events in exact order, by time, number and uid; single events by uid."""

from __future__ import annotations

from dataclasses import dataclass
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

__all__ = ["Asked", "by_order", "edges", "page"]

_ALWAYS: Final = Window()
_MOST: Final = 10_000
"""Events that the engine gives at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What events are searched for.

    Args:
        query: the compiled question.
        window: when; only says which indexes are asked.
        newest: newest first, else oldest first.
        count: whether they are counted.
    """

    query: Json
    window: Window = _ALWAYS
    newest: bool = True
    count: bool = True


def page(asker: Asker, asked: Asked, limit: int, after: Cursor | None = None) -> Page:
    """A page as ``Store.search`` gives it.

    Args:
        asker: asks the indexes.
        asked: the events.
        limit: how many at most.
        after: where the page before ended.
    """
    body: Json = {"query": asked.query, "track_total_hits": asked.count, "sort": by_order(newest=asked.newest)}
    if after is not None:
        ns, number, uid = key_of_cursor(after)
        body["search_after"] = [ns, clamped(number), term(uid)]
    if limit < _MOST:
        hits, last = _hits(lambda each: asker.search(each, asked.window), body, limit + 1)
    else:
        with asker.snapshot(asked.window) as ask:
            hits, last = _hits(ask, body, limit + 1)
    events = tuple(event_of(hit["_source"]) for hit in hits[:limit])
    return Page(
        events,
        order_key(events[-1]) if events and len(hits) > limit else None,
        last["hits"]["total"]["value"] if asked.count else None,
        cost=Cost(last["_shards"]["total"]),
    )


def edges(asker: Asker) -> tuple[Event, Event] | None:
    """The first and the last event, None if there are none."""
    everything: Json = {"match_all": {}}
    first = page(asker, Asked(everything, newest=False, count=False), 1).events
    last = page(asker, Asked(everything, count=False), 1).events
    return (first[0], last[0]) if first and last else None


def _hits(ask: Callable[[Json], Json], body: Json, want: int) -> tuple[list[Any], Json]:
    """The first hits, and the last answer."""
    found: list[Any] = []
    while True:
        size = min(want - len(found), _MOST)
        answer = ask({**body, "size": size})
        hits = answer["hits"]["hits"]
        found += hits
        if len(hits) < size or len(found) == want:
            return found, answer
        body = {**body, "search_after": found[-1]["sort"]}


def by_order(*, newest: bool) -> list[Json]:
    """The one order of events as the engine sorts."""
    order = "desc" if newest else "asc"
    return [
        {NS_PATH: {"order": order, "unmapped_type": "long"}},
        {"openstack.record.number": {"order": order, "missing": 0, "unmapped_type": "long"}},
        {"log.record.uid": {"order": order, "unmapped_type": "keyword"}},
    ]
