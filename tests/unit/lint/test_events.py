"""Findings on rows of events and rejects."""

from __future__ import annotations

from dataclasses import dataclass

from venus_logging import lint
from venus_logging.lint import Finding
from venus_logging.testing import minimal_event


@dataclass(frozen=True)
class Reject:
    reason: str


class TestEvents:
    def test_valid(self):
        """
        A valid event has no finding.
        """
        assert list(lint.events([("a.jsonl", 1, minimal_event())])) == []

    def test_problem(self):
        """
        Each problem becomes a finding that says where it stood.
        """
        event = minimal_event() | {"severity_number": True, "colour": "red"}

        assert list(lint.events([("a.jsonl", 7, event)])) == [
            Finding("a.jsonl", 7, "type", "severity_number", "expected a number", True),
            Finding("a.jsonl", 7, "unknown", "colour", "no attribute of the registry and not under x.", "red"),
        ]

    def test_reject(self):
        """
        A line that could not be read is a finding with the reader's reason.
        """
        assert list(lint.events([("a.jsonl", 3, Reject("no JSON object"))])) == [
            Finding("a.jsonl", 3, "unreadable", "", "no JSON object")
        ]

    def test_marked(self):
        """
        An event that passes the schema but carries x.venus.invalid is not valid.
        """
        event = minimal_event() | {"x.venus.invalid": "enum openstack.operation.phase"}

        assert list(lint.events([("a.jsonl", 1, event)])) == [
            Finding(
                "a.jsonl",
                1,
                "marked",
                "x.venus.invalid",
                "the emitter found this event invalid",
                "enum openstack.operation.phase",
            )
        ]

    def test_lazy(self):
        """
        Rows are judged as they come, so that an endless stream can be checked.
        """

        def rows():
            yield ("-", 1, Reject("broken"))
            raise AssertionError("read ahead")

        assert next(lint.events(rows())) == Finding("-", 1, "unreadable", "", "broken")
