"""Functions of groups, time buckets in zones, and the stages behind them mean the same in every store."""

from __future__ import annotations

import pytest

from venus_logging.errors import QueryLimitError, StoreError
from venus_logging.query import Column, Query, Window
from venus_logging.query.tree import COUNT, Bucket, Compare, Fields, Function, Limit, Sort, SortKey, Stats, Top, Where


@pytest.fixture
def filled(ask, make):
    """Eight events of two hosts over three days; some lack what is asked for, two share an instant."""
    ask.add(
        make("a", "2026-11-23T22:30:00.000000Z", host__name="h1", http__status=200, duration=0.5, body="first of all"),
        make("b", "2026-11-23T23:30:00.000000Z", host__name="h1", http__status=200, duration=1.5, cached=True),
        make("c", "2026-11-24T10:00:00.000000001Z", host__name="h1", http__status=404, duration=2, x__n=1),
        make("d", "2026-11-24T10:00:00.000000Z", host__name="h2", http__status=500, x__n="1", severity_text="ERROR"),
        make("e", "2026-11-24T23:15:00.000000Z", host__name="h2", duration=4, started="2026-11-25T08:00:00.000000Z"),
        make("f", "2026-11-25T01:00:00.000000Z", host__name="h2", openstack__resource__related=["r1", "r2", "r1"]),
        make(
            "g",
            "2026-11-25T01:00:00.000000Z",
            host__name="h2",
            openstack__resource__related=["r2"],
            severity_text="INFO",
        ),
        make("h", "2026-11-25T02:00:00.000000Z", duration=8, started="2026-11-25T07:00:00Z", http__status=200),
    )
    return ask


