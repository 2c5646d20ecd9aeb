"""Rows of events from whatever can search, and functions of groups against the standard library."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import QueryLimitError, QueryTimeoutError
from venus_logging.query import Field, FieldTable, Query, Window, parse
from venus_logging.query.tree import Function
from venus_logging.store import open as open_store
from venus_logging.store._types import Page
from venus_logging.store.grouping import evaluate, rank
from venus_logging.store.listing import MOST_ROWS, is_listing, listed

FIELDS = FieldTable(
    [Field("uid", "keyword"), Field("n", "number"), Field("whole", "integer"), Field("tags", "keyword", many=True)]
)
NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


class Endless:
    """Finds as many events as it is asked for, and counts how many that were."""

    def __init__(self, total):
        self.given = 0
        self.total = total

    def search(self, _query, _window, *, limit, after=None, **_options):
        """A page of events that differ in nothing."""
        self.given += limit
        more = ("t", self.given, "u") if self.given < self.total else None
        return Page(({"uid": "u"},) * limit, more, None if after else self.total)


class TestListed:
    @pytest.mark.parametrize(
        ("stages", "asked", "rows", "cut"),
        [
            ("fields uid | limit 3", 3, 3, 197),
            ("limit 5 | fields uid | limit 2", 2, 2, 198),
            ("limit 7 | fields uid | fields uid | where uid:u", 7, 7, 193),
        ],
    )
    def test_limits(self, stages, asked, rows, cut):
        """
        No more events are asked for than the limits beside the fields leave, and it is said how many there are more.
        """
        endless = Endless(200)
        table = listed(endless.search, parse(f"* | {stages}", FIELDS), Window(), FIELDS)

        assert (endless.given, len(table.rows), table.cut) == (asked, rows, cut)

    def test_too_many(self):
        """
        Without a limit that many events are refused before they fill the memory.
        """
        endless = Endless(10**9)
        with pytest.raises(QueryLimitError, match="put limit directly behind fields"):
            listed(endless.search, parse("* | fields uid | sort uid", FIELDS), Window(), FIELDS)

        assert endless.given == MOST_ROWS + 1

    @pytest.mark.parametrize(
        ("text", "listing"), [("* | fields uid", True), ("* | stats count() | fields count", False), ("*", False)]
    )
    def test_is_listing(self, text, listing):
        """
        Rows of events are what fields makes without stats.
        """
        assert is_listing(parse(text, FIELDS)) is listing


class TestEvaluate:
    @given(NUMBERS)
    def test_as_the_standard_library(self, numbers):
        """
        Functions of numbers are those of the standard library.
        """
        events = [{"n": number} for number in numbers] + [{}, {"n": "x"}]
        got = {
            name: evaluate(Function(name, "n"), events, FIELDS)
            for name in ("sum", "avg", "min", "max", "count_distinct")
        }

        assert got == {
            "sum": pytest.approx(math.fsum(numbers)),
            "avg": pytest.approx(statistics.fmean(numbers)),
            "min": min(numbers),
            "max": max(numbers),
            "count_distinct": len(set(numbers)),
        }

    @given(NUMBERS, st.sampled_from([0.0, 1.0, 50.0, 95.0, 99.9, 100.0]))
    def test_percentile(self, numbers, percentile):
        """
        A percentile is the least value that at least so many percent of the values do not exceed.
        """
        got = evaluate(Function("p", "n", percentile), [{"n": number} for number in numbers], FIELDS)
        enough = [
            value
            for value in sorted(numbers)
            if sum(other <= value for other in numbers) * 100 >= percentile * len(numbers)
        ]

        assert got == enough[0]

    def test_rank_of_one(self):
        """
        Of one value every percentile is that value.
        """
        assert [rank(1, percentile) for percentile in (0, 50, 100)] == [0, 0, 0]

    def test_lists_and_order(self):
        """
        A list counts each of its members once, and the first and the last event are those that have the field.
        """
        events = [{}, {"tags": ["b", "a", "b"]}, {"tags": []}, {"tags": ["a"]}, {"n": 1}]
        names = ("count_distinct", "first", "last")

        assert [evaluate(Function(name, "tags"), events, FIELDS) for name in names] == [2, ("b", "a", "b"), ("a",)]

    def test_whole_numbers_stay_whole(self):
        """
        The sum of integers is exact, whatever their size.
        """
        assert (
            evaluate(Function("sum", "whole"), [{"whole": 2**62}, {"whole": 2**62}, {"whole": 1}], FIELDS) == 2**63 + 1
        )


class TestWatch:
    def test_ends(self):
        """
        What a watch raises ends the question.
        """

        def watch(done: int, total: int) -> None:
            raise QueryTimeoutError(f"{done} of {total}")

        store = open_store("memory:", "w", fields=FIELDS, watch=watch)
        store.write([{"@timestamp": "2026-11-25T10:00:00.000000Z", "log.record.uid": "u"}], 1_800_000_000 * 10**9)
        with pytest.raises(QueryTimeoutError, match="0 of 1"):
            store.search(Query(), Window())
