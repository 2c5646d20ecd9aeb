"""AccessFilter: one event for every request that a WSGI service answered, and a clean context for the next one."""

from __future__ import annotations

import logging
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from oslo_context import context as oslo_context

from venus_logging.event.access_line import SERVER_ERROR, ended
from venus_logging.event.address import is_address
from venus_logging.event.route import guessed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, MutableMapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from venus_logging.event import Event

__all__ = ["AccessFilter", "clear_context", "filter_factory"]

EVENT: Final = "common.api.access"
_LOG: Final = logging.getLogger("venus_logging.access")
_CLIENT_GONE: Final = 499
_WITHIN: Final = "venus_logging.access"
_IDS: Final = ("request_id", "global_request_id")
# The place of a value in a route: {id}, {id:[0-9]+}, :id, :(id).
_PLACE: Final = re.compile(r"\{([^{}:]+)(?::[^{}]*)?\}|:\((\w+)\)|(?<=/):(\w+)")


class AccessFilter:
    """WSGI middleware, outermost, that writes one ``common.api.access`` event per request.

    Wrapped around an application (keystone, placement), or from paste (nova, neutron, cinder, glance)::

        [filter:venus_access]
        paste.filter_factory = venus_logging:filter_factory

    Before a request and after it the filter forgets the request context of the thread, which would otherwise be logged
    as the next one's until the service has made its own, and as that of whatever the worker says when it ends.

    Args:
        application: what answers.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request; the event is written when the last byte was handed over."""
        if _WITHIN in environ:
            # NOTE: a pipeline within a pipeline may have the filter twice; the request is one.
            return self._application(environ, start_response)
        clear_context()
        access = _Access(environ)
        try:
            answer = self._application(environ, access.starting(start_response))
        except BaseException as problem:
            access.finish(problem)
            raise
        return _Answer(answer, access)


def filter_factory(
    global_conf: MutableMapping[str, str], **local_conf: str
) -> Callable[[WSGIApplication], AccessFilter]:
    """What paste calls for the filter; it has no options."""
    return AccessFilter


def clear_context() -> None:
    """Forgets the request context of this thread, if there is one."""
    # NOTE: oslo.context has no public way; its own test fixture does the same.
    store = getattr(oslo_context, "_request_store", None)
    with suppress(AttributeError):
        del store.context  # type: ignore[union-attr]


class _Access:
    """What is known of one request, and its one event."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self._environ = environ
        environ[_WITHIN] = True
        # NOTE: taken now, because routers move parts of the path about.
        self._path = _unquoted(f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}") or "/"
        self._started = time.monotonic()
        self._status = 0
        self._done = False
        self.sent = 0

    def starting(self, start_response: StartResponse) -> StartResponse:
        """The server's ``start_response``, overheard."""

        def overheard(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], object]:
            self._status = int(status[:3]) if status[:3].isdecimal() else 0
            send = start_response(status, headers, *exc_info)

            def write(data: bytes) -> object:
                self.sent += len(data)
                return send(data)

            return write

        return overheard

    def unread(self) -> None:
        """Nobody asked for the first part of the answer: the client has gone, unless a status was told before."""
        self._status = self._status or _CLIENT_GONE

    def finish(self, problem: BaseException | None = None) -> None:
        """Writes the event, once."""
        if self._done:
            return
        self._done = True
        self._environ.pop(_WITHIN, None)
        try:
            self._write(problem)
        except Exception as broken:  # a request must not fail because of its access event
            _LOG.error("access event cannot be written: %s", type(broken).__name__)
        finally:
            clear_context()

    def _write(self, problem: BaseException | None) -> None:
        status = self._status or SERVER_ERROR
        duration = time.monotonic() - self._started
        attributes = self._attributes(duration) | ended(status, problem)
        level = logging.ERROR if "error.type" in attributes else logging.INFO
        method, path = attributes["http.request.method"], attributes["url.path"]
        extra: dict[str, object] = dict(attributes)
        if oslo_context.get_current() is None:
            # NOTE: a request that was refused before the service made a context still has the ids of oslo.middleware.
            extra["context"] = {name: self._environ.get(f"openstack.{name}") for name in _IDS}
        _LOG.log(level, "%s %s: %d in %.3f s", method, path, status, duration, extra=extra)

    def _attributes(self, duration: float) -> Event:
        environ = self._environ
        values: Event = {
            "event_name": EVENT,
            "openstack.operation.name": EVENT,
            "openstack.operation.duration": round(duration, 6),
            "http.request.method": str(environ.get("REQUEST_METHOD", "")),
            "http.response.body.size": self.sent,
            "http.route": _matched(environ) or guessed(self._path),
            "url.path": self._path,
        }
        # NOTE: behind a socket of the same host servers say nothing, or "unix:".
        if is_address(str(environ.get("REMOTE_ADDR", ""))):
            values["client.address"] = str(environ["REMOTE_ADDR"])
        if environ.get("HTTP_USER_AGENT"):
            values["user_agent.original"] = str(environ["HTTP_USER_AGENT"])
        microversion = environ.get("HTTP_OPENSTACK_API_VERSION", "").split(" ")[-1]
        if microversion:
            values["openstack.api.microversion"] = microversion
        return values


class _Answer:
    """The application's answer, counted; closing it ends the request."""

    def __init__(self, parts: Iterable[bytes], access: _Access) -> None:
        self._parts = parts
        self._access = access
        self._begun = False

    def __iter__(self) -> Iterator[bytes]:
        self._begun = True
        try:
            for part in self._parts:
                self._access.sent += len(part)
                yield part
        except BaseException as problem:
            # NOTE: so ends the loop of a server whose client has gone; the service did not fail.
            self._access.finish(None if isinstance(problem, GeneratorExit) else problem)
            raise

    def close(self) -> None:
        """Called by the server after the last part, or when the client has gone."""
        if not self._begun:
            self._access.unread()
        try:
            close = getattr(self._parts, "close", None)
            if close is not None:
                close()
        finally:
            self._access.finish()


def _unquoted(path: str) -> str:
    """A path as it was meant: WSGI hands the bytes of UTF-8 over as latin-1 (PEP 3333)."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _matched(environ: WSGIEnvironment) -> str:
    """The route that the service matched, if it says so: nova, neutron, glance and cinder, below their mount point."""
    mapped = getattr(environ.get("routes.route"), "routepath", None)
    if not isinstance(mapped, str):
        return ""
    route = f"{environ.get('SCRIPT_NAME', '').rstrip('/')}/{mapped.lstrip('/')}"
    return _PLACE.sub(lambda place: f"{{{next(filter(None, place.groups()))}}}", route)
