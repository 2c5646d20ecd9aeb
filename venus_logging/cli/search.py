"""venus-log search: events that a question finds, newest first, or the table that its stages make of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from venus_logging.cli._completing import complete_question
from venus_logging.cli._options import answer_options, common_options
from venus_logging.cli._store import ask
from venus_logging.query.stages import has_table
from venus_logging.query.tree import Fields, Limit, Top

if TYPE_CHECKING:
    from venus_logging.cli._store import Asked
    from venus_logging.query import Query, Window
    from venus_logging.query.tree import Stage
    from venus_logging.store import Cursor

__all__ = ["command"]

DEFAULT_EVENTS: Final = 100
DEFAULT_ROWS: Final = 1_000
_PAGE: Final = 10_000
_REQUEST_ID: Final = re.compile(r"req-|request:|global:")


@click.command("search")
@click.argument("question", nargs=-1, shell_complete=complete_question)
@answer_options
@common_options
def command(question: tuple[str, ...]) -> None:
    """Finds events, newest first, or makes a table of them.

    \b
    venus-log search 'level>=ERROR service:nova-*'
    venus-log search '"no valid host" since:now-2h'
    venus-log search 'request:req-78372747-... NOT level:DEBUG' --all
    venus-log search 'level>=WARNING | stats count(), p95(duration) by service | where count>10 | top 20'

    Words look in body and exception message; field:value, wildcards, field:/regex/, field>=value, field:[a TO b], AND,
    OR, NOT, parentheses, since: and until: are understood, then stages: stats, where, sort, limit, top, fields. Fields:
    venus-log fields.
    """
    text = " ".join(question)
    with ask() as asked:
        query, window = asked.question(text, stages=True)
        if has_table(query):
            _table(asked, query, window)
        else:
            _events(asked, query, window, text)


def _table(asked: Asked, query: Query, window: Window) -> None:
    most = asked.settings.rows(DEFAULT_ROWS)
    table = asked.run(replace(query, stages=_limited(query.stages, most)), window)
    asked.output.answer(table)
    asked.say_left_out(table, query, window, most)


def _limited(stages: tuple[Stage, ...], most: int | None) -> tuple[Stage, ...]:
    """The stages with a limit of rows; rows of events alone are limited before they are all read."""
    if most is None or (isinstance(stages[-1], (Limit, Top)) and stages[-1].rows <= most):
        return stages
    if len(stages) == 1 and isinstance(stages[0], Fields):
        return (Limit(most), *stages)
    return (*stages, Limit(most))


def _events(asked: Asked, query: Query, window: Window, text: str) -> None:
    limits = [stage.rows for stage in query.stages if isinstance(stage, Limit)]
    most = min(limits) if limits else asked.settings.rows(DEFAULT_EVENTS)
    asked.say_question(query, window)
    shown, total, exact = 0, None, True
    cursor: Cursor | None = None
    while most is None or shown < most:
        limit = _PAGE if most is None else min(_PAGE, most - shown)
        page = asked.store.search(query, window, limit=limit, after=cursor, count=cursor is None)
        total, exact = (page.total, page.exact) if cursor is None else (total, exact)
        asked.output.events(page.events)
        shown += len(page.events)
        cursor = page.next
        if cursor is None:
            break
    asked.say_cost(page.cost)
    for note in page.notes:
        asked.output.note(note)
    if shown:
        asked.say_cut(shown, total, exact=exact)
    else:
        asked.say_none(window, query)
        if _REQUEST_ID.search(text):
            asked.output.note("to follow a request id through all services: venus-log chain ID")
