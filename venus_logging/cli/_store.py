"""What commands that ask a store share: opening it, the question, its window, and what to say beside the answer."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from venus_logging import store as stores
from venus_logging.cli._options import Settings, settings
from venus_logging.cli._output import Output
from venus_logging.query import Query, Window, event_fields, parse, renamed, resolve
from venus_logging.query.tree import Relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.store import Store

__all__ = ["DAY", "Asked", "ask", "question"]

DAY: Final = Relative(-86_400)
"""The default window begins here."""


class Asked:
    """An open store, and the settings and the output of the command that asks it."""

    def __init__(self, store: Store, chosen: Settings, output: Output) -> None:
        self.store = store
        self.settings = chosen
        self.output = output
        self.now = chosen.now

    def question(self, text: str) -> tuple[Query, Window]:
        """The question and its window: its own times, then the flags, then the last 24 hours."""
        return resolve(question(text, self.settings), self.now, self.settings.zone)

    def window(self) -> Window:
        """The window of the flags alone; everything without them."""
        query = Query(since=self.settings.time("since"), until=self.settings.time("until"))
        return resolve(query, self.now, self.settings.zone)[1]

    def say_none(self, window: Window) -> None:
        """Says that nothing was found, and where the newest event is."""
        newest = self.store.info().newest
        if newest is None:
            self.output.note(f"no events: the store {self.settings.store_url} is empty; run venus-log ingest")
            return
        self.output.note(
            f"no events from {window}; the newest event of the store is of {newest}: try --since, or --all"
        )

    def say_cut(self, shown: int, total: int | None) -> None:
        """Says how much was left out."""
        if total is not None and total > shown:
            self.output.note(f"{shown} of {total} events; --limit N or --all shows more")


def question(text: str, chosen: Settings) -> Query:
    """The question of a command line, with the times of the flags where it has none of its own."""
    query = renamed(parse(text, event_fields()), event_fields())
    since = query.since or chosen.time("since")
    until = query.until or chosen.time("until")
    if since is None and until is None and not chosen.all:
        since = DAY
    return replace(query, since=since, until=until)


@contextmanager
def ask() -> Iterator[Asked]:
    """Opens the store for reading."""
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    with stores.open(chosen.store_url, "r") as store:
        yield Asked(store, chosen, output)
