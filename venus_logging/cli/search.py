"""venus-log search: events that a question finds, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask

if TYPE_CHECKING:
    from venus_logging.store import Cursor

__all__ = ["command"]

DEFAULT_ROWS: Final = 100
_PAGE: Final = 10_000
_REQUEST_ID: Final = re.compile(r"req-|request:|global:")


@click.command("search")
@click.argument("question", nargs=-1)
@common_options
def command(question: tuple[str, ...]) -> None:
    """Finds events, newest first.

    \b
    venus-log search 'level>=ERROR service:nova-*'
    venus-log search '"no valid host" since:now-2h'
    venus-log search 'request:req-78372747-... NOT level:DEBUG' --all

    Words look in body and exception message; field:value, field:prefix*, field>=value, field:[a TO b], AND, OR, NOT,
    parentheses, since: and until: are understood. Fields: venus-log fields.
    """
    text = " ".join(question)
    with ask() as asked:
        query, window = asked.question(text)
        most = asked.settings.rows(DEFAULT_ROWS)
        shown, total = 0, None
        cursor: Cursor | None = None
        while most is None or shown < most:
            page = asked.store.search(query, window, limit=min(_PAGE, most - shown) if most else _PAGE, after=cursor)
            total = page.total if total is None else total
            asked.output.events(page.events)
            shown += len(page.events)
            cursor = page.next
            if cursor is None:
                break
        if shown:
            asked.say_cut(shown, total)
        else:
            asked.say_none(window, query)
            if _REQUEST_ID.search(text):
                asked.output.note("to follow a request id through all services: venus-log chain ID")
