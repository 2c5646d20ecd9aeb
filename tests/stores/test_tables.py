"""Counts by group and time, fields, and what is in no row."""

from __future__ import annotations

import pytest

from venus_logging.errors import StoreError
from venus_logging.query import Query, Window
from venus_logging.query.tree import Bucket, Limit, Stats


@pytest.fixture
def filled(ask, make):
    """Six events over two days with every kind of dimension."""
    ask.add(
        make("a", "2026-11-24T23:59:59.999999999Z", host__name="h1", http__status=200, cached=True, x__n=1),
        make("b", "2026-11-25T00:00:00.000000Z", host__name="h1", http__status=404, duration=0.5, x__n="1"),
        make("c", "2026-11-25T00:04:59.000000Z", host__name="h2", http__status=200, duration=2, x__n=2),
        make("d", "2026-11-25T00:05:00.000000Z", host__name="h2", openstack__resource__related=["r1", "r2", "r1"]),
        make("e", "2026-11-25T10:00:00.000000Z", openstack__resource__related=["r2"], cached=False),
        make("f", "1970-01-01T00:00:01.500000Z", host__name="h3", openstack__resource__related=[]),
    )
    return ask


CASES = {
    "* | stats count()": (("count",), ((6,),), 0),
    "nobody | stats count()": (("count",), ((0,),), 0),
    "* | stats count() by host": (("host.name", "count"), (("h1", 2), ("h2", 2), ("h3", 1)), 1),
    "nobody | stats count() by host": (("host.name", "count"), (), 0),
    "* | stats count() by host | limit 1": (("host.name", "count"), (("h1", 2),), 1),
    "* | stats count() by status": (("http.status", "count"), ((200, 2), (404, 1)), 3),
    "* | stats count() by duration": (("duration", "count"), ((0.5, 1), (2.0, 1)), 4),
    "* | stats count() by cached": (("cached", "count"), ((False, 1), (True, 1)), 4),
    "* | stats count() by related": (("openstack.resource.related", "count"), (("r2", 2), ("r1", 1)), 4),
    "* | stats count() by related | limit 1": (("openstack.resource.related", "count"), (("r2", 2),), 4),
    "related:r1 | stats count() by related": (("openstack.resource.related", "count"), (("r1", 1), ("r2", 1)), 0),
    "* | stats count() by x.n": (("x.n", "count"), (("1", 2), ("2", 1)), 3),
    "* | stats count() by x.none": (("x.none", "count"), (), 6),
    "* | stats count() by host, status": (
        ("host.name", "http.status", "count"),
        (("h1", 200, 1), ("h1", 404, 1), ("h2", 200, 1)),
        3,
    ),
    "* | stats count() by related, host": (
        ("openstack.resource.related", "host.name", "count"),
        (("r1", "h2", 1), ("r2", "h2", 1)),
        5,
    ),
    "* | stats count() by time(1d)": (
        ("time", "count"),
        (
            ("1970-01-01T00:00:00.000000Z", 1),
            ("2026-11-24T00:00:00.000000Z", 1),
            ("2026-11-25T00:00:00.000000Z", 4),
        ),
        0,
    ),
    "since:2026-11-25 | stats count() by time(5m), host": (
        ("time", "host.name", "count"),
        (
            ("2026-11-25T00:00:00.000000Z", "h1", 1),
            ("2026-11-25T00:00:00.000000Z", "h2", 1),
            ("2026-11-25T00:05:00.000000Z", "h2", 1),
        ),
        1,
    ),
    "host:h3 | stats count() by @timestamp": (("@timestamp", "count"), (("1970-01-01T00:00:01.500000Z", 1),), 0),
}


class TestTables:
    @pytest.mark.parametrize("text", CASES)
    def test_counts(self, filled, text):
        """A table has one row for each group, in one order, and says how many events are in no row."""
        table = filled.table(text)

        assert (table.names, table.rows, table.other, table.exact) == (*CASES[text], True)

    def test_a_text_has_no_groups(self, filled):
        """Counting by a text is refused."""
        with pytest.raises(StoreError):
            filled.store.run(Query(stages=(Stats(by=("body",)),)), Window())

    def test_counts_by_a_field_that_differs_with_every_event(self, filled):
        """A field that is no dimension can still be counted by whoever insists."""
        table = filled.store.run(Query(stages=(Stats(by=("log.record.uid",)), Limit(2))), Window())

        assert (table.rows, table.other, table.cut) == ((("a", 1), ("b", 1)), 0, 4)

    def test_very_many_groups_are_all_counted(self, ask, make):
        """More groups than an engine counts at once are counted all the same."""
        ask.add(
            *(
                make(f"u{number}", f"2026-11-25T0{number % 9}:00:00.{number:06}Z", x__a=number % 300, x__b=number // 7)
                for number in range(3_000)
            )
        )
        query = Query(stages=(Stats(by=("x.a", "x.b", Bucket(60))),))

        table = ask.store.run(query, Window())

        assert (len(table.rows), sum(row[-1] for row in table.rows), table.other) == (3_000, 3_000, 0)


class TestFields:
    def test_counts_the_events_that_have_a_field(self, filled):
        """Every field that occurs is there once with its kind, free ones too."""
        assert filled.fields() == [
            ("@timestamp", "date", 6),
            ("body", "text", 6),
            ("cached", "boolean", 2),
            ("duration", "number", 2),
            ("host.name", "keyword", 5),
            ("http.status", "integer", 3),
            ("log.record.uid", "keyword", 6),
            ("openstack.resource.related", "keyword", 2),
            ("x.n", "free", 3),
            ("x.venus.clock", "free", 1),
        ]

    def test_minds_the_question(self, filled):
        """Only the events found count."""
        names = [name for name, _, _ in filled.fields("host:h1 status:404")]

        assert names == ["@timestamp", "body", "duration", "host.name", "http.status", "log.record.uid", "x.n"]
