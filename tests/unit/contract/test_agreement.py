"""Exact rules and the text matcher on the log of a real nova-compute."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from venus_logging import contract

LOG = Path(__file__).parents[4] / "shared" / "data" / "openstack-logs" / "run-json" / "nova-compute-1.log.gz"
LEAST_TAGS = 50


pytestmark = pytest.mark.skipif(not LOG.is_file(), reason=f"no recorded log at {LOG}")


@pytest.fixture(scope="module")
def pairs():
    """What both say of each record."""
    with gzip.open(LOG, "rt") as lines:
        records = [json.loads(line) for line in lines]
    return [
        (contract.scenario(each["name"], each["msg"], ""), contract.scenario(each["name"], "", each["message"]))
        for each in records
        if isinstance(each["msg"], str) and each["msg"]
    ]


class TestAgreement:
    def test_agree(self, pairs):
        """
        Wherever a format is known, the rendered text is recognised as the same.
        """
        assert [pair for pair in pairs if pair[0] != pair[1]] == []

    def test_many(self, pairs):
        """
        The log has enough tagged records for the comparison to say something.
        """
        assert sum(exact is not None for exact, _ in pairs) >= LEAST_TAGS
