"""venus-log chain: what happened to a request, through all services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from venus_logging.analyse import chain
from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask
from venus_logging.query import Query, Window
from venus_logging.query.tree import Equal

if TYPE_CHECKING:
    from venus_logging.analyse import Chain
    from venus_logging.cli._store import Asked
    from venus_logging.event import Event

__all__ = ["command"]

DEFAULT_ROWS: Final = 1_000
_ERROR: Final = 17
_MOST: Final = 5
_ABOUT: Final = (
    ("for project", "openstack.project.id"),
    ("for user", "user.id"),
    ("about", "openstack.resource.id"),
    ("on host", "host.name"),
)


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
        window = asked.window()
        found = chain(asked.store, request_id, limit=most, window=window)
        if not found.keys:
            _say_none(asked, request_id, window)
            return
        if asked.output.table:
            for line in _head(found):
                asked.output.line(line)
        asked.output.events(found.events)
        asked.say_cut(len(found.events), found.total)


def _head(found: Chain) -> list[str]:
    """The keys and the services of a chain, for whom it was, what it is about, and its first error."""
    lines = [f"chain {', '.join(found.keys)}: {found.total} events of {', '.join(found.services)}"]
    for word, name in _ABOUT:
        values = dict.fromkeys(str(event[name]) for event in found.events if name in event)
        if values:
            lines.append(f"{word} {', '.join(list(values)[:_MOST])}{' ...' if len(values) > _MOST else ''}")
    error = next((event for event in found.events if _is_error(event)), None)
    if error is not None:
        first = (str(error["body"]).splitlines() or [""])[0]
        lines.append(f"first error {error['service.name']} on {error['host.name']}: {first}")
    return lines


def _is_error(event: Event) -> bool:
    number = event.get("severity_number")
    return isinstance(number, int) and number >= _ERROR


def _say_none(asked: Asked, request_id: str, window: Window) -> None:
    outside = chain(asked.store, request_id, limit=1).total if window != Window() else 0
    if outside:
        asked.output.note(f"{outside} events of the chain of {request_id}, none of them inside --since and --until")
        return
    asked.output.note(f"no event carries the request id {request_id}")
    named = Query(Equal("openstack.related.ids", request_id.removeprefix("req-").lower()))
    if asked.store.search(named, Window(), limit=1).events:
        asked.output.note(f"but events name it: venus-log search related:{request_id.removeprefix('req-')} --all")
