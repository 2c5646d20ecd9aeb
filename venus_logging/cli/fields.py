"""venus-log fields: which fields the events have."""

from __future__ import annotations

import click

from venus_logging.cli._completing import where_option
from venus_logging.cli._options import answer_options, common_options
from venus_logging.cli._store import ask
from venus_logging.query import event_fields

__all__ = ["command"]


@click.command("fields")
@where_option("service:nova-*")
@answer_options
@common_options
def command(where: str) -> None:
    """Lists the fields that the events have: name, other names, kind, and how many events have it."""
    known = event_fields()
    with ask() as asked:
        query, window = asked.question(where)
        asked.say_question(query, window)
        found = asked.store.fields(query, window)
        if not found:
            asked.say_none(window, query)
            return
        rows = []
        for info in found[: asked.settings.limit]:
            field = known.get(info.name)
            aliases, brief = (field.aliases, field.brief) if field else ((), "")
            names = ", ".join(aliases) if asked.output.table else list(aliases)
            rows.append((info.name, names, info.kind, info.count, brief))
        asked.output.rows(("field", "aliases", "kind", "count", "brief"), rows)
