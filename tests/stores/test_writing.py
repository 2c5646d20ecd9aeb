"""What a write does: duplicates, days, clocks, rejects; and what drop and info say."""

from __future__ import annotations

import pytest

from venus_logging.errors import StoreError
from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import Query

DAY = 86_400 * SECOND


class TestWrite:
    def test_counts_what_was_added(self, ask, make):
        """A write says how many events were new."""
        assert ask.add(make("a"), make("b")) == (2, 0, 0)

    def test_nothing_is_fine(self, ask):
        """A write of no events does nothing."""
        assert [ask.add(), ask.page().total] == [(0, 0, 0), 0]

    def test_a_uid_is_stored_once(self, ask, make):
        """Events with a known uid are duplicates, within a write and over writes."""
        counts = [ask.add(make("a"), make("a"), make("b")), ask.add(make("b"), make("c")), ask.add(make("c"))]

        assert [*counts, ask.uids()] == [(2, 1, 0), (1, 1, 0), (0, 1, 0), ["c", "b", "a"]]

    def test_the_first_of_equal_uids_stays(self, ask, make):
        """A duplicate changes nothing."""
        ask.add(make("a", body="first"))
        ask.add(make("a", body="second"))

        assert ask.store.get("a", Query())["body"] == "first"

    def test_many_writes_over_many_days(self, ask, make):
        """Days may be written in any order and again."""
        for hour in (0, 30, 5, 29, 60, 1):
            ask.add(*(make(f"{hour}-{n}", f"2026-11-2{hour // 24 + 1}T{hour % 24:02}:00:00.000000Z") for n in range(3)))

        assert [ask.page().total, list(ask.store.info().days)] == [18, ["2026-11-21", "2026-11-22", "2026-11-23"]]

    def test_does_not_touch_the_caller_s_event(self, ask, make):
        """An event is not changed by being written, nor afterwards by changing it."""
        event = make("a", "1999-12-31T23:59:59.000000Z")
        before = dict(event)
        ask.add(event)
        same = event == before
        event["body"] = "changed"

        assert (same, ask.store.get("a", Query())["body"]) == (True, "event a")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"log.record.uid": ""},
            {"log.record.uid": 3},
            {"@timestamp": "yesterday"},
            {"@timestamp": 3},
            {"@timestamp": "1600-01-01T00:00:00.000000Z"},
            {"@timestamp": "9000-01-01T00:00:00.000000Z"},
            {"body": "lone \ud800"},
            {"x.set": {1}},
        ],
        ids=str,
    )
    def test_rejects_what_it_cannot_hold(self, store, make, wrong):
        """An event that no store can hold is given back with the reason, and the others are added."""
        bad = {**make("bad"), **wrong}

        result = store.write([make("a"), bad, make("b")], 0)

        assert (result.added, [(each.event, bool(each.reason)) for each in result.rejected]) == (2, [(bad, True)])


class TestClock:
    @pytest.mark.parametrize(
        ("time", "clock", "day"),
        [
            ("2026-11-26T12:00:00.000000Z", None, "2026-11-26"),
            ("2026-11-26T12:00:00.000000001Z", "future", "unknown"),
            ("2000-01-01T00:00:00.000000Z", None, "2000-01-01"),
            ("1999-12-31T23:59:59.999999999Z", "past", "unknown"),
        ],
    )
    def test_impossible_times_are_flagged_and_kept_apart(self, ask, make, time, clock, day):
        """More than a day ahead of arrival, or before 2000, is the fault of a clock."""
        ask.add(make("a", time))

        assert (ask.store.get("a", Query()).get("x.venus.clock"), ask.store.info().days) == (clock, (day,))

    def test_a_future_event_that_comes_again_later_is_a_duplicate(self, ask, make, later):
        """What was ahead of its arrival is known when it is read again in time."""
        event = make("a", "2026-11-26T12:00:30.000000Z")

        assert [ask.add(event), ask.add(event, arrived=later), ask.page().total] == [(1, 0, 0), (0, 1, 0), 1]

    def test_an_event_that_comes_again_with_an_older_arrival_is_a_duplicate(self, ask, make, later):
        """What was in time is known when it is read again as if it were ahead."""
        event = make("a", "2026-11-26T12:00:30.000000Z")

        assert [ask.add(event, arrived=later), ask.add(event)] == [(1, 0, 0), (0, 1, 0)]


@pytest.fixture
def days(ask, make):
    """One event on each of three days and one of a broken clock."""
    ask.add(
        make("a", "2026-11-22T00:00:00.000000Z"),
        make("b", "2026-11-23T23:59:59.000000Z"),
        make("c", "2026-11-24T00:00:00.000000Z"),
        make("d", "1970-01-01T00:00:00.000000Z"),
    )
    return ask


class TestDrop:
    def test_removes_whole_days_before_a_day(self, days):
        """Days before the given one go, the day itself and broken clocks stay."""
        gone = days.store.drop("2026-11-24")

        assert (gone, days.uids()) == (["2026-11-22", "2026-11-23"], ["c", "d"])

    def test_a_dry_run_removes_nothing(self, days):
        """A dry run says what would go."""
        gone = days.store.drop("2026-11-23", dry_run=True)

        assert (gone, days.uids()) == (["2026-11-22"], ["c", "b", "a", "d"])

    def test_a_dropped_day_can_be_written_again(self, days, make):
        """A day that was dropped starts anew."""
        days.store.drop("2026-11-23")

        assert days.add(make("a", "2026-11-22T00:00:00.000000Z")) == (1, 0, 0)

    def test_refuses_what_is_no_day(self, days):
        """A typing error must not remove days."""
        with pytest.raises(StoreError):
            days.store.drop("2026-13-01")


class TestInfo:
    def test_says_what_the_store_holds(self, days):
        """Info counts events and names days and the first and last time."""
        info = days.store.info()

        assert (info.events, info.days, info.oldest, info.newest, info.bytes > 0) == (
            4,
            ("2026-11-22", "2026-11-23", "2026-11-24", "unknown"),
            "1970-01-01T00:00:00.000000Z",
            "2026-11-24T00:00:00.000000Z",
            True,
        )

    def test_of_an_empty_store(self, store):
        """An empty store has no days and no times."""
        info = store.info()

        assert (info.events, info.days, info.oldest, info.newest) == (0, (), None, None)

    def test_close_twice(self, store):
        """A store may be closed twice."""
        store.close()

        assert store.close() is None


class TestTimes:
    def test_bounds_of_the_engine(self, ask, make):
        """The first and last instants that fit 63 bits of nanoseconds are stored and found."""
        ask.add(make("a", "1678-01-01T00:00:00.000000Z"), make("b", "2261-12-31T23:59:59.999999999Z"))

        got = [ask.uids(), ask.store.info().newest, to_ns("2261-12-31T23:59:59.999999999Z") < 2**63]

        assert got == [["b", "a"], "2261-12-31T23:59:59.999999999Z", True]
