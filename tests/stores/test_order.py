"""The one order of events, pages, windows and single events."""

from __future__ import annotations

import pytest

from venus_logging.event import order_key
from venus_logging.event.time import to_ns
from venus_logging.query import Query, Window
from venus_logging.query.tree import Equal
from venus_logging.store import Page


@pytest.fixture
def tied(ask, make):
    """Events of which many share a time and some a number; written in an order that is none, over two writes."""
    times = ["2026-11-24T23:59:59.999999Z", "2026-11-25T00:00:00.000000Z", "2026-11-25T00:00:00.000000001Z"]
    events = [
        make(f"u{place:02}", times[place % 3], openstack__record__number=place % 4)
        for place in (7, 3, 11, 0, 5, 9, 1, 10, 2, 8, 4, 6)
    ]
    ask.add(*events[:5])
    ask.add(*events[5:])
    ask.expected = sorted(events, key=lambda event: (to_ns(event["@timestamp"]), *order_key(event)[1:]))
    return ask


class TestOrder:
    def test_oldest_first(self, tied):
        """Events come by time in nanoseconds, then number, then uid."""
        assert list(tied.page(order="oldest").events) == tied.expected

    def test_newest_first(self, tied):
        """Newest first is exactly the other way round."""
        assert list(tied.page().events) == tied.expected[::-1]

    def test_six_and_nine_decimals_compare_as_times(self, ask, make):
        """A time of nine decimals stands behind the same time of six."""
        ask.add(make("b", "2026-11-25T10:00:00.000000001Z"), make("a", "2026-11-25T10:00:00.000000Z"))

        assert ask.uids() == ["b", "a"]

    def test_an_impossible_clock_keeps_its_place(self, ask, make):
        """Events of a broken clock stand where their time says."""
        ask.add(make("b"), make("c", "2031-01-01T00:00:00.000000Z"), make("a", "1970-01-01T00:00:00.000000Z"))

        assert ask.uids() == ["c", "b", "a"]


class TestPages:
    @pytest.mark.parametrize("order", ["newest", "oldest"])
    @pytest.mark.parametrize("limit", [1, 2, 5, 12])
    def test_pages_are_the_whole(self, tied, order, limit):
        """Pages joined are all events once, in order, whatever ties they cut."""
        events, after = [], None
        while True:
            page = tied.page(limit=limit, order=order, after=after)
            events += page.events
            after = page.next
            if after is None:
                break

        assert events == (tied.expected if order == "oldest" else tied.expected[::-1])

    def test_total_counts_the_question(self, tied):
        """Every page says how many events the question finds in all."""
        first = tied.page(limit=5)

        assert [first.total, tied.page(limit=5, after=first.next).total, first.exact] == [12, 12, True]

    def test_the_last_page_has_no_next(self, tied):
        """A page that holds the last event says that nothing follows."""
        assert [tied.page(limit=12).next, tied.page(limit=11).next is None] == [None, False]

    def test_a_cursor_of_an_event_that_is_gone_works(self, tied):
        """A page begins behind a place, whether or not an event stands there."""
        page = tied.page(order="oldest", after=("2026-11-25T00:00:00.000000Z", 99, ""), limit=1)

        assert page.events[0]["@timestamp"] == "2026-11-25T00:00:00.000000001Z"

    def test_no_limit_is_no_page(self, tied):
        """A page of no events still has its total."""
        assert tied.page(limit=0).total == 12

    def test_an_empty_store_answers(self, ask):
        """A store without events gives an empty page."""
        page = ask.page("anything")

        assert (page.events, page.next, page.total) == ((), None, 0)


class TestWindows:
    @pytest.mark.parametrize(
        ("start", "end", "count"),
        [
            ("2026-11-25T00:00:00Z", None, 8),
            (None, "2026-11-25T00:00:00Z", 4),
            ("2026-11-25T00:00:00Z", "2026-11-25T00:00:00.000000001Z", 4),
            ("2026-11-25T00:00:00.000000001Z", "2026-11-25T00:00:00.000000002Z", 4),
            ("2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", 0),
            ("0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", 12),
            ("9998-01-01T00:00:00Z", None, 0),
            (None, "0002-01-01T00:00:00Z", 0),
        ],
    )
    def test_windows_are_half_open(self, tied, start, end, count):
        """A window holds its start and not its end, to the nanosecond, over the border of a day."""
        window = Window(*(None if text is None else to_ns(text) for text in (start, end)))

        assert tied.store.search(Query(), window).total == count

    def test_days_without_events_are_empty(self, ask, make):
        """Windows of one or of several days of which the store has none find nothing."""
        ask.add(make("a", "2026-11-25T10:00:00.000000Z"))

        questions = ["since:2026-11-27 until:2026-11-27", "since:2026-11-26 until:2026-12-03", "until:2026-11-20"]
        assert [(ask.page(text), ask.table(f"{text} | fields uid").rows) for text in questions] == [
            (Page((), None, 0), ())
        ] * 3

    def test_time_is_a_field_too(self, tied):
        """``@timestamp`` compares as a time in nanoseconds."""
        got = [tied.page(text).total for text in ("time<2026-11-25T00:00:00Z", "time>2026-11-25T00:00:00.000000000Z")]

        assert got == [4, 4]


class TestGet:
    def test_gives_the_whole_event(self, ask, make):
        """An event comes back as it was written, unknown keys and all."""
        event = make("a", stranger="kept", x__deep=1.5, openstack__resource__related=["r2", "r1"])
        ask.add(event, make("b"))

        assert ask.store.get("a", Query()) == event

    def test_minds_the_scope(self, ask, make):
        """An event outside of the caller's scope is not there."""
        ask.add(make("a", openstack__project__id="p1"))

        got = [ask.store.get("a", Query(Equal("openstack.project.id", project))) for project in ("p1", "p2")]

        assert [event is not None for event in got] == [True, False]

    def test_nothing_for_an_unknown_uid(self, ask, make):
        """An unknown uid gives nothing."""
        ask.add(make("a"))

        assert ask.store.get("b", Query()) is None
