"""Counts over fields and time."""

from __future__ import annotations

import pytest

from venus_logging.analyse import pivot, stats
from venus_logging.event.time import SECOND
from venus_logging.query import Column, Query, Window
from venus_logging.query.tree import Bucket, Equal
from venus_logging.store import Table

START = 1_795_600_800 * SECOND  # 2026-11-25T10:00:00Z
ALWAYS = Window()
SERVICE, COUNT = Column("service.name", "keyword"), Column("count", "integer")


@pytest.fixture(autouse=True)
def counted(add):
    """Six events of two services in two minutes; one has no user."""
    users = ["ada", "ada", "bob", "bob", "ada", ""]
    for number, user in enumerate(users):
        service = "nova" if number < 4 else "neutron"
        add(f"u{number}", number * 20, service__name=service, **({"user.name": user} if user else {}))


class TestPivot:
    def test_two(self, store):
        """
        Every combination that occurs has a row, the largest first, then by value; events without a value are the rest.
        """
        assert pivot(store, ("service.name", "user.name"), Query(), ALWAYS) == Table(
            (SERVICE, Column("user.name", "keyword"), COUNT),
            (("nova", "ada", 2), ("nova", "bob", 2), ("neutron", "ada", 1)),
            1,
        )

    def test_time(self, store):
        """
        With a bucket rows come by time first.
        """
        got = pivot(store, ("service.name",), Query(), ALWAYS, bucket=Bucket(60))

        assert got == Table(
            (Column("time", "date"), SERVICE, COUNT),
            (
                ("2026-11-25T10:00:00.000000Z", "nova", 3),
                ("2026-11-25T10:01:00.000000Z", "neutron", 2),
                ("2026-11-25T10:01:00.000000Z", "nova", 1),
            ),
        )

    def test_limit(self, store):
        """
        A limit keeps the largest rows, and says how many it cut.
        """
        got = pivot(store, ("service.name",), Query(), ALWAYS, limit=1)

        assert got == Table((SERVICE, COUNT), (("nova", 4),), cut=1)

    @pytest.mark.parametrize(
        ("query", "window", "rows"),
        [
            (Query(Equal("user.name", "ada")), ALWAYS, (("nova", 2), ("neutron", 1))),
            (Query(), Window(START + 80 * SECOND), (("neutron", 2),)),
            (Query(), Window(None, START), ()),
        ],
    )
    def test_limits_of_question(self, store, query, window, rows):
        """
        Only events that the question finds within the window are counted.
        """
        assert pivot(store, ("service.name",), query, window).rows == rows

    def test_no_field(self, store):
        """
        Over time alone there is a row for every bucket that has events.
        """
        assert [row[1] for row in pivot(store, (), Query(), ALWAYS, bucket=Bucket(60)).rows] == [3, 3]

    def test_nothing(self, store):
        """
        Without any dimension there is one count of all events.
        """
        assert pivot(store, (), Query(), ALWAYS) == Table((COUNT,), ((6,),))


class TestStats:
    def test_values(self, store):
        """
        Every value of a field has its count, the most frequent first.
        """
        assert stats(store, "user.name", Query(), ALWAYS) == Table(
            (Column("user.name", "keyword"), COUNT), (("ada", 3), ("bob", 2)), 1
        )

    def test_limit(self, store):
        """
        A limit keeps the most frequent values.
        """
        assert stats(store, "user.name", Query(), ALWAYS, limit=1).rows == (("ada", 3),)
