"""Findings on rows of events, of lines of another format, and of rejects."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from venus_logging import contract, lint
from venus_logging.lint import Finding, Foreign
from venus_logging.testing import minimal_event

EVENT = minimal_event() | {"openstack.request.id": "req-b9000564-fe1a-409b-b8cc-1e88b294cd1d"}


@dataclass(frozen=True)
class Reject:
    reason: str


def short(rows, **options):
    """Line, rule and message of each finding."""
    return [(each.line, each.rule, each.message) for each in lint.events(rows, **options)]


class TestEvents:
    def test_valid(self):
        """
        A good event has no finding.
        """
        assert list(lint.events([("a.jsonl", 1, EVENT)])) == []

    def test_problem(self):
        """
        Each problem becomes a finding that says where it stood, what was expected and what it got.
        """
        event = EVENT | {"severity_number": True, "colour": "red"}

        assert list(lint.events([("a.jsonl", 7, event)])) == [
            Finding("VLE101", "a.jsonl", 7, 1, "severity_number: type: expected a number", "error", "True"),
            Finding(
                "VLE103",
                "a.jsonl",
                7,
                1,
                "colour: no attribute of the registry and not under x.",
                "error",
                "'red'",
            ),
        ]

    def test_reject(self):
        """
        A line that could not be read is a finding with the reader's reason.
        """
        assert list(lint.events([("a.jsonl", 3, Reject("no JSON object"))])) == [
            Finding("VLE101", "a.jsonl", 3, 1, "unreadable: no JSON object", "error")
        ]

    def test_marked(self):
        """
        An event that passes the schema but carries x.venus.invalid is not valid.
        """
        event = EVENT | {"x.venus.invalid": "enum openstack.operation.phase"}

        assert short([("a.jsonl", 1, event)]) == [
            (1, "VLE101", "x.venus.invalid: the emitter found this event invalid")
        ]

    def test_foreign(self):
        """
        A line of another format is no event of the contract, whatever can be made of it.
        """
        assert short([("a.log", 1, Foreign(EVENT, "oslo.log's JSON"))]) == [
            (1, "VLE101", "no event of the contract but oslo.log's JSON")
        ]

    def test_related(self):
        """
        What ingest found in the text of a foreign line is no attribute of that line.
        """
        uuid = "4b3b3578-3e6c-49e7-9d18-eec7c518457a"
        event = EVENT | {"body": f"Deleted {uuid}", "openstack.related.ids": [uuid], "severity_number": 9}

        assert [each[1] for each in short([("a", 1, event), ("a", 2, Foreign(event, "text"))])] == ["VLE101", "VLE112"]

    def test_beside(self):
        """
        Secrets are looked for also in what a foreign line holds beside.
        """
        row = Foreign(EVENT, "oslo.log's JSON", '{"instance":{"user_data":"aHVudGVyMg=="}}')

        assert [each[1] for each in short([("a", 1, row)])] == ["VLE101", "VLE107"]

    def test_lazy(self):
        """
        Rows are judged as they come, so that an endless stream can be checked.
        """

        def rows():
            yield ("-", 1, Reject("broken"))
            raise AssertionError("read ahead")

        assert next(lint.events(rows())).message == "unreadable: broken"

    @pytest.mark.parametrize(("least", "expected"), [(5, ["VLE106"]), (9, []), (17, [])])
    def test_level(self, least, expected):
        """
        What is missing matters from a level on.
        """
        event = minimal_event() | {"severity_number": 5, "severity_text": "DEBUG"}

        assert [each[1] for each in short([("a", 1, event)], least=least)] == expected

    def test_order(self):
        """
        Times are compared within one process of one file.
        """
        early, late = ({**EVENT, "@timestamp": f"2026-11-25T{hour}:00:00.000000Z"} for hour in (10, 11))
        rows = [("a", 1, late), ("b", 1, early), ("a", 2, early | {"process.pid": 7}), ("a", 3, early)]

        assert short(rows) == [(3, "VLE104", "@timestamp: 3600 s older than a record before it of the same process")]

    def test_renamed(self, monkeypatch):
        """
        An attribute that another has replaced is named with the other.
        """
        known = contract.attribute("openstack.project.id")
        renamed = known._replace(renamed_to="openstack.tenant.id")
        monkeypatch.setattr(contract, "attribute", {known.name: renamed}.get)
        event = EVENT | {known.name: "049f9e02c8a346989b0688ea06e48b1d"}

        assert short([("a", 1, event)]) == [(1, "VLE114", "openstack.project.id: renamed to openstack.tenant.id")]
