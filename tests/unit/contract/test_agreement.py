"""Exact rules and the text matcher on the logs of a real cloud."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from venus_logging import contract

RUN = Path(__file__).parents[4] / "shared" / "data" / "openstack-logs" / "run-json"
LOGS = sorted(path for path in RUN.glob("*.log.gz") if "uwsgi" not in path.name and "stub" not in path.name)
LEAST_TAGS = 1000


pytestmark = pytest.mark.skipif(not LOGS, reason=f"no recorded logs at {RUN}")


@pytest.fixture(scope="module")
def pairs():
    """What both say of each record that has a format."""
    found = []
    for path in LOGS:
        with gzip.open(path, "rt") as lines:
            records = [json.loads(line) for line in lines if line.startswith("{")]
        found += [
            (contract.scenarios(each["name"], each["msg"], ""), contract.scenarios(each["name"], "", each["message"]))
            for each in records
            if isinstance(each["msg"], str) and each["msg"]
        ]
    return found


class TestAgreement:
    def test_agree(self, pairs):
        """
        Where both recognise something, they recognise the same.
        """
        assert [pair for pair in pairs if pair[0] and pair[1] and pair[0] != pair[1]] == []

    def test_only_exact(self, pairs):
        """
        What the rendered text does not show is only what has hardly any text of its own.
        """
        assert {pair[0][0].id for pair in pairs if pair[0] and not pair[1]} <= {"common.api.access"}

    def test_only_text(self, pairs):
        """
        No rendered text is recognised whose format is not.
        """
        assert [pair for pair in pairs if pair[1] and not pair[0]] == []

    def test_many(self, pairs):
        """
        The logs have enough tagged records for the comparison to say something.
        """
        assert sum(bool(exact) for exact, _ in pairs) >= LEAST_TAGS
