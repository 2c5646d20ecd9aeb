"""venus-log stats: the values of one field and how often each occurs."""

from __future__ import annotations

import click

from venus_logging.analyse import counting
from venus_logging.cli._completing import complete_field, where_option
from venus_logging.cli._options import answer_options, common_options
from venus_logging.cli._store import ask
from venus_logging.cli.pivot import DEFAULT_ROWS, dimension

__all__ = ["command"]


@click.command("stats")
@click.argument("field", shell_complete=complete_field)
@where_option("level>=ERROR")
@answer_options
@common_options
def command(field: str, where: str) -> None:
    """Counts the events for each value of one field, the most frequent first.

    Short for a question with stats, which --verbose says.
    """
    name = dimension(field)
    with ask() as asked:
        query, window = asked.question(where)
        most = asked.settings.rows(DEFAULT_ROWS)
        table = asked.run(counting(query, (name,), limit=most), window)
        asked.output.rows(("value", "count"), table.rows)
        asked.say_left_out(table, query, window, most)
