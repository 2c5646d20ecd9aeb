"""The WSGI filter: one event per request, and no request of the past in the next one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from oslo_context import context

from venus_logging import contract
from venus_logging.emit.access import AccessFilter, filter_factory
from venus_logging.testing.capture import EventCapture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SERVER = "5dff9ed1-f8f7-4c5f-998a-952e375e0ee7"
WANTED = (
    "body", "event_name", "http.route", "http.response.status_code", "http.response.body.size", "severity_text",
    "openstack.request.id", "user.id", "openstack.operation.phase", "error.type", "openstack.error.code",
)  # fmt: skip


@pytest.fixture
def lines() -> Iterator[EventCapture]:
    """What the filter says, and a thread without a request context after it."""
    with EventCapture("venus_logging.access", strict=False) as capture:
        yield capture
    if context.get_current() is not None:
        del context._request_store.context


def call(application: Callable[..., Iterable[bytes]], path: str, **environ: str) -> bytes:
    """The whole answer of an application to a GET."""
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.7", **environ}
    answer = application(given, lambda *args: None)
    try:
        return b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def serve(status: str, parts: tuple[bytes, ...] = (b"{}",), user: str = "") -> Callable[..., Iterable[bytes]]:
    """An application that gives this answer, with a request context if it has a user."""

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        environ["openstack.request_id"] = "req-of-middleware"
        if user:
            context.RequestContext(request_id="req-of-context", user_id=user)
        start_response(status, [])
        return parts

    return application


def without_time(event: dict[str, Any]) -> dict[str, Any]:
    """What an access event says, without its duration."""
    found = {name: event[name] for name in WANTED if name in event}
    found["body"] = found["body"].partition(" in ")[0]
    return found


class TestAccessFilter:
    def test_request(self, lines: EventCapture) -> None:
        """A request that was served leaves one event with its route, status, size and requester."""
        assert call(AccessFilter(serve("200 OK", (b"ab", b"c"), "alice")), f"/v2.1/servers/{SERVER}") == b"abc"
        assert [without_time(event) for event in lines.events] == [
            {
                "body": f"GET /v2.1/servers/{SERVER}: 200",
                "event_name": "common.api.access",
                "http.route": "/v2.1/servers/{id}",
                "http.response.status_code": 200,
                "http.response.body.size": 3,
                "severity_text": "INFO",
                "openstack.request.id": "req-of-context",
                "user.id": "alice",
                "openstack.operation.phase": "success",
            }
        ]

    def test_valid(self, lines: EventCapture) -> None:
        """An access event keeps the contract."""
        call(AccessFilter(serve("200 OK", user="alice")), "/", HTTP_USER_AGENT="curl", SCRIPT_NAME="/identity")
        assert contract.check(lines.events[0]) == []

    @pytest.mark.parametrize("address", ["", "unix:", "192.0.2.7:80", "client"])
    def test_no_address(self, lines: EventCapture, address: str) -> None:
        """A client without an address, as behind a socket of the same host, is no damage."""
        call(AccessFilter(serve("200 OK", user="alice")), "/", REMOTE_ADDR=address)
        found = lines.events[0]
        assert ("client.address" in found, contract.INVALID in found) == (False, False)

    def test_stale_context(self, lines: EventCapture) -> None:
        """A refused request is not attributed to the user of the thread's last request."""
        context.RequestContext(request_id="req-of-the-past", user_id="alice")
        call(AccessFilter(serve("401 Unauthorized")), "/v2.1/servers")
        assert without_time(lines.events[0]) == {
            "body": "GET /v2.1/servers: 401",
            "event_name": "common.api.access",
            "http.route": "/v2.1/servers",
            "http.response.status_code": 401,
            "http.response.body.size": 2,
            "severity_text": "INFO",
            "openstack.request.id": "req-of-middleware",
            "openstack.operation.phase": "success",
        }

    def test_server_error(self, lines: EventCapture) -> None:
        """An answer of 500 and above is a failure with an error code."""
        call(AccessFilter(serve("503 Service Unavailable")), "/")
        found = {name: lines.events[0][name] for name in ("severity_text", "error.type", "openstack.error.code")}
        expected = {"severity_text": "ERROR", "error.type": "503", "openstack.error.code": "common.api.server-error"}
        assert found == expected

    def test_exception(self, lines: EventCapture) -> None:
        """An exception passes to the server, and its class is in the event."""

        def broken(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
            raise LookupError("no")

        with pytest.raises(LookupError, match="no"):
            call(AccessFilter(broken), "/")
        assert [event["error.type"] for event in lines.events] == ["LookupError"]

    def test_exception_while_answering(self, lines: EventCapture) -> None:
        """An answer that breaks off is one event, not two."""

        def parts() -> Iterator[bytes]:
            yield b"a"
            raise OSError("gone")

        with pytest.raises(OSError, match="gone"):
            call(AccessFilter(serve("200 OK", parts())), "/")  # type: ignore[arg-type]
        assert [(event["error.type"], event["http.response.body.size"]) for event in lines.events] == [("OSError", 1)]

    def test_client_gone(self, lines: EventCapture) -> None:
        """A client that goes away before the end is no failure of the service."""
        answer = iter(AccessFilter(serve("200 OK", (b"ab", b"c")))({"PATH_INFO": "/"}, lambda *args: print))
        next(answer)
        del answer  # as a server's loop does when it cannot write

        found = [(event["severity_text"], event["http.response.body.size"]) for event in lines.events]
        assert found == [("INFO", 2)]

    def test_client_gone_at_once(self, lines: EventCapture) -> None:
        """So is one that goes away before the service began to answer; as nginx does, its status is 499."""

        def lazy(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterator[bytes]:
            start_response("200 OK", [])
            yield b"x"

        AccessFilter(lazy)({"PATH_INFO": "/"}, lambda *args: print).close()  # type: ignore[attr-defined]
        found = [(event["severity_text"], event["http.response.status_code"]) for event in lines.events]
        assert found == [("INFO", 499)]

    def test_written(self, lines: EventCapture) -> None:
        """What an application writes itself counts too."""
        sent: list[bytes] = []

        def writer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            start_response("200 OK", [])(b"abc")
            return [b"d"]

        assert list(AccessFilter(writer)({"PATH_INFO": "/"}, lambda *args: sent.append)) == [b"d"]
        AccessFilter(writer)({"PATH_INFO": "/"}, lambda *args: sent.append).close()  # type: ignore[attr-defined]
        assert (sent, lines.events[0]["http.response.body.size"]) == ([b"abc", b"abc"], 3)

    def test_twice(self, lines: EventCapture) -> None:
        """A filter within a filter writes one event for each request, also if the server uses its environ again."""
        application, environ = AccessFilter(AccessFilter(serve("200 OK"))), {"PATH_INFO": "/"}
        for _ in range(2):
            answer = application(environ, lambda *args: print)
            assert list(answer) == [b"{}"]
            answer.close()  # type: ignore[attr-defined]
        assert len(lines.events) == 2

    def test_paste(self) -> None:
        """Paste gets a filter from the factory."""
        made = filter_factory({})(serve("200 OK"))
        assert isinstance(made, AccessFilter)

    @pytest.mark.parametrize(
        ("found", "expected"),
        [
            ({"routes.route": SimpleNamespace(routepath="{project_id}/servers/{id}")}, "/{project_id}/servers/{id}"),
            ({"routes.route": SimpleNamespace(routepath="/s/{id}"), "SCRIPT_NAME": "/v2.1"}, "/v2.1/s/{id}"),
            ({"routes.route": SimpleNamespace(routepath="{project_id:[0-9a-f\\-]+}/types")}, "/{project_id}/types"),
            (
                {"routes.route": SimpleNamespace(routepath="/ports/:port_id/bindings/:(id)")},
                "/ports/{port_id}/bindings/{id}",
            ),
            ({}, "/p/servers/{id}"),
        ],
    )
    def test_route_of_the_service(self, lines: EventCapture, found: dict[str, Any], expected: str) -> None:
        """A route that the service matched, below the place where it is mounted, wins over a guess from the path."""

        def routed(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
            environ.update(found)
            start_response("200 OK", [])
            return [b""]

        call(AccessFilter(routed), "/p/servers/7")
        assert lines.events[0]["http.route"] == expected

    def test_path(self, lines: EventCapture) -> None:
        """The path is the one that was asked for, whatever a router makes of it."""

        def mounted(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
            environ.update(SCRIPT_NAME="", PATH_INFO="/servers")
            start_response("200 OK", [])
            return [b""]

        call(AccessFilter(mounted), "/servers", SCRIPT_NAME="/v2.1")
        assert lines.events[0]["url.path"] == "/v2.1/servers"

    def test_no_context_left(self, lines: EventCapture) -> None:
        """A request that is over leaves no context to what its thread does next."""
        call(AccessFilter(serve("200 OK", user="alice")), "/")
        assert (lines.events[0]["user.id"], context.get_current()) == ("alice", None)
