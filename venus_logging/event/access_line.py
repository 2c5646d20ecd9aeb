"""Access lines: what the request lines of nova and placement say about a request, read from the message alone.

The lines are those of ``specs/scenarios/common.api.access.yaml``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.event.address import is_address
from venus_logging.event.text import KEYWORD_MAX, masked

if TYPE_CHECKING:
    from venus_logging.event._types import Event

__all__ = ["SCENARIO", "SERVER_ERROR", "ended", "parse"]

SCENARIO: Final = "common.api.access"
"""The scenario whose statements these are."""

SERVER_ERROR: Final = 500
"""The lowest status of a request that failed; below it the API did its work."""
# NOTE: texts, compiled by re when the first such line comes: most services have none.
_REQUEST: Final = (
    r"(?P<address>\S*) \"(?P<method>[A-Z]{1,32}) (?P<path>[^\s?]*)(?:\?\S*)?\" status: (?P<status>[1-5][0-9]{2})"
    r" len: (?:(?P<size>[0-9]{1,15})|\S*) microversion: (?:(?P<microversion>[0-9]{1,6}\.[0-9]{1,6})|\S*)"
    r"(?: time: (?P<seconds>[0-9]{1,9}\.[0-9]{6}))?"
)
_RETURNED: Final = r"\S+ returned with HTTP (?P<status>[1-5][0-9]{2})"


def parse(body: str) -> Event:
    """What an access line says about its request: never its query string; nothing if the text is no such line.

    A line that only says ``<url> returned with HTTP <status>`` gives the status and the outcome. A status of 500 and
    above is a failure, as in the events of the access filter.

    Args:
        body: the message, masked.
    """
    if request := re.fullmatch(_REQUEST, body):
        return _described(request) | ended(int(request["status"]))
    if returned := re.fullmatch(_RETURNED, body):
        return ended(int(returned["status"]))
    return {}


def ended(status: int, problem: BaseException | None = None) -> Event:
    """How a request ended.

    Args:
        status: of its answer.
        problem: what the service let pass to its server, a failure whatever the status.
    """
    failed = status >= SERVER_ERROR or problem is not None
    outcome = "failure" if failed else "success"
    event: Event = {
        "http.response.status_code": status,
        "openstack.operation.phase": outcome,
        "openstack.operation.outcome": outcome,
    }
    if failed:
        event["error.type"] = str(status) if problem is None else type(problem).__qualname__
        event["openstack.error.code"] = "common.api.server-error"
    return event


def _described(request: re.Match[str]) -> Event:
    """Who asked for what, and what came back; what the service did not know is left out."""
    event: Event = {"http.request.method": request["method"], "url.path": masked(request["path"], KEYWORD_MAX)}
    if is_address(request["address"]):
        event["client.address"] = request["address"]
    if request["size"]:
        event["http.response.body.size"] = int(request["size"])
    if request["microversion"]:
        event["openstack.api.microversion"] = request["microversion"]
    if request["seconds"]:
        event["openstack.operation.duration"] = float(request["seconds"])
    return event
