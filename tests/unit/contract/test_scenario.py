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
        assert contract.scenario("nova.compute.claims", "Claim successful on node %s", "") is None

    @pytest.mark.parametrize("msg", ["Claim successful on node %s", ""])
    def test_candidates(self, msg):
        """
        Whoever knows more of the chain is told all scenarios that share a statement.
        """
        assert contract.scenarios("nova.compute.claims", msg, "Claim successful on node compute-1") == (
            Scenario("compute.instance.create", "step"),
            Scenario("compute.instance.resize", "step"),
        )

    @pytest.mark.parametrize("msg", ["Nothing of the kind", ""])
    def test_no_candidates(self, msg):
        """
        A statement of no scenario has no candidates.
        """
        assert contract.scenarios("nova.compute.claims", msg, "Nothing of the kind") == ()

    @pytest.mark.parametrize(
        ("logger", "body", "expected"),
        [
            (
                "nova.compute.manager",
                "Took 5.12 seconds to build instance.",
                Scenario("compute.instance.create", "success", "rule"),
            ),
            (
                "glance.api.v2.image_data",
                "Image storage media is full: There is not enough disk space",
                Scenario("image.image.upload", "failure", "rule"),
            ),
            ("nova.compute.claims", "Claim successful on node compute-1", None),
            (
                "nova.filters",
                "Filter ComputeFilter returned 0 hosts",
                Scenario("compute.scheduler.no_valid_host", "step", "rule"),
            ),
            ("nova.compute.manager", "Tookfive", None),
        ],
    )
    def test_body(self, logger, body, expected):
        """
        Without a format the rendered text is recognised, and stays untagged when scenarios share it.
        """
        assert contract.scenario(logger, "", body) == expected

    def test_eager(self):
        """
        A message that was rendered before the call stands in the format and is recognised there.
        """
        msg = "Image storage media is full: disk full"

        assert contract.scenario("glance.api.v2.image_data", msg, msg) == Scenario("image.image.upload", "failure")

    def test_format_is_no_text(self):
        """
        A format that is only like a statement's text is another statement.
        """
        assert contract.scenario("nova.compute.manager", "Took 5 seconds to build instance.", "") is None
