"""Scenarios of log statements."""

from __future__ import annotations

import pytest

from venus_logging import contract
from venus_logging.contract import Scenario


class TestScenario:
    @pytest.mark.parametrize(
        ("logger", "msg", "expected"),
        [
            ("nova.compute.manager", "Rebooting instance", Scenario("compute.instance.reboot", "start", "rule")),
            ("nova.compute.manager", "Starting instance...", Scenario("compute.instance.create", "start", "rule")),
            ("nova.compute.api", "Going to try to stop instance", Scenario("compute.instance.stop", "request", "rule")),
        ],
    )
    def test_known(self, logger, msg, expected):
        """
        A statement that marks one scenario is recognised by logger and format.
        """
        assert contract.scenario(logger, msg, msg) == expected

    @pytest.mark.parametrize(
        ("logger", "msg"),
        [
            ("nova.compute.manager", "Something else"),
            ("nova.compute.other", "Rebooting instance"),
            ("", ""),
        ],
    )
    def test_unknown(self, logger, msg):
        """
        The format alone is not enough, and neither is the logger.
        """
        assert contract.scenario(logger, msg, msg) is None

    def test_ambiguous(self):
        """
        A statement that several scenarios share tags none of them.
        """
        assert contract.scenario("nova.filters", "Filter %s returned 0 hosts", "Filter A returned 0 hosts") is None
