"""The live events that other tests use: how they are chosen, and what they must be."""

from __future__ import annotations

import gzip
import json

import pytest

from venus_logging import contract

from .comparing import SECRETS
from .fixture import TARGET, cut
from .test_comparing import EVENT


@pytest.fixture(scope="module")
def text():
    return gzip.decompress(TARGET.read_bytes()).decode()


def line(time, **values):
    return json.dumps(EVENT | {"@timestamp": time, "log.template.id": "a"} | values)


class TestCut:
    def test_varied(self):
        """Each service and level gets its turn before any gets a second one; equal shapes come once."""
        lines = [
            line("1"),
            line("2"),
            line("3", **{"log.template.id": "b"}),
            line("4", severity_text="ERROR"),
            line("5", **{"service.name": "glance-api"}),
        ]
        assert cut(lines, 3) == [lines[0], lines[3], lines[4]]

    def test_secret(self):
        """A planted secret stops the cut."""
        with pytest.raises(ValueError, match="a planted secret is in an event"):
            cut([line("1", body="mcsecret")], 3)


class TestFixture:
    def test_valid(self, text):
        """Every live event is valid and not flagged."""
        events = [json.loads(each) for each in text.splitlines()]
        bad = [event for event in events if contract.check(event) or contract.INVALID in event]
        assert (len(events), bad) == (400, [])

    def test_no_secret(self, text):
        """No planted secret and no machine's path is in them."""
        assert [word for word in (*SECRETS, "/root/", "/home/") if word in text] == []

    def test_shapes(self, text):
        """All levels, exceptions, requests, resources and related ids are among them."""
        events = [json.loads(each) for each in text.splitlines()]
        shapes = {name for event in events for name in event}
        wanted = {"exception.type", "openstack.request.id", "openstack.resource.id", "openstack.related.ids"}
        assert wanted <= shapes
        assert {event["severity_text"] for event in events} >= {"DEBUG", "INFO", "WARNING", "ERROR"}