# Rows without their first column where only one group is asked for would hide the order; so all are written out.
CASES = {
    "* | stats count(), sum(status), avg(status), min(status), max(status)": [(8, 1504, 300.8, 200, 500)],
    "* | stats sum(duration), avg(duration), min(duration), max(duration)": [(16.0, 3.2, 0.5, 8.0)],
    "* | stats min(started), max(started)": [("2026-11-25T07:00:00.000000Z", "2026-11-25T08:00:00.000000Z")],
    "* | stats count_distinct(status), count_distinct(related), count_distinct(x.n), count_distinct(cached)": [
        (3, 2, 1, 1)
    ],
    "* | stats count_distinct(uid), count_distinct(started), count_distinct(level), count_distinct(duration)": [
        (8, 2, 2, 5)
    ],
    "nobody | stats count(), sum(status), avg(status), min(status), count_distinct(status)": [(0, 0, None, None, 0)],
    "nobody | stats p50(duration), first(host), last(body), max(started)": [(None, None, None, None)],
    "host:h2 | stats first(body), last(body)": [("event d", "event g")],
    "host:h1 | stats first(body), last(status), last(cached)": [("first of all", 404, True)],
    "* | stats first(related), last(x.n), first(x.n), last(started), last(level)": [
        (("r1", "r2", "r1"), "1", "1", "2026-11-25T07:00:00.000000Z", "INFO")
    ],
    "* | stats last(uid) by host": [("h2", "g"), ("h1", "c")],
    "* | stats count(), sum(duration) by host": [("h2", 4, 4.0), ("h1", 3, 4.0)],
    "* | stats sum(duration), count() by host": [("h1", 4.0, 3), ("h2", 4.0, 4)],
    "* | stats avg(duration) by status": [(200, 10 / 3), (404, 2.0), (500, None)],
    "* | stats count(), max(duration) by related": [("r2", 2, None), ("r1", 1, None)],
    "* | stats count_distinct(host) by related": [("r1", 1), ("r2", 1)],
    "* | stats count() as n, min(duration) as least by host | sort least": [("h1", 3, 0.5), ("h2", 4, 4.0)],
    "* | stats count() by time(1d)": [
        ("2026-11-23T00:00:00.000000Z", 2),
        ("2026-11-24T00:00:00.000000Z", 3),
        ("2026-11-25T00:00:00.000000Z", 3),
    ],
    "* | stats count() by time(1d, Europe/Berlin)": [
        ("2026-11-22T23:00:00.000000Z", 1),
        ("2026-11-23T23:00:00.000000Z", 3),
        ("2026-11-24T23:00:00.000000Z", 4),
    ],
    "* | stats count(), last(uid) by time(1d, Asia/Kolkata), host": [
        ("2026-11-23T18:30:00.000000Z", "h1", 3, "c"),
        ("2026-11-23T18:30:00.000000Z", "h2", 1, "d"),
        ("2026-11-24T18:30:00.000000Z", "h2", 3, "g"),
    ],
    "* | stats count() by time(2d, America/New_York)": [
        ("2026-11-23T05:00:00.000000Z", 8),
    ],
    "* | stats count() by host | where count>3": [("h2", 4)],
    "* | stats count() by host | where count > 9": [],
    "* | stats count() by host | where host:*1": [("h1", 3)],
    "* | stats count() by host | where NOT host:h1 OR count:3": [("h2", 4), ("h1", 3)],
    "* | stats max(duration) by status | where max_duration:*": [(200, 8.0), (404, 2.0)],
    "* | stats avg(duration) as mean by status | where mean>2s": [(200, 10 / 3)],
    "* | stats count() by level | where level>=warning": [("ERROR", 1)],
    "* | stats last(started) as s by host | where s>=2026-11-25": [("h2", "2026-11-25T08:00:00.000000Z")],
    "* | stats first(body) as what by host | where what:first": [("h1", "first of all")],
    "* | stats count() by time(1d) | where time<2026-11-24T00:00:00Z": [("2026-11-23T00:00:00.000000Z", 2)],
    "* | stats count() by status | sort status desc": [(500, 1), (404, 1), (200, 3)],
    "* | stats count(), max(duration) by status | sort max_duration desc, status": [
        (200, 3, 8.0),
        (404, 1, 2.0),
        (500, 1, None),
    ],
    "* | stats count(), max(duration) by status | sort max_duration": [(404, 1, 2.0), (200, 3, 8.0), (500, 1, None)],
    "* | stats count() by status | top 1": [(200, 3)],
    "* | stats count() by status | top 2 by status": [(500, 1), (404, 1)],
    "* | stats count() by status | limit 2 | sort status": [(200, 3), (404, 1)],
    "* | stats count() by status | fields count, status | limit 1": [(3, 200)],
    "* | stats count() by status | fields status | where status>200": [(404,), (500,)],
    "* | stats count(), sum(duration) by host | top 1 by sum_duration | fields host": [("h2",)],
    "host:h2 | fields uid, status": [("g", None), ("f", None), ("e", None), ("d", 500)],
    "host:h2 | fields uid, related | limit 2": [("g", ("r2",)), ("f", ("r1", "r2", "r1"))],
    "x.n:1 | fields x.n, time, level, duration": [
        ("1", "2026-11-24T10:00:00.000000001Z", None, 2.0),
        ("1", "2026-11-24T10:00:00.000000Z", "ERROR", None),
    ],
    "* | fields uid, status | where status:200 | sort uid": [("a", 200), ("b", 200), ("h", 200)],
    "* | fields related, uid | where related:r1": [(("r1", "r2", "r1"), "f")],
    "* | limit 1 | fields uid": [("h",)],
    "nobody | fields uid": [],
}


class TestStages:
    @pytest.mark.parametrize("text", CASES)
    def test_rows(self, filled, text):
        """A question with stages has these rows, in this order, all of them exact."""
        table = filled.table(text)

        assert ([tuple(map(_near, row)) for row in table.rows], table.exact) == (
            [tuple(map(_near, row)) for row in CASES[text]],
            True,
        )

    def test_columns(self, filled):
        """Columns have the kind of their values."""
        table = filled.table(
            "* | stats count(), avg(status), first(level), max(started) as late by time(1h), level, duration"
        )

        assert [(each.name, each.kind) for each in table.columns] == [
            ("time", "date"), ("severity_text", "severity"), ("duration", "number"), ("count", "integer"),
            ("avg_http.status", "number"), ("first_severity_text", "keyword"), ("late", "date"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "other", "cut"),
        [
            ("* | stats count() by host", 1, 0),
            ("* | stats count() by host, status", 4, 0),
            ("* | stats count() by host | limit 1", 1, 1),
            ("* | stats count() by status | top 1 | limit 1", 3, 2),
            ("* | stats count() by status | where count>1", 3, 0),
            ("* | fields uid | limit 3", 0, 5),
            ("* | fields uid | sort uid | limit 3", 0, 5),
            ("nobody | stats count() by host", 0, 0),
        ],
    )
    def test_left_out(self, filled, text, other, cut):
        """A table says how many events lack a key, and how many rows a limit cut."""
        table = filled.table(text)

        assert (table.other, table.cut) == (other, cut)


