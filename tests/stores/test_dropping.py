"""Removing some events of old days, in every store that can, and refused by those that cannot."""

from __future__ import annotations

import pytest

from venus_logging.errors import StoreUnsupportedError
from venus_logging.query import Query
from venus_logging.query.tree import Equal


@pytest.fixture
def days(ask, make):
    """Two services on two days."""
    ask.add(
        make("a", "2026-11-22T00:00:00.000000Z", service__name="nova-api"),
        make("b", "2026-11-22T23:59:59.000000Z", service__name="keystone"),
        make("c", "2026-11-23T00:00:00.000000Z", service__name="nova-api"),
        make("d", "2026-11-24T00:00:00.000000Z", service__name="nova-api"),
    )
    return ask


@pytest.fixture
def drop(days):
    """Drops, if the store can."""

    def run(before, only, **options):
        try:
            return days.store.drop(before, only=only, **options)
        except StoreUnsupportedError as problem:
            pytest.skip(str(problem))

    return run


NOVA = Query(Equal("service.name", "nova-api"))


class TestDropSome:
    def test_removes_what_the_question_finds(self, days, drop):
        """Events of the days before that answer the question go, all others stay."""
        gone = drop("2026-11-24", NOVA)

        assert (gone, days.uids(), list(days.store.info().days)) == (
            ["2026-11-22", "2026-11-23"],
            ["d", "b"],
            ["2026-11-22", "2026-11-24"],
        )

    def test_names_only_days_that_have_some(self, days, drop):
        """A dry run changes nothing, and a day without such events is not named."""
        gone = drop("2026-11-24", Query(Equal("service.name", "keystone")), dry_run=True)

        assert (gone, days.uids()) == (["2026-11-22"], ["d", "c", "b", "a"])

    def test_what_stays_is_known(self, days, drop, make):
        """What stayed is a duplicate when it comes again, in a day that was made anew, too."""
        drop("2026-11-24", NOVA)

        assert days.add(make("b", "2026-11-22T23:59:59.000000Z"), make("e", "2026-11-22T12:00:00.000000Z")) == (1, 1, 0)
