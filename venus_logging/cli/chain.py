"""venus-log chain: what happened to a request, through all services."""

from __future__ import annotations

from typing import Final

import click

from venus_logging.analyse import chain
from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask

__all__ = ["command"]

DEFAULT_ROWS: Final = 1_000


@click.command("chain")
@click.argument("request_id", metavar="ID")
@common_options
def command(request_id: str) -> None:
    """Shows every event of the call that a request id belongs to, through all services, in order.

    ID is a local or a global request id, with or without req-. It looks at all times unless --since or --until say
    otherwise.
    """
    with ask() as asked:
        most = asked.settings.rows(DEFAULT_ROWS)
        found = chain(asked.store, request_id, limit=most, window=asked.window())
        if not found.keys:
            asked.output.note(f"no event carries the request id {request_id}")
            return
        if asked.output.table:
            asked.output.line(f"chain {', '.join(found.keys)}: {found.total} events, {' -> '.join(found.services)}")
        asked.output.events(found.events)
        asked.say_cut(len(found.events), found.total)
