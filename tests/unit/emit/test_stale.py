"""Contexts that outlive their request are told apart under uwsgi."""

from __future__ import annotations

import logging
import sys
import threading
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

import pytest
from oslo_context import context

from venus_logging import EventFormatter
from venus_logging.emit.stale import STALE, watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event


SERVING = "uWSGIWorker1Core0"


class Uwsgi(ModuleType):
    """What uwsgi offers inside of its processes: a name, and a counter of requests."""

    opt: ClassVar = {"name": b"nova-api"}

    def __init__(self) -> None:
        super().__init__("uwsgi")
        self.number = 0
        self.connection = 9

    def request_id(self) -> int:
        """The number of the request that this thread serves."""
        if threading.current_thread().name != SERVING:
            raise SystemError("you can call uwsgi api function only from the main callable")
        return self.number

    def connection_fd(self) -> int:
        """The connection of the request that this thread serves, 0 if it serves none yet."""
        return self.connection


@pytest.fixture
def uwsgi() -> Iterator[Uwsgi]:
    """A process of uwsgi, and a thread without a context after it."""
    module, stock = Uwsgi(), context.RequestContext.update_store
    thread = threading.current_thread()
    name, thread.name = thread.name, SERVING
    sys.modules["uwsgi"] = module
    yield module
    thread.name = name
    del sys.modules["uwsgi"]
    context.RequestContext.update_store = stock
    if context.get_current() is not None:
        del context._request_store.context


def event(formatter: EventFormatter) -> Event:
    """An event of this moment."""
    return formatter.event(logging.LogRecord("n", logging.INFO, "f.py", 1, "m", None, None))


def flag(formatter: EventFormatter) -> object:
    """The flag of an event of this moment."""
    return event(formatter).get(STALE)


class TestStale:
    def test_next_request(self, uwsgi: Uwsgi) -> None:
        """A context is fine in its own request and flagged in the next one, until that makes its own."""
        formatter = EventFormatter()
        context.RequestContext(request_id="req-1")
        own = (flag(formatter), flag(formatter))
        uwsgi.number = 1
        stale = flag(formatter)
        context.RequestContext(request_id="req-2")
        assert (own, stale, flag(formatter)) == ((None, None), True, None)

    def test_silent_request(self, uwsgi: Uwsgi) -> None:
        """A context whose own request logged nothing is flagged when the next request logs with it."""
        formatter = EventFormatter()
        context.RequestContext(request_id="req-1")
        uwsgi.number = 1
        assert flag(formatter) is True

    def test_loading(self, uwsgi: Uwsgi) -> None:
        """A context from the time when the application was loaded is flagged in the first request."""
        formatter = EventFormatter()
        uwsgi.connection = 0
        context.RequestContext(request_id="req-start")
        loading = flag(formatter)
        uwsgi.connection = 9
        assert (loading, flag(formatter)) == (None, True)

    def test_once(self, uwsgi: Uwsgi) -> None:
        """However often contexts are to be watched, they are watched once."""
        watch()
        watched = context.RequestContext.update_store
        watch()
        assert context.RequestContext.update_store is watched

    def test_elsewhere(self) -> None:
        """Outside of uwsgi oslo.context stays as it is."""
        stock = context.RequestContext.update_store
        watch()
        assert context.RequestContext.update_store is stock

    def test_other_threads(self, uwsgi: Uwsgi) -> None:
        """A thread that serves no request says nothing about its context, and never asks uwsgi: that may end it."""
        formatter, flags, asked = EventFormatter(), [], []
        uwsgi.request_id = lambda: asked.append(threading.current_thread().name)  # type: ignore[method-assign]

        def work() -> None:
            context.RequestContext(request_id="req-1")
            flags.append(flag(formatter))

        thread = threading.Thread(target=work, name="cell_worker_0")
        thread.start()
        thread.join()
        assert (flags, asked) == ([None], [])

    def test_service_name(self, uwsgi: Uwsgi) -> None:
        """Under uwsgi the service is called what uwsgi is called."""
        assert event(EventFormatter())["service.name"] == "nova-api"
