"""Statements of scenarios beside those of real source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venus_logging.schema import load
from venus_logging.schema.verify import Difference, packages, quoted, verify
from venus_logging.statements import Source, parse

LOGGER = "nova.compute.api"
STOP = "Going to try to stop instance"
START = "Going to try to start instance"


@pytest.fixture
def small(specs):
    """Two scenarios with one statement each."""
    loaded = load(specs)
    kept = [each for each in loaded.scenarios if each.id in ("compute.instance.start", "compute.instance.stop")]
    return replace(loaded, scenarios=tuple(replace(each, statements=each.statements[:1]) for each in kept))


def source(module: str, *texts: str, level: str = "debug"):
    lines = "".join(f"LOG.{level}({text!r})\n" for text in texts)
    return parse(Source(f"{module}.py", module, f"LOG = logging.getLogger(__name__)\n{lines}"))


class TestVerify:
    def test_found(self, small):
        """
        Statements that the source has are not listed.
        """
        assert verify(small, source(LOGGER, STOP, START)) == []

    def test_reworded(self, small):
        """
        A statement with other words is listed with its present form.
        """
        found = source(LOGGER, START, "Going to stop the instance", "Nothing alike")

        assert verify(small, found) == [
            Difference("compute.instance.stop", "reworded", LOGGER, "DEBUG", STOP, found[1])
        ]

    def test_moved(self, small):
        """
        A statement of another logger is listed with its new place.
        """
        found = source("nova.compute.manager", STOP) + source(LOGGER, START)

        assert verify(small, found) == [Difference("compute.instance.stop", "moved", LOGGER, "DEBUG", STOP, found[0])]

    def test_gone(self, small):
        """
        A statement that nothing resembles is listed without one.
        """
        assert verify(small, source(LOGGER, START, "x")) == [
            Difference("compute.instance.stop", "gone", LOGGER, "DEBUG", STOP, None)
        ]

    def test_other_packages(self, small):
        """
        Statements of packages that the source does not hold are left out.
        """
        assert verify(small, source("glance.api", "x")) == []

    def test_level(self, small):
        """
        A statement at another level is listed with the one it has now.
        """
        found = source(LOGGER, STOP, level="info") + source(LOGGER, START)

        assert verify(small, found) == [Difference("compute.instance.stop", "level", LOGGER, "DEBUG", STOP, found[0])]

    def test_unknown_level(self, small):
        """
        A level that only the run time knows may be the one that is quoted.
        """
        found = [replace(each, level="?") for each in source(LOGGER, STOP, START)]

        assert verify(small, found) == []

    def test_counts(self, small):
        """
        How many statements could be looked for is known, so that nothing is not taken for all.
        """
        assert (packages(small), quoted(small, source("glance.api", "x")), quoted(small, source(LOGGER, "x"))) == (
            {"nova"},
            0,
            2,
        )
