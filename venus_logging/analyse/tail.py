"""Events as they come in: what a question finds now, and then whatever is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.event.time import to_ns
from venus_logging.query import Window
from venus_logging.store import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from venus_logging.event import Event
    from venus_logging.query import Query
    from venus_logging.store import Store

__all__ = ["tail"]


def tail(
    store: Store,
    query: Query,
    *,
    last: int,
    late: int,
    now: Callable[[], int],
    wait: Callable[[], bool],
) -> Iterator[Event]:
    """The newest events that a question finds, and then each that comes in, once.

    Events are in the order of time within a look. One that comes in later than ``late`` after its own time is missed.

    Args:
        store: open for reading.
        query: a question without stages and times.
        last: how many of the events that are there come first.
        late: how long an event may take to the store, in nanoseconds.
        now: gives the time, nanoseconds since the epoch.
        wait: called between two looks; waits, and says whether to go on.
    """
    there = stream(store, query, Window(now() - late))
    seen = {str(event["log.record.uid"]): to_ns(str(event["@timestamp"])) for event in there}
    if last:
        yield from store.search(query, Window(), limit=last).events[::-1]
    going = True
    while going:
        going = wait()
        since = now() - late
        seen = {uid: ns for uid, ns in seen.items() if ns >= since}
        for event in stream(store, query, Window(since)):
            uid = str(event["log.record.uid"])
            if uid not in seen:
                seen[uid] = to_ns(str(event["@timestamp"]))
                yield event
