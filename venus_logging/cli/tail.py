"""venus-log tail: events as they come in."""

from __future__ import annotations

import signal
import time
from threading import Event
from typing import Final

import click

from venus_logging.analyse import tail
from venus_logging.cli._completing import complete_question
from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask
from venus_logging.event.time import SECOND

__all__ = ["command"]

LOOK_SECONDS: Final = 1.0
DEFAULT_ROWS: Final = 10


@click.command("tail")
@click.argument("question", nargs=-1, shell_complete=complete_question)
@click.option(
    "--late",
    metavar="SECONDS",
    type=click.FloatRange(1, 86_400),
    default=60.0,
    show_default=True,
    help="How long an event may take to the store; what comes later is not shown.",
)
@common_options
def command(question: tuple[str, ...], late: float) -> None:
    """Shows events as they come in, until ^C: the last ten that the question finds (--limit N), and then each new one.

    \b
    venus-log tail 'level>=WARNING service:nova-*'
    venus-log tail 'request:req-78372747-...' --limit 1

    Somebody must write them into the store meanwhile: venus-log ingest --follow.
    """
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ask() as asked:
        query, _ = asked.question(" ".join(question), whole=True)
        last = asked.settings.rows(DEFAULT_ROWS)
        found = tail(
            asked.store,
            query,
            last=DEFAULT_ROWS if last is None else last,
            late=int(late * SECOND),
            now=time.time_ns,
            wait=lambda: not stop.wait(LOOK_SECONDS),
        )
        for event in found:
            asked.output.events([event])
