"""Severity: levels of Python and oslo.log become OpenTelemetry's numbers, in order."""

from __future__ import annotations

import pytest

from venus_logging.event.severity import NAMES, name_of_level, number_of_level, number_of_name


class TestNumberOfLevel:
    @pytest.mark.parametrize(
        ("level", "number"),
        [(5, 1), (10, 5), (20, 9), (21, 10), (30, 13), (40, 17), (50, 21), (0, 1), (-5, 1), (25, 11), (35, 15),
         (60, 24), (100, 24), (10**20, 24)],
    )  # fmt: skip
    def test_number(self, level, number):
        """
        Known levels have their own number, others one between their neighbours', and all are 1 to 24.
        """
        assert number_of_level(level) == number

    def test_monotonic(self):
        """
        A higher level never has a lower number.
        """
        numbers = [number_of_level(level) for level in range(-10, 200)]

        assert numbers == sorted(numbers)

    def test_bounds(self):
        """
        Every level has a number from 1 to 24, and below CRITICAL none has CRITICAL's.
        """
        assert {number_of_level(level) for level in range(-10, 200)} <= set(range(1, 25))
        assert max(number_of_level(level) for level in range(50)) < NAMES["CRITICAL"]


class TestNameOfLevel:
    @pytest.mark.parametrize(
        ("level", "name", "wanted"),
        [(20, "INFO", "INFO"), (21, "Level 21", "AUDIT"), (21, "NOTICE", "NOTICE"), (35, "Level 35", "Level 35")],
    )
    def test_name(self, level, name, wanted):
        """
        The source's own name stays, but oslo.log's AUDIT gets its name where nobody gave it one.
        """
        assert name_of_level(level, name) == wanted


class TestNumberOfName:
    @pytest.mark.parametrize(
        ("name", "number"),
        [*NAMES.items(), ("warn", 13), ("Fatal", 21), ("exception", 17), ("Level 35", 15), ("level 21", 10)],
    )
    def test_known(self, name, number):
        """
        Names are understood in any case, and so are their other spellings.
        """
        assert number_of_name(name) == number

    @pytest.mark.parametrize("name", ["", "LOUD", "Level", "Level x", "Level -5", "Level " + "9" * 5000, "20"])
    def test_unknown(self, name):
        """
        A name that nobody knows has no number.
        """
        assert number_of_name(name) is None

    def test_round(self):
        """
        The name that Python makes up for a level means the number of that level.
        """
        levels = range(100)

        assert [number_of_name(f"Level {level}") for level in levels] == [number_of_level(level) for level in levels]
