"""Statements of scenarios beside those of real source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venus_logging.schema import load
from venus_logging.schema.verify import Reworded, verify
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


def source(module: str, *texts: str):
    lines = "".join(f"LOG.debug({text!r})\n" for text in texts)
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

        assert verify(small, found) == [Reworded("compute.instance.stop", LOGGER, STOP, found[1])]

    def test_moved(self, small):
        """
        A statement of another logger is listed with its new place.
        """
        found = source("nova.compute.manager", STOP) + source(LOGGER, START)

        assert verify(small, found) == [Reworded("compute.instance.stop", LOGGER, STOP, found[0])]

    def test_gone(self, small):
        """
        A statement that nothing resembles is listed without one.
        """
        assert verify(small, source(LOGGER, START, "x")) == [Reworded("compute.instance.stop", LOGGER, STOP, None)]

    def test_other_packages(self, small):
        """
        Statements of packages that the source does not hold are left out.
        """
        assert verify(small, source("glance.api", "x")) == []
