"""Tables: columns, what a condition may name, the stages behind the first, and the order of cells."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import QueryLimitError, StoreError
from venus_logging.query import Column, Field, FieldTable, Query, Table, Window, parse, resolve
from venus_logging.query.stages import MOST_GROUPS, bucket_start, bucket_starts, finish, finish_rows, has_table
from venus_logging.query.tables import Cost, column_fields, columns_of
from venus_logging.query.tree import COUNT, Bucket, Function, Stats

FIELDS = FieldTable(
    [
        Field("service.name", "keyword", ("service",)),
        Field("severity_text", "severity", ("level",)),
        Field("request.id", "keyword", ("request",), prefix="req-"),
        Field("took", "number", ("t",), unit="s"),
        Field("body", "text"),
        Field("tags", "keyword", many=True),
        Field("@timestamp", "date", ("time",)),
    ]
)
GROUPS = {("a",): (3, 0.5), ("b",): (1, None), ("c",): (3, 2.0), ("d",): (2, -1.0)}
COUNTS = "* | stats count(), max(took) by service"


def rows(text, groups=GROUPS):
    """The rows that a question makes of these groups."""
    return list(finish(resolve(parse(text, FIELDS), 0)[0], FIELDS, groups).rows)


class TestFinish:
    @pytest.mark.parametrize(
        ("stages", "services"),
        [
            ("", "acdb"),
            ("| sort max_took", "dacb"),
            ("| sort max_took desc", "cadb"),
            ("| sort count, service desc", "bdca"),
            ("| sort service desc | limit 2", "dc"),
            ("| top 2", "ac"),
            ("| top 3 by max_took", "cad"),
            ("| where count>2", "ac"),
            ("| where max_took>500ms", "c"),
            ("| where NOT max_took:*", "b"),
            ("| where service:(a OR d) | sort count", "da"),
            ("| where service>=c", "cd"),
            ("| where service:/[ab]/", "ab"),
            ("| where max_t<0", "d"),
            ("| limit 3 | where count<3 | sort service", "d"),
            ("| fields service | sort service desc", "dcba"),
        ],
    )
    def test_rows(self, stages, services):
        """
        Every stage does its part to the rows of the one before; no value is last in every order.
        """
        assert "".join(row[0] for row in rows(f"{COUNTS} {stages}")) == services

    def test_levels(self):
        """
        A condition on levels is one on their order, whatever the case.
        """
        groups = {("ERROR",): (1,), ("Warning",): (2,), ("INFO",): (3,), ("odd",): (4,)}

        assert rows("* | stats count() by level | where level>=warning", groups) == [("Warning", 2), ("ERROR", 1)]

    def test_ids(self):
        """
        A condition on ids finds them with and without their prefix.
        """
        groups = {("req-1",): (1,), ("1",): (2,), ("2",): (3,)}

        assert rows("* | stats count() by request | where request:req-1", groups) == [("1", 2), ("req-1", 1)]

    def test_what_is_said(self):
        """
        A table keeps what the store says of it, and adds what limits cut.
        """
        table = finish(
            parse(f"{COUNTS} | limit 3 | top 1", FIELDS), FIELDS, GROUPS, other=7, bounds=(0.0, 0.1), cost=Cost(4)
        )

        assert (table.other, table.cut, table.exact, table.cost) == (7, 3, False, Cost(4))
        assert table.columns[2] == Column("max_took", "number", "s", 0.1)

    def test_too_many(self):
        """
        More groups than are possible are refused.
        """
        with pytest.raises(QueryLimitError, match="65001 groups, at most 65000"):
            finish(Query(stages=(Stats(by=("took",)),)), FIELDS, {(number,): (1,) for number in range(MOST_GROUPS + 1)})

    @given(st.lists(st.none() | st.integers(-3, 3), max_size=8))
    def test_order_is_one(self, values):
        """
        Ascending and descending are mirror images, but for those that have no value.
        """
        groups = {(f"{number:02}",): (1, value) for number, value in enumerate(values)}
        up = [row[2] for row in rows(f"{COUNTS} | sort max_took", groups)]
        down = [row[2] for row in rows(f"{COUNTS} | sort max_took desc", groups)]
        present = sorted(value for value in values if value is not None)

        assert (up[: len(present)], down[: len(present)]) == (present, present[::-1])

    def test_rows_of_events(self):
        """
        Without stats there is a row an event, of the fields that were named.
        """
        query = parse("* | fields service, tags | where tags:x | sort service", FIELDS)
        table = finish_rows(query, FIELDS, [("b", ("x", "y")), ("c", None), ("a", ("x",))], cut=2)

        assert table == Table(
            (Column("service.name", "keyword"), Column("tags", "keyword")), (("a", ("x",)), ("b", ("x", "y"))), 0, 2
        )


class TestColumns:
    def test_names(self):
        """
        A column has its own name, and the short ones of its field that no other column has.
        """
        stats = Stats(
            (COUNT, Function("max", "took"), Function("min", "took", alias="level")), ("service.name", "severity_text")
        )
        table = column_fields(columns_of(stats, FIELDS), FIELDS)
        asked = ["service", "severity_text", "level", "max_t", "max_took", "count", "severity_number", "body", "took"]

        assert [(found := table.get(name)) and found.name for name in asked] == [
            "service.name", "severity_text", "level", "max_took", "max_took", "count", "severity_number", None, None,
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "function",
        [Function("sum", "service.name"), Function("p", "body", 50.0), Function("max", "severity_text"),
         Function("nope", "took"), Function("min", "nothing")],
        ids=str,
    )  # fmt: skip
    def test_refused(self, function):
        """
        A function goes with the kinds of fields that it is made for.
        """
        with pytest.raises(StoreError):
            columns_of(Stats((function,)), FIELDS)

    @pytest.mark.parametrize(
        ("text", "makes"),
        [("a", False), ("a | limit 3", False), ("a | stats count()", True), ("a | fields service", True)],
    )
    def test_has_table(self, text, makes):
        """
        A limit alone makes no table.
        """
        assert has_table(parse(text, FIELDS)) is makes


class TestResolve:
    def test_conditions(self):
        """
        Times in a condition become instants, as those of the filter do.
        """
        query, window = resolve(parse("* | stats max(time) as last | where last>now-1h", FIELDS), 7200 * 10**9, UTC)

        assert (str(query.stages[1]), window) == ('where last>"1970-01-01T01:00:00.000000Z"', Window())


class TestBuckets:
    @given(
        st.integers(-(10**18), 4 * 10**18),
        st.integers(1, 10) | st.just(30),
        st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu"]),
    )
    def test_any_zone(self, ns, days, zone):
        """
        An instant lies in its bucket, and the next bucket begins behind it.
        """
        bucket = Bucket(days * 86_400, zone)
        start = bucket_start(ns, bucket)
        starts = bucket_starts(ns, ns + 1, bucket)

        assert (starts[0], start <= ns < starts[1], bucket_start(start, bucket)) == (start, True, start)
