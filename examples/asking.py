"""Ask, stream and count from a program: five lines for an answer, ten for events of any number."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from venus_logging import store
from venus_logging.errors import QueryTimeoutError
from venus_logging.query import event_fields, parse, resolve, restrict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event
    from venus_logging.store import Watch


def ask(url: str, question: str, now: int) -> list[tuple[object, ...]]:
    """The rows of a question with stages."""
    query, window = resolve(parse(question, event_fields()), now)
    with store.open(url) as opened:
        table = opened.run(query, window)
    return [table.names, *table.rows]


def stream(url: str, question: str, now: int, project: str) -> Iterator[Event]:
    """All events of a question that a project may see, oldest first, in the memory of one page."""
    query, window = resolve(parse(question, event_fields()), now)
    with store.open(url, watch=within(60)) as opened:
        yield from store.stream(opened, restrict(query, project_id=project), window)


def within(seconds: float) -> Watch:
    """Stops a question that takes longer."""
    end = time.monotonic() + seconds

    def watch(done: int, total: int) -> None:
        if time.monotonic() > end:
            raise QueryTimeoutError(f"{done} of {total} parts within {seconds:g} s", hint="narrow the time")

    return watch


if __name__ == "__main__":
    url, question, *project = sys.argv[1:]
    if project:
        for event in stream(url, question, time.time_ns(), *project):
            print(event["@timestamp"], event["service.name"], event["body"])
    else:
        for row in ask(url, question, time.time_ns()):
            print(*row, sep="\t")
