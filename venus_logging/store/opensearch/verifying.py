"""Questions for words on an index that cuts them in its own way: more is found, and the stored texts decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QueryLimitError
from venus_logging.event import order_key
from venus_logging.query.matching import matcher
from venus_logging.store._types import Page
from venus_logging.store.memory import MemoryStore
from venus_logging.store.opensearch.searching import Asked, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event
    from venus_logging.query import Query
    from venus_logging.store._types import Cursor
    from venus_logging.store.opensearch.asking import Asker
    from venus_logging.store.opensearch.layout import Layout

__all__ = ["NOTE", "Verifier"]

NOTE: Final = "words were looked for in the stored text: the index cuts them in another way"

_PAGE: Final = 1_000
_MOST_LOOKED_AT: Final = 20_000
"""Events that are looked at for a total, beyond those of the page."""

_MOST_COUNTED: Final = 100_000
"""Events that are fetched for a table."""

_LATE: Final = 2**62


class Verifier:
    """Looks at what the engine finds.

    Args:
        asker: asks the indexes.
        layout: of the indexes.
    """

    def __init__(self, asker: Asker, layout: Layout) -> None:
        self._asker = asker
        self._layout = layout

    def page(self, query: Query, asked: Asked, limit: int, after: Cursor | None) -> Page:
        """A page as ``Store.search`` gives it.

        Args:
            query: the question.
            asked: what the engine is asked instead, which finds no less.
            limit: how many events at most.
            after: where the page before ended.
        """
        fits = matcher(query.filter, self._layout.fields)
        found: list[Event] = []
        ended = True
        for number, event in enumerate(self._candidates(asked, after)):
            if len(found) > limit and (number >= _MOST_LOOKED_AT or not asked.count):
                ended = False
                break
            if fits(event):
                found.append(event)
        events = tuple(found[:limit])
        following = order_key(events[-1]) if events and len(found) > limit else None
        total = len(found) if asked.count and after is None else None
        return Page(events, following, total, ended, (NOTE,))

    def loaded(self, query: Query, asked: Asked) -> MemoryStore:
        """The events of a question, in memory.

        Args:
            query: the question.
            asked: what the engine is asked instead, which finds no less.

        Raises:
            QueryLimitError: there are too many.
        """
        fits = matcher(query.filter, self._layout.fields)
        loaded = MemoryStore(self._layout.fields)
        for number, event in enumerate(self._candidates(asked)):
            if number >= _MOST_COUNTED:
                raise QueryLimitError(
                    f"more than {_MOST_COUNTED} events would have to be read for their words",
                    hint="narrow the time, or ask for a service, host or level as well",
                )
            if fits(event):
                loaded.write([event], _LATE)
        return loaded

    def _candidates(self, asked: Asked, after: Cursor | None = None) -> Iterator[Event]:
        """The events that the engine finds, in order."""
        while True:
            found = page(self._asker, self._layout, replace(asked, count=False), _PAGE, after)
            yield from found.events
            after = found.next
            if after is None:
                return
