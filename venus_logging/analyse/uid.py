"""The short form of a uid, for people, and the one event that it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.errors import VenusError
from venus_logging.query import Query, Window
from venus_logging.query.tree import And, Equal, Filter, Prefix

if TYPE_CHECKING:
    from venus_logging.store import Store

__all__ = ["resolve_uid", "short_uid"]

_FOREIGN: Final = 12
_EMITTER: Final = 8
_CANDIDATES: Final = 100
_EMITTED: Final = re.compile(r"([0-9a-f]{4,24})-(\d{1,18})")


def short_uid(uid: str) -> str:
    """What people need to type of a uid: the first digits, and the number of an emitter's event."""
    emitted = _EMITTED.fullmatch(uid)
    return f"{emitted[1][:_EMITTER]}-{emitted[2]}" if emitted else uid[:_FOREIGN]


def resolve_uid(store: Store, text: str, scope: Query | None = None) -> str | None:
    """The uid that a whole or a shortened one means, None if there is no such event.

    Args:
        store: where the events are.
        text: the whole uid, or what ``short_uid`` makes of it.
        scope: a further question that limits what the caller may see.

    Raises:
        VenusError: several events begin like this.
    """
    scope = scope or Query()
    if store.get(text, scope) is not None:
        return text
    emitted = _EMITTED.fullmatch(text)
    wanted: Filter = Prefix("log.record.uid", text)
    ending = ""
    if emitted:
        ending = f"-{int(emitted[2])}"
        wanted = And((Prefix("log.record.uid", emitted[1]), Equal("openstack.record.number", int(emitted[2]))))
    page = store.search(Query(And((wanted, scope.filter))), Window(), limit=_CANDIDATES)
    # NOTE: a record of a foreign log may have the number, too, and a uid that begins like the emitter.
    found = [uid for event in page.events if (uid := str(event["log.record.uid"])).endswith(ending)]
    if len(found) > 1:
        others = len(page.events) - len(found)
        count = len(found) if page.total is None else page.total - others
        raise VenusError(f"{count} events have a uid that begins with {text!r}", hint="give more of it")
    return found[0] if found else None
