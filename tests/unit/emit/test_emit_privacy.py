"""What leaves of personal attributes, wherever a record has them from."""

from __future__ import annotations

import hmac
import logging
from pathlib import Path
from typing import Any

import pytest
from oslo_context.context import RequestContext

from venus_logging import EventFormatter, contract

KEY = b"0123456789abcdef"
REQUEST = "req-5f0acd1e-3a8b-4a43-a1d0-4a3f8d6d9d3b"
PERSON = {"user.id": "u-1", "user.name": "ada", "openstack.project.name": "lovelace"}
OTHERS = {"openstack.request.id": REQUEST, "openstack.project.id": "p-1"}
ACCESS = {
    "event_name": "common.api.access",
    "openstack.operation.name": "common.api.access",
    "openstack.operation.phase": "success",
    "openstack.operation.outcome": "success",
    "http.request.method": "GET",
    "url.path": "/v2.1/servers",
    "http.response.status_code": 200,
}
CLIENT = {"user_agent.original": "curl/8"}
ADDRESS = {"client.address": "203.0.113.7"}


class Slim:
    """A context class of a service's own: it has no roles, no domains and no scope."""

    request_id = REQUEST
    project_id, project_name = "p-1", "lovelace"
    user_id, user_name = "u-1", "ada"


IN_DICT = {
    "request_id": REQUEST, "user": "u-1", "user_name": "ada", "project_id": "p-1", "project_name": "lovelace"
}  # fmt: skip


def whole() -> RequestContext:
    """The usual context."""
    return RequestContext(
        request_id=REQUEST, user_id="u-1", user_name="ada", project_id="p-1", project_name="lovelace", overwrite=False
    )


def hashed(value: str, key: bytes = KEY) -> str:
    """What a policy of ``hash`` makes of a value."""
    return hmac.digest(key, value.encode(), "sha256").hex()[:32]


def left(values: dict[str, str], mode: str, key: bytes = KEY) -> dict[str, str]:
    """What a policy leaves of personal attributes."""
    return {"keep": values, "hash": {name: hashed(each, key) for name, each in values.items()}, "drop": {}}[mode]


def formatter(folder: Path, mode: str, key: bytes = KEY) -> EventFormatter:
    """A formatter with a policy; its key lies in the folder."""
    path = folder / f"key-{key.hex()}"
    path.write_bytes(key)
    return EventFormatter(f"service=a host=h personal={mode}" + (f" key_file={path}" if mode == "hash" else ""))


def record(**given: Any) -> logging.LogRecord:
    """A record with what a call was given."""
    return logging.makeLogRecord({"name": "n", "msg": "m", "levelno": 20, "levelname": "INFO", **given})


def told(event: dict[str, Any], *asked: dict[str, Any]) -> dict[str, Any]:
    """What an event says under the names of some attributes."""
    return {name: event[name] for each in asked for name in each if name in event}


@pytest.mark.parametrize("mode", ["keep", "hash", "drop"])
class TestPolicy:
    @pytest.mark.parametrize(
        "context",
        [whole, IN_DICT.copy, Slim],
        ids=["request-context", "dict", "unusual"],
    )
    def test_requester(self, tmp_path, mode, context):
        """
        The policy holds for who asked, in every form that a context has; ids of requests and projects stay.
        """
        event = formatter(tmp_path, mode).event(record(context=context()))

        assert told(event, PERSON, OTHERS) == left(PERSON, mode) | OTHERS

    def test_typed(self, tmp_path, mode):
        """
        The policy holds for attributes of a typed event.
        """
        event = formatter(tmp_path, mode).event(record(**ACCESS, **CLIENT))

        assert told(event, ACCESS, CLIENT) == ACCESS | left(CLIENT, mode)

    def test_valid(self, tmp_path, mode):
        """
        What a policy leaves keeps the contract.
        """
        event = formatter(tmp_path, mode).event(record(context=whole(), **ACCESS, **CLIENT))

        assert (contract.check(event), event.get(contract.INVALID)) == ([], None)

    def test_nothing_else_says_it(self, tmp_path, mode):
        """
        A value that may not leave stands nowhere in the line.
        """
        line = formatter(tmp_path, mode).format(record(context=whole(), **ACCESS, **CLIENT, **ADDRESS))
        values = [*PERSON.values(), *CLIENT.values(), *ADDRESS.values()]

        assert [value for value in values if f'"{value}"' in line] == (values if mode == "keep" else [])


class TestAddress:
    @pytest.mark.parametrize("mode", ["keep", "drop"])
    def test_as_it_is_or_not_at_all(self, tmp_path, mode):
        """
        The address of a client is kept or dropped.
        """
        event = formatter(tmp_path, mode).event(record(**ACCESS, **ADDRESS))

        assert (told(event, ADDRESS), event.get(contract.INVALID)) == (left(ADDRESS, mode), None)

    def test_hashed(self, tmp_path):
        """
        A hashed address groups, differs from the address, and leaves the event valid.
        """
        hashing = formatter(tmp_path, "hash")
        events = [hashing.event(record(**ACCESS, **ADDRESS)) for _ in range(2)]
        addresses = {event.get("client.address") for event in events}

        assert [event.get(contract.INVALID) for event in events] == [None, None]
        assert (len(addresses), addresses & {None, *ADDRESS.values()}) == (1, set())


class TestTwo:
    def test_one_record(self, tmp_path):
        """
        Two formatters with different policies make different events of one record, in any order.
        """
        one, modes = record(context=whole(), **ACCESS, **CLIENT), ["keep", "drop", "hash", "keep"]
        events = [formatter(tmp_path, mode).event(one) for mode in modes]

        assert [told(event, PERSON, CLIENT) for event in events] == [left(PERSON | CLIENT, mode) for mode in modes]

    def test_one_requester(self, tmp_path):
        """
        What one formatter remembers of a requester is not what another one says, nor one with another key.
        """
        other = b"fedcba9876543210"
        kinds = [("keep", KEY), ("hash", KEY), ("hash", other), ("drop", KEY)]
        formatters = [formatter(tmp_path, mode, key) for mode, key in kinds]
        events = [each.event(record(context=whole())) for each in formatters * 2]

        assert [told(event, PERSON) for event in events] == [left(PERSON, mode, key) for mode, key in kinds * 2]
