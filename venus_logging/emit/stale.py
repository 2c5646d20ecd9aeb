"""Stale contexts: the context of a request that is still on the thread when the next request of uwsgi logs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from oslo_context import context as oslo_context

if TYPE_CHECKING:
    from oslo_context.context import RequestContext

__all__ = ["STALE", "is_stale"]

STALE: Final = "x.venus.stale_context"
_first_seen: Final[WeakKeyDictionary[RequestContext, int]] = WeakKeyDictionary()


def is_stale() -> bool:
    """Whether the context of this thread was first logged in an earlier request of uwsgi.

    Services never clear the context, so that a request which is refused before it makes its own is logged with the
    ids and the user of the request before. Outside of uwsgi nothing can be said; AccessFilter clears the context.
    """
    uwsgi: Any = sys.modules.get("uwsgi")
    if uwsgi is None:
        return False
    current = oslo_context.get_current()
    if current is None:
        return False
    try:
        number: int = uwsgi.request_id()
        return _first_seen.setdefault(current, number) != number
    except (SystemError, TypeError):  # a thread that serves no request, or a context that cannot be remembered
        return False