class TestPercentiles:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "* | stats p0(duration), p50(duration), p80(duration), p81(duration), p100(duration)",
                (0.5, 2.0, 4.0, 8.0, 8.0),
            ),
            ("* | stats p50(status), p99.9(status)", (200, 500)),
            ("host:h1 | stats p50(duration), p95(duration)", (1.5, 2.0)),
            ("host:h2 | stats p5(duration)", (4.0,)),
        ],
    )
    def test_rank(self, filled, text, expected):
        """A percentile is the least value that so many percent do not exceed, or as near as the table says."""
        table = filled.table(text)
        far = [
            (got, value)
            for got, value, column in zip(table.rows[0], expected, table.columns, strict=True)
            if abs(got - value) > abs(value) * column.bound
        ]

        assert far == []

    def test_of_groups(self, ask, make):
        """Percentiles of a thousand values in two groups are near enough."""
        ask.add(*(make(f"u{n}", duration=n / 7, host__name=f"h{n % 2}") for n in range(1_000)))
        table = ask.table("* | stats p90(duration) by host | sort host")
        bound = table.columns[1].bound

        assert [abs(value / expected - 1) <= bound for (_, value), expected in zip(table.rows, (898 / 7, 899 / 7))] == [
            True
        ] * 2


class TestRefused:
    @pytest.mark.parametrize(
        "stages",
        [
            (Stats((Function("sum", "host.name"),)),),
            (Stats((Function("median", "duration"),)),),
            (Stats((Function("max", "body"),)),),
            (Stats((Function("count_distinct", "body"),)),),
            (Stats(by=("nothing",)),),
            (Stats(by=("body",)),),
            (Stats(by=(Bucket(3600, "Europe/Berlin"),)),),
            (Stats(by=(Bucket(86_400, "Mars/Olympus"),)),),
            (Stats(), Sort((SortKey("host.name"),))),
            (Fields(("nothing",)),),
            (Fields(("host.name",)), Top(3)),
        ],
        ids=str,
    )
    def test_refused(self, filled, stages):
        """What a program asks and nobody can answer is refused."""
        with pytest.raises(StoreError):
            filled.store.run(Query(stages=stages), Window())

    def test_too_many_groups(self, ask, make):
        """More groups than possible are refused, and it is said what to narrow."""
        many = [f"r{n}" for n in range(300)]
        ask.add(*(make(f"u{n}", openstack__resource__related=many, x__n=n) for n in range(220)))

        with pytest.raises(QueryLimitError, match="narrow"):
            ask.table("* | stats count() by related, x.n")


class TestColumns:
    def test_names(self, filled):
        """A column's name is the field's, time, the function with its field, or what as says."""
        stats = Stats(
            (COUNT, Function("p", "duration", 99.5), Function("sum", "duration", alias="all")), ("host.name",)
        )
        table = filled.store.run(Query(stages=(stats, Limit(1))), Window())

        assert table.columns[0] == Column("host.name", "keyword")
        assert table.names == ("host.name", "count", "p99.5_duration", "all")

    def test_where_of_a_program(self, filled):
        """A condition is a filter like any other."""
        where = Where(Compare("http.status", ">=", 404))
        table = filled.store.run(Query(stages=(Stats(by=("http.status",)), where)), Window())

        assert [row[0] for row in table.rows] == [404, 500]


def _near(value):
    """A value that another may differ from by rounding."""
    return pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
