"""venus-log context: what stood around an event in its service's log."""

from __future__ import annotations

import click

from venus_logging.analyse import context
from venus_logging.analyse.uid import resolve_uid
from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask

__all__ = ["command"]


@click.command("context")
@click.argument("uid")
@click.option(
    "-n", "count", default=10, show_default=True, type=click.IntRange(0, 10_000), help="How many before and after."
)
@common_options
def command(uid: str, count: int) -> None:
    """Shows the events of the same service and host before and after one event, in order.

    UID is log.record.uid, or its short form from the first column of a table.
    """
    with ask() as asked:
        if asked.settings.limit is not None or asked.settings.since or asked.settings.until:
            raise click.UsageError("context takes neither --limit nor times; -n says how many before and after")
        whole = resolve_uid(asked.store, uid)
        found = context(asked.store, whole, before=count, after=count) if whole else None
        if found is None:
            asked.output.note(f"no event has the uid {uid}")
            return
        asked.output.events(found.events, mark=str(found.events[found.position]["log.record.uid"]))
