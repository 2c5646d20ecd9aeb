"""Every rule on its folder of examples: each line of bad.jsonl has findings of that rule alone, of good.jsonl none.

A line says what differs from a plain event of nova-api; null takes an attribute away.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venus_logging import lint
from venus_logging.lint.event_rules import event_rules, manual
from venus_logging.testing import minimal_event

FOLDER = Path(__file__).with_name("events")
RULES = {rule.code: rule for rule in event_rules()}
UNTESTED = {"VLE114": "the registry has renamed nothing yet; tests/unit/lint/test_events.py gives it one that has"}
BASE = {
    **minimal_event(),
    "@timestamp": "2026-11-25T10:00:00.000000Z",
    "severity_number": 9,
    "severity_text": "INFO",
    "body": "Started",
    "openstack.request.id": "req-b9000564-fe1a-409b-b8cc-1e88b294cd1d",
}


def event(line: str):
    """The plain event with what a line says."""
    return {name: value for name, value in {**BASE, **json.loads(line)}.items() if value is not None}


def lines(name: str) -> list[tuple[str, str]]:
    """The lines of all files of this name, each with the code of its rule."""
    files = sorted(FOLDER.glob(f"*/{name}.jsonl"))
    return [(path.parent.name, line) for path in files for line in path.read_text().splitlines()]


def found(line: str) -> set[str]:
    """The rules that have something against an event that follows the plain one."""
    return {each.rule for each in lint.events([("a", 1, BASE), ("a", 2, event(line))])}


class TestRules:
    @pytest.mark.parametrize(("code", "line"), lines("bad"))
    def test_bad(self, code, line):
        """
        A bad event has findings of its folder's rule, and of no other.
        """
        assert found(line) == {code}

    @pytest.mark.parametrize(("code", "line"), lines("good"))
    def test_good(self, code, line):
        """
        A good event has no finding of any rule.
        """
        assert (code, found(line)) == (code, set())

    @pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
    def test_complete(self, rule):
        """
        Every rule has at least two bad and two good events, a manual with both, and a file that is called as it is.
        """
        counts = [sum(code == rule.code for code, _ in lines(name)) for name in ("bad", "good")]
        module = rule.check.__module__.rpartition(".")[2]

        assert rule.code in UNTESTED or min(counts) >= 2
        assert module == f"{rule.code}_{rule.name}".lower().replace("-", "_")
        assert all(label in manual(rule) for label in ("Bad", "\nGood:\n"))

    def test_folders(self):
        """
        Every folder belongs to a rule.
        """
        assert {path.name for path in FOLDER.iterdir()} == RULES.keys() - UNTESTED.keys()
