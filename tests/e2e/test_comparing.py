"""The proof's own judgement: two witnesses of known agreement, and each way to disagree."""

from __future__ import annotations

import json

import pytest

from .comparing import compare

RECORD = {
    "name": "nova.api",
    "level": "INFO",
    "levelno": 20,
    "created": 1785585600.25,
    "thread": "MainThread",
    "pid": 7,
    "message": "password=mcsecret for req",
    "failure": "",
    "request_id": "req-1",
    "global_request_id": None,
    "project_id": "p1",
    "user_id": "u1",
    "subject": False,
    "mark": "",
    "stale": False,
}
EVENT = {
    "@timestamp": "2026-08-01T12:00:00.250000Z",
    "severity_number": 9,
    "severity_text": "INFO",
    "body": "password=*** for req",
    "log.logger": "nova.api",
    "log.record.uid": "4f0c2d7b9a1e4c55a3-1",
    "service.name": "nova-api",
    "host.name": "controller",
    "schema_url": "urn:venus-logging:0.1.0",
    "process.pid": 7,
    "thread.name": "MainThread",
    "openstack.request.id": "req-1",
    "openstack.project.id": "p1",
    "user.id": "u1",
    "openstack.emitter.stream": "file",
    "openstack.emitter.sequence": 1,
}


def differences(events, records):
    account = compare("nova-api", map(json.dumps, events), map(json.dumps, records))
    return dict(account.differences)


class TestCompare:
    def test_agree(self):
        """Witnesses that saw the same record in the same way have no difference."""
        assert differences([EVENT], [RECORD]) == {}

    @pytest.mark.parametrize(
        ("attribute", "value", "kind"),
        [
            ("log.logger", "nova.apj", "logger"),
            ("severity_text", "DEBUG", "level"),
            ("body", "password=mcsecret for req", "message"),
            ("openstack.request.id", "req-2", "request"),
            ("openstack.request.global_id", "req-3", "global request"),
            ("openstack.project.id", "p2", "project"),
            ("user.id", "u2", "user"),
            ("x.venus.stale_context", True, "stale"),
        ],
    )
    def test_differ(self, attribute, value, kind):
        """A field that differs is named, and nothing else is."""
        assert differences([EVENT | {attribute: value}], [RECORD]) == {kind: 1}

    @pytest.mark.parametrize(
        ("ours", "theirs", "expected"),
        [
            ([EVENT, EVENT], [RECORD], {"only ours": 1}),
            ([], [RECORD], {"only reference": 1}),
            ([EVENT], [RECORD | {"pid": 8}], {"only ours": 1, "only reference": 1}),
            ([EVENT], [RECORD | {"thread": "Dummy-1"}], {"only ours": 1, "only reference": 1}),
            ([EVENT], [RECORD | {"created": 1785585600.250001}], {"only ours": 1, "only reference": 1}),
        ],
    )
    def test_missing(self, ours, theirs, expected):
        """A record that one witness alone saw is counted on its side."""
        assert differences(ours, theirs) == expected

    def test_same_microsecond(self):
        """Records of one thread and microsecond are matched by what they say, not by their order."""
        other = RECORD | {"name": "nova.b", "message": "b"}
        assert differences([EVENT | {"log.logger": "nova.b", "body": "b"}, EVENT], [RECORD, other]) == {}

    @pytest.mark.parametrize(
        ("event", "record"),
        [
            ({"x.venus.truncated": "body: 99999 characters", "body": "password=*** f"}, {}),
            (
                {"x.venus.invalid": "body: cannot be formatted: TypeError", "body": "%d % ('a',)"},
                {"failure": "TypeError"},
            ),
        ],
    )
    def test_said(self, event, record):
        """A body that was cut or cannot be formatted, and says so, is no difference."""
        assert differences([EVENT | event], [RECORD | record]) == {}

    def test_counts(self):
        """Secrets, losses, broken lines, repeated uids and invalid events are counted."""
        bad = EVENT | {"openstack.emitter.sequence": 4, "x.key": "mcsecret", "severity_number": 99}
        got = compare("nova-api", [json.dumps(EVENT), json.dumps(bad), "{torn"], [json.dumps(RECORD)]).counts
        names = ("secrets", "lost", "broken", "repeated", "invalid", "masked", "our request", "reference project")
        assert {name: got[name] for name in names} == dict(zip(names, (1, 2, 1, 1, 1, 1, 2, 1), strict=True))

    @pytest.mark.parametrize(
        ("record", "expected"),
        [
            ({"user_id": None, "project_id": None, "request_id": "req-own"}, (1, 0, 0)),
            ({"user_id": None, "project_id": None, "request_id": "req-of-nobody"}, (1, 0, 0)),
            ({"user_id": None, "project_id": None, "request_id": "req-other"}, (1, 0, 1)),
            ({"request_id": "req-own"}, (1, 0, 1)),
            ({"request_id": "req-other", "stale": True}, (1, 1, 0)),
            ({"mark": "real-2"}, (0, 0, 0)),
        ],
    )
    def test_bogus(self, record, expected):
        """A record of a bogus token's request is nobody's; its id is its own, or it is known to be stale."""
        owners = {"req-own": "bogus-1", "req-other": "real-2"}
        line = json.dumps(RECORD | {"mark": "bogus-1"} | record)
        counts = compare("nova-api", [], [line], owners).counts
        assert tuple(counts[name] for name in ("bogus", "bogus stale", "bogus astray")) == expected
