"""venus-log stats: the values of one field and how often each occurs."""

from __future__ import annotations

import click

from venus_logging.analyse import stats
from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask
from venus_logging.cli.pivot import DEFAULT_ROWS, dimension, say_other

__all__ = ["command"]


@click.command("stats")
@click.argument("field")
@click.option("--where", metavar="QUESTION", default="", help="Which events, e.g. 'level>=ERROR'.")
@common_options
def command(field: str, where: str) -> None:
    """Counts the events for each value of one field, the most frequent first."""
    name = dimension(field)
    with ask() as asked:
        query, window = asked.question(where)
        limit = asked.settings.rows(DEFAULT_ROWS)
        table = stats(asked.store, name, query, window, limit=limit)
        asked.output.rows(("value", "count"), table.rows)
        say_other(asked, table, query, window)
