"""What commands that ask a store share: opening it, the question, its window, and what to say beside the answer."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from venus_logging import store as stores
from venus_logging.cli._options import Settings, settings
from venus_logging.cli._output import Output
from venus_logging.cli._watch import watching
from venus_logging.errors import QuerySyntaxError
from venus_logging.event.time import from_ns
from venus_logging.query import Query, Window, event_fields, parse, resolve
from venus_logging.query.tree import All, And, Compare, Equal, Not, Or, Relative, Text, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.query import Cost, Table
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

    def question(self, text: str, *, stages: bool = False, whole: bool = False) -> tuple[Query, Window]:
        """The question and its window: its own times, then the flags, then the last 24 hours.

        Args:
            text: the question.
            stages: whether it may have stages; most commands make a table of their own.
            whole: whether the command gives events, and looks at everything unless a time is said.

        Raises:
            QuerySyntaxError: a question that cannot be read, or one with a stage that may have none.
        """
        query = question(text, replace(self.settings, all=True) if whole else self.settings)
        if query.stages and not stages:
            raise QuerySyntaxError(
                "a stage makes a table, this command gives events"
                if whole
                else "a stage cannot stand in a command's question",
                text=text,
                position=text.find("|"),
                hint="venus-log search takes stages",
            )
        return resolve(query, self.now, self.settings.zone)

    def run(self, query: Query, window: Window) -> Table:
        """The table of a question; with ``--verbose`` it is said before it is asked, and the cost behind it."""
        self.say_question(query, window)
        table = self.store.run(query, window)
        self.say_cost(table.cost)
        return table

    def say_question(self, query: Query, window: Window) -> None:
        """Says the question as it was read, with ``--verbose``."""
        if self.settings.verbose:
            self.output.note(f"question: {query}")
            self.output.note(f"window: {self._span(window)}")

    def say_cost(self, cost: Cost) -> None:
        """Says what an answer cost, with ``--verbose``."""
        if self.settings.verbose:
            spent = (self.settings.now - self.now) // 1_000_000
            self.output.note(f"cost: {cost.days} {'day' if cost.days == 1 else 'days'} read, {spent} ms")

    def window(self) -> Window:
        """The window of the flags alone; everything without them."""
        query = Query(since=self.settings.time("since"), until=self.settings.time("until"))
        return resolve(query, self.now, self.settings.zone)[1]

    def say_none(self, window: Window, query: Query | None = None) -> None:
        """Says that nothing was found, and why: an empty store, an empty window, or a question that fits no event."""
        newest = self.store.info().newest
        if newest is None:
            self.output.note(f"no events: the store {self.settings.store_name} is empty; run venus-log ingest")
            return
        there = self.store.search(Query(), window, limit=1).total or 0
        span = self._span(window)
        if not there:
            newest = self.output.time(newest)
            self.output.note(f"no events {span}; the newest event of the store is of {newest}: try --since, or --all")
            return
        self.output.note(f"none of the {there} events {span} fits the question")
        for name in self._missing(query, window) if query else ():
            self.output.note(f"no event {span} has {name}")

    def _missing(self, query: Query, window: Window) -> list[str]:
        """The fields that a question names and no event of the window has."""
        named = {item.field for item in walk(query.filter) if not isinstance(item, (All, And, Or, Not))}
        has = {info.name for info in self.store.fields(Query(), window)}
        return sorted(name for name in named if name and name not in has)

    def _span(self, window: Window) -> str:
        ends = [None if ns is None else self.output.time(from_ns(ns)) for ns in (window.start, window.end)]
        if ends == [None, None]:
            return "of all times"
        return " ".join(f"{word} {end}" for word, end in zip(("since", "until"), ends, strict=True) if end)

    def say_cut(self, shown: int, total: int | None, *, exact: bool = True) -> None:
        """Says how much was left out.

        Args:
            shown: how many events were shown.
            total: how many there are, None if nobody counted.
            exact: whether they were counted to the end.
        """
        if total is not None and total > shown:
            least = "" if exact else "at least "
            self.output.note(f"{shown} of {least}{total} events; --limit N or --all shows more")

    def say_left_out(self, table: Table, query: Query, window: Window, most: int | None) -> None:
        """Says why a table has no row, or what is in none of them, unless the question itself wanted fewer rows.

        Args:
            table: the answer.
            query: the question.
            window: when.
            most: how many rows the command shows.
        """
        if not table.rows and not table.other:
            self.say_none(window, query)
        if table.cut and len(table.rows) == most:
            self.output.note(f"{table.cut} more rows; --limit N or --all shows more")
        if table.other:
            self.output.note(f"{table.other} more events lack one of the fields")


def question(text: str, chosen: Settings) -> Query:
    """The question of a command line, with the times of the flags where it has none of its own."""
    query = parse(text, event_fields())
    _warn_of_words(query)
    since = query.since or chosen.time("since")
    until = query.until or chosen.time("until")
    if since is None and until is None and not chosen.all and not _names_time(query):
        since = DAY
    return replace(query, since=since, until=until)


@contextmanager
def ask() -> Iterator[Asked]:
    """Opens the store for reading."""
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    with watching(chosen) as watch, stores.open(chosen.store_url, "r", watch=watch) as store:
        yield Asked(store, chosen, output)


def _names_time(query: Query) -> bool:
    """Whether a question says itself when, by comparing the time of events."""
    return any(isinstance(item, (Compare, Equal)) and item.field == "@timestamp" for item in walk(query.filter))


def _warn_of_words(query: Query) -> None:
    """Says that a keyword in lower case was searched for as a word."""
    for item in walk(query.filter):
        if isinstance(item, Text) and item.field is None and item.text in ("and", "or", "not"):
            click.echo(f"note: {item.text!r} was searched for as a word; the keyword is {item.text.upper()}", err=True)
