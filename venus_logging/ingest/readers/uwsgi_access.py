"""uwsgi's access log as JSON lines: one ``common.api.access`` event per request of a service without our filter.

The line is that of ``venus-log config uwsgi``; its fields are uwsgi's (documentation of ``--log-format``).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from venus_logging.event.access_line import SERVER_ERROR, ended
from venus_logging.event.address import is_address
from venus_logging.event.route import guessed
from venus_logging.event.text import KEYWORD_MAX, masked
from venus_logging.event.time import from_epoch
from venus_logging.ingest._types import Line, Read, Reject
from venus_logging.ingest.readers._object import read_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.event import Event

__all__ = ["UwsgiAccess", "looks_like"]

EVENT: Final = "common.api.access"
LOGGER: Final = "uwsgi.access"
_FIELDS: Final = ("t", "svc", "method", "uri", "status", "ms", "size", "addr", "gid", "pid")
_NEWER: Final = ("size", "addr")
_NOTHING: Final = ("", "-", None)
_REQUEST_ID: Final = re.compile(r"req-[\w.-]{1,128}")


def looks_like(raw: bytes) -> bool:
    """Whether a line is one of these."""
    return raw.startswith(b'{"t":') and b'"method":' in raw and b'"ms":' in raw


class UwsgiAccess:
    """Reads one request a line.

    Args:
        host: ``host.name`` of the events.
    """

    def __init__(self, host: str) -> None:
        self._host = host

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """One event or reject a line."""
        number = 0
        for line in lines:
            request = read_object(line)
            if isinstance(request, Reject):
                yield Read(request, line)
                continue
            if not _is_as_written(line.raw):
                yield Read(Reject("no access line: not the fields that we asked uwsgi for", line.raw), line)
                continue
            number += 1
            try:
                yield Read(self._event(request), line, number=number, raw=line.raw)
            except (KeyError, TypeError, ValueError, OverflowError) as problem:
                yield Read(Reject(f"no access line: {type(problem).__name__}: {problem}", line.raw), line)

    def _event(self, request: dict[str, Any]) -> Event:
        status, seconds = int(request["status"]), int(request["ms"]) / 1000
        path = masked(str(request["uri"]).partition("?")[0], KEYWORD_MAX)
        failed = status >= SERVER_ERROR
        return {
            "@timestamp": from_epoch(int(request["t"]) / 1000),
            "severity_number": 17 if failed else 9,
            "severity_text": "ERROR" if failed else "INFO",
            "body": f"{request['method']} {path}: {status} in {seconds:.3f} s",
            "log.logger": LOGGER,
            "host.name": self._host,
            "event_name": EVENT,
            "openstack.operation.name": EVENT,
            "openstack.scenario.id": EVENT,
            "openstack.scenario.source": "rule",
            "openstack.operation.duration": seconds,
            "http.request.method": str(request["method"]),
            "http.route": guessed(path),
            "url.path": path,
            **ended(status),
            **_optional(request),
        }


def _is_as_written(raw: bytes) -> bool:
    """Whether a line has our fields, each once and in our order.

    uwsgi escapes nothing: a client's header may close its text and add fields, of which JSON would take the last.
    """
    try:
        names = [name for name, _ in json.loads(raw, object_pairs_hook=list)]
    except RecursionError:  # a decoder without the hook goes a little deeper
        return False
    return names in ([name for name in _FIELDS if name not in left_out] for left_out in ((), _NEWER))


def _optional(request: dict[str, Any]) -> Event:
    """What a line may have: service, process, sizes, address, and the request id that the caller sent."""
    found: Event = {}
    if request.get("svc") not in _NOTHING:
        found["service.name"] = str(request["svc"])
    if isinstance(request.get("pid"), int):
        found["process.pid"] = request["pid"]
    if isinstance(request.get("size"), int):
        found["http.response.body.size"] = request["size"]
    if is_address(str(request.get("addr"))):
        found["client.address"] = str(request["addr"])
    global_id = request.get("gid")
    if isinstance(global_id, str) and _REQUEST_ID.fullmatch(global_id):
        found["openstack.request.global_id"] = global_id
    return found
