"""Stale contexts: the context of a request that is still on the thread when the next request of uwsgi logs."""

from __future__ import annotations

import sys
import threading
from functools import wraps
from typing import Any, Final

from oslo_context import context as oslo_context

__all__ = ["STALE", "is_stale", "watch"]

STALE: Final = "x.venus.stale_context"
_noted: Final = threading.local()
_SERVING: Final = "uWSGIWorker"
_WATCHED: Final = "venus_watched"


def watch() -> None:
    """Notes from now on in which request of uwsgi a thread got its context; does nothing outside of uwsgi, or twice.

    To look at contexts when they log is not enough: at INFO most requests log nothing, and the next one's refusal is
    the first record that has their context.
    """
    stock: Any = oslo_context.RequestContext.update_store
    if "uwsgi" not in sys.modules or hasattr(stock, _WATCHED):
        return

    # NOTE: oslo.context has no hook; this is its one public place where a context becomes the thread's.
    @wraps(stock)
    def update_store(self: oslo_context.RequestContext) -> None:
        stock(self)
        _noted.number = _request_number()

    setattr(update_store, _WATCHED, True)
    setattr(oslo_context.RequestContext, "update_store", update_store)  # noqa: B010  # mypy: a method is no variable


def is_stale() -> bool:
    """Whether the context of this thread was made in an earlier request of uwsgi.

    Services never clear the context, so that a request which is refused before it makes its own is logged with the
    ids and the user of the request before. Outside of uwsgi nothing can be said; AccessFilter clears the context.
    """
    made = getattr(_noted, "number", None)
    if made is None or oslo_context.get_current() is None:
        return False
    now = _request_number()
    return now is not None and now != made


def _request_number() -> int | None:
    """How many requests this thread of uwsgi has served; -1 while it serves none, None if it never does."""
    # NOTE: uwsgi names its threads so. Asked in another thread while the application loads, it ends the process by a
    # segmentation fault (seen with nova-api's pool of threads).
    if not threading.current_thread().name.startswith(_SERVING):
        return None
    uwsgi: Any = sys.modules["uwsgi"]
    try:
        # NOTE: the first request has the number that the application had while it was loaded, and made contexts.
        number: int = uwsgi.request_id() if uwsgi.connection_fd() > 0 else -1
    except SystemError:
        return None
    return number
