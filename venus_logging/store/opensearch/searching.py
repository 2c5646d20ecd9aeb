"""Pages of events in exact order, by time, number and uid; single events by uid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from venus_logging.event import order_key
from venus_logging.query.windows import Window
from venus_logging.store._types import Cost, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.event import Event
    from venus_logging.store._types import Cursor
    from venus_logging.store.opensearch.asking import Asker, Json
    from venus_logging.store.opensearch.layout import Layout

__all__ = ["Asked", "edges", "page"]

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


def page(asker: Asker, layout: Layout, asked: Asked, limit: int, after: Cursor | None = None) -> Page:
    """A page as ``Store.search`` gives it.

    Args:
        asker: asks the indexes.
        layout: of the indexes.
        asked: the events.
        limit: how many at most.
        after: where the page before ended.
    """
    body: Json = {"query": asked.query, "track_total_hits": asked.count, "sort": layout.order(newest=asked.newest)}
    if after is not None:
        body["search_after"] = layout.after(after)
    if limit < _MOST:
        hits, last = _hits(lambda each: asker.search(each, asked.window), body, limit + 1)
    else:
        with asker.snapshot(asked.window) as ask:
            hits, last = _hits(ask, body, limit + 1)
    events = tuple(layout.event(hit) for hit in hits[:limit])
    return Page(
        events,
        order_key(events[-1]) if events and len(hits) > limit else None,
        last["hits"]["total"]["value"] if asked.count else None,
        cost=Cost(last["_shards"]["total"]),
    )


def edges(asker: Asker, layout: Layout) -> tuple[Event, Event] | None:
    """The first and the last event, None if there are none."""
    everything: Json = {"match_all": {}}
    first = page(asker, layout, Asked(everything, newest=False, count=False), 1).events
    last = page(asker, layout, Asked(everything, count=False), 1).events
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
