"""Identity, numbers, personal attributes and secrets of what was read."""

from __future__ import annotations

import base64
import json

import pytest

from venus_logging import contract
from venus_logging.event.privacy import Privacy
from venus_logging.event.uid import foreign_uid
from venus_logging.ingest import identify
from venus_logging.ingest.identify import Ordinals

RECORD = {"created": 1.0e9, "levelname": "INFO", "levelno": 20, "message": "m", "name": "n", "hostname": "h"}
EVENT = {
    "@timestamp": "2026-11-25T10:00:00+02:00",
    "log.record.uid": "u1",
    "service.name": "nova-api",
    "host.name": "h1",
    "body": "b",
}


class TestUid:
    def test_of_raw_bytes(self, ingester, line):
        """
        The uid of a foreign record is made of service, host, its bytes and its ordinal, as the architecture says.
        """
        ingester.read(ingester.write(line(1, "a") * 2))

        raw = line(1, "a").rstrip()
        assert [each["log.record.uid"] for each in ingester.events()] == [
            foreign_uid("nova-api", "h1", raw, ordinal) for ordinal in (0, 1)
        ]

    def test_own(self, ingester):
        """
        An event of ours keeps its uid and service; its time gets the one form.
        """
        ingester.read(ingester.write(json.dumps(EVENT).encode() + b"\n", "x.events.jsonl"), service="other")

        (got,) = ingester.events()
        assert {name: got[name] for name in EVENT} == {**EVENT, "@timestamp": "2026-11-25T08:00:00.000000Z"}


class TestOrdinals:
    def test_count(self):
        """
        Equal records are counted, others begin anew.
        """
        ordinals = Ordinals()

        assert [ordinals.next(raw) for raw in (b"a", b"a", b"b", b"a")] == [0, 1, 0, 2]

    def test_bounded(self, monkeypatch):
        """
        Records that stand far apart are forgotten; those that stand near are not.
        """
        monkeypatch.setattr(identify, "_GENERATION", 3)
        ordinals = Ordinals()
        raws = [b"a", b"b", b"c", b"a", b"d", b"e", b"f", b"b"]

        assert [ordinals.next(raw) for raw in raws] == [0, 0, 0, 1, 0, 0, 0, 0]


class TestHost:
    @pytest.mark.parametrize(("record", "host"), [({}, "h"), ({"hostname": ""}, "h1")])
    def test_own_first(self, ingester, record, host):
        """
        The record's own host comes before the caller's.
        """
        ingester.read(ingester.write(json.dumps(RECORD | record).encode() + b"\n"))

        assert [each["host.name"] for each in ingester.events()] == [host]


class TestSecrets:
    SECRET = "HUNTER2SECRET"

    @pytest.mark.parametrize(
        "change",
        [
            {"message": f"password={SECRET}"},
            {"msg": f"password={SECRET} %s", "args": ["a"]},
            {"traceback": f"Traceback (most recent call last):\nE: token={SECRET}\n"},
            {"context": {"auth_token": SECRET, "user": "u"}},
            {"extra": {"admin_password": SECRET}},
            {"args": [{"adminPass": SECRET}]},
            {"message": f"body {{'user_data': '{base64.b64encode(SECRET.encode()).decode()}'}}"},
        ],
    )
    def test_json(self, ingester, change):
        """
        No secret of a JSON record comes into the store.
        """
        ingester.read(ingester.write(json.dumps(RECORD | change).encode() + b"\n"))

        text = json.dumps(ingester.events())
        assert (self.SECRET in text, base64.b64encode(self.SECRET.encode()).decode() in text) == (False, False)

    @pytest.mark.parametrize(
        "change",
        [
            {"body": f"password={SECRET}"},
            {"x.note": f"token={SECRET}"},
            {"x.password": SECRET},
            {"exception.message": f"secret={SECRET}"},
            {"exception.chain": [f"E: password={SECRET}"]},
        ],
    )
    def test_events(self, ingester, change):
        """
        Nor does one of an event that somebody else wrote in our format.
        """
        ingester.read(ingester.write(json.dumps(EVENT | change).encode() + b"\n", "a.events.jsonl"))

        assert (len(ingester.events()), self.SECRET in json.dumps(ingester.events())) == (1, False)

    def test_rejected(self, ingester):
        """
        Nor does one of a line that is rejected come into the folder of rejected lines.
        """
        ingester.read(ingester.write(f"what? password={self.SECRET}\n".encode()))

        assert ingester.rejects() == [("no known log format", "what? password=***")]


class TestPersonal:
    NAMES = tuple(each.name for each in contract.attributes().values() if each.privacy == "personal")

    def test_drop(self, ingester):
        """
        Personal attributes are dropped if the caller says so; the uid stays as of the raw bytes.
        """
        text = b"2026-11-25 10:00:01.000 1 INFO nova.a [None req-1 user project - - d d] a\n"
        path = ingester.write(text)
        ingester.read(path, privacy=Privacy("drop", self.NAMES))
        (kept,) = ingester.read(ingester.write(text, "nova-api.log.1"))

        (event,) = ingester.events()
        assert (kept.duplicate, "user.id" in event, event["openstack.project.id"]) == (1, False, "project")
