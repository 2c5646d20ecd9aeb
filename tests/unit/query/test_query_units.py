"""Amounts: numbers with a unit in the unit of their field."""

from __future__ import annotations

import pytest

from venus_logging.errors import QuerySyntaxError
from venus_logging.query import Field, FieldTable, parse
from venus_logging.query.tree import Compare, Equal
from venus_logging.query.units import UnitError, amount

TABLE = FieldTable([Field("took", "number", unit="s"), Field("size", "integer", unit="By"), Field("count", "integer")])


class TestAmount:
    @pytest.mark.parametrize(
        ("text", "unit", "number"),
        [
            ("500ms", "s", 0.5),
            ("2h", "s", 7200),
            ("1.5m", "s", 90),
            ("250us", "ms", 0.25),
            ("-3s", "s", -3),
            ("10MB", "By", 10_000_000),
            ("10MiB", "By", 10_485_760),
            ("1.5kB", "By", 1500),
            ("3GiB", "GiBy", 3),
            ("512MiB", "GiBy", 0.5),
            ("0.1", "s", 0.1),
            ("1e3", "", 1000.0),
        ],
    )
    def test_number(self, text, unit, number):
        """
        An amount becomes a number of the field's unit, exactly where that is possible.
        """
        assert amount(text, unit) == number

    @pytest.mark.parametrize(
        ("text", "unit"),
        [("5MB", "s"), ("5s", "By"), ("5ms", ""), ("5 ms", "s"), ("ms", "s"), ("nan", "s"), ("inf", "s")],
    )
    def test_refused(self, text, unit):
        """
        A unit of another dimension, or no number, is refused.
        """
        with pytest.raises(UnitError, match="a number such as 12"):
            amount(text, unit)


class TestQuestions:
    @pytest.mark.parametrize(
        ("text", "tree"),
        [
            ("took>500ms", Compare("took", ">", 0.5)),
            ("size:10kB", Equal("size", 10_000)),
            ("took:2m", Equal("took", 120)),
            ("count:5", Equal("count", 5)),
        ],
    )
    def test_read(self, text, tree):
        """
        A question has the number, and prints it without the unit.
        """
        query = parse(text, TABLE)

        assert (query.filter, parse(str(query), TABLE)) == (tree, query)

    def test_said(self):
        """
        What units there are is said where one is wrong.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            parse("took>5MB", TABLE)

        assert (caught.value.position, caught.value.expected) == (
            5,
            "a number such as 12 or 0.5, or with a unit: ns, us, ms, s, m, h, d, w",
        )
