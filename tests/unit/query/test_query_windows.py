"""Windows: half-open, in any zone, and a scope that no question gets out of."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from venus_logging.errors import QuerySyntaxError
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Query, Window, event_fields, parse, resolve, restrict
from venus_logging.query.tree import Absolute, All, And, Compare, Equal, Not, Or, Relative, Stats, Text
from venus_logging.query.windows import parse_time, to_instant

NOW = to_ns("2026-11-25T12:00:00Z")
BERLIN = ZoneInfo("Europe/Berlin")
END_OF_TIME = 2**63 - 1


def window(question, zone=UTC):
    """The window of a question as two texts."""
    _, found = resolve(parse(question, event_fields()), NOW, zone)
    return tuple(None if each is None else from_ns(each)[:19] for each in (found.start, found.end))


class TestWindow:
    @pytest.mark.parametrize(
        ("span", "inside"),
        [(Window(2, 4), [2, 3]), (Window(None, 3), [0, 1, 2]), (Window(3), [3, 4, 5]), (Window(), [0, 1, 2, 3, 4, 5]),
         (Window(2, 2), [])],
    )  # fmt: skip
    def test_half_open(self, span, inside):
        """
        The start is inside, the end is not, and an end that is None is open.
        """
        assert [each for each in range(6) if each in span] == inside

    def test_text(self):
        """
        A window says from when to when.
        """
        assert [str(Window()), str(Window(0, SECOND))] == [
            "the beginning to the end",
            "1970-01-01T00:00:00.000000Z to 1970-01-01T00:00:01.000000Z",
        ]


class TestParseTime:
    @pytest.mark.parametrize(
        ("text", "time"),
        [("now", Relative()), ("now-2h", Relative(-7200)), ("now+1w", Relative(604_800)), ("now-0s", Relative()),
         ("2026-11-25", Absolute("2026-11-25")), ("2026-11-25T10:00:00Z", Absolute("2026-11-25T10:00:00Z")),
         ("2026-11-25T10:00Z", Absolute("2026-11-25T10:00:00Z")),
         ("2026-11-25 10:00:00.5", Absolute("2026-11-25 10:00:00.5"))],
    )  # fmt: skip
    def test_time(self, text, time):
        """
        A time is relative to now, a date, or a date and a time.
        """
        assert parse_time(text) == time

    @pytest.mark.parametrize(
        "text", ["", "yesterday", "now-", "now-2", "now-2y", "now -2h", "2026-1-1", "2026-02-30", "2026-11-25T10",
                 "10:00:00", "1764072000", "2026-11-25T25:00:00Z", "now-9999999999s"],
    )  # fmt: skip
    def test_refused(self, text):
        """
        Anything else is refused, and the message says what was expected.
        """
        with pytest.raises(ValueError, match=r"expected now, now-2h, 2026-11-25, or"):
            parse_time(text)


class TestResolve:
    @pytest.mark.parametrize(
        ("question", "start", "end"),
        [
            ("a", None, None),
            ("since:now-2h", "2026-11-25T10:00:00", None),
            ("until:now", None, "2026-11-25T12:00:00"),
            ("since:2026-11-24", "2026-11-24T00:00:00", None),
            ("until:2026-11-24", None, "2026-11-25T00:00:00"),
            ("since:2026-11-24 until:2026-11-24", "2026-11-24T00:00:00", "2026-11-25T00:00:00"),
            ("until:2026-12-31", None, "2027-01-01T00:00:00"),
            ("until:2026-11-24T00:00:00", None, "2026-11-24T00:00:00"),
            ("since:2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00", None),
            ("since:now until:now", "2026-11-25T12:00:00", "2026-11-25T12:00:00"),
        ],
    )
    def test_utc(self, question, start, end):
        """
        Times become a half-open window; a date begins with its first instant, and until a date includes that day.
        """
        assert window(question) == (start, end)

    @pytest.mark.parametrize(
        ("question", "start", "end"),
        [
            ("since:2026-11-24 until:2026-11-24", "2026-11-23T23:00:00", "2026-11-24T23:00:00"),
            ("since:2026-03-29 until:2026-03-29", "2026-03-28T23:00:00", "2026-03-29T22:00:00"),
            ("since:2026-10-25 until:2026-10-25", "2026-10-24T22:00:00", "2026-10-25T23:00:00"),
            ("since:2026-07-01T12:00:00", "2026-07-01T10:00:00", None),
            ('since:"2026-12-01 12:00:00"', "2026-12-01T11:00:00", None),
            ("since:2026-07-01T12:00:00Z", "2026-07-01T12:00:00", None),
            ("since:2026-07-01T12:00:00-0500", "2026-07-01T17:00:00", None),
            ("since:now-1d", "2026-11-24T12:00:00", None),
        ],
    )
    def test_berlin(self, question, start, end):
        """
        Dates, and times without a zone, are of the given zone; days of 23 and 25 hours are whole days.
        """
        assert window(question, BERLIN) == (start, end)

    def test_nanoseconds(self):
        """
        No part of a second is lost.
        """
        assert to_instant(Absolute("2026-11-25T12:00:00.123456789"), NOW, BERLIN) % SECOND == 123_456_789

    @pytest.mark.parametrize(
        ("time", "instant"),
        [
            (Absolute("9999-12-31"), END_OF_TIME),
            (Absolute("2262-01-01T00:00:00Z"), END_OF_TIME),
            (Absolute("0001-01-01"), -END_OF_TIME),
            (Absolute("0001-01-01T00:00:00+05:00"), -END_OF_TIME),
            (Relative(10**15), END_OF_TIME),
            (Relative(-(10**15)), -END_OF_TIME),
        ],
    )
    def test_end_of_time(self, time, instant):
        """
        A time beyond 64 bits of nanoseconds is the end of time on its side, in every zone.
        """
        got = [to_instant(time, NOW, zone, end=end) for zone in (UTC, BERLIN) for end in (False, True)]

        assert got == [instant] * 4

    @pytest.mark.parametrize("time", ["9999-12-31", "0001-01-01", "now-999999999w", "now+999999999w"])
    def test_printable(self, time):
        """
        Every window prints, and every time in a filter has a text.
        """
        query, found = resolve(parse(f"@timestamp>={time} since:{time}", event_fields()), NOW, BERLIN)

        assert " to the end" in str(found)
        assert str(query).startswith("@timestamp>=")

    def test_backwards(self):
        """
        A window that ends before it begins is a bad question, and the position is that of until.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            resolve(parse("a since:now until:now-1h", event_fields()), NOW)

        assert str(caught.value) == "until:now-1h is not after since:now at position 12; expected a later time"

    def test_filter(self):
        """
        Times within the filter become canonical texts; stages stay, since and until are gone.
        """
        stages = (Stats(by=("host.name",)),)
        inside = Or((Compare("@timestamp", "<", Relative(-60)), Not(Equal("@timestamp", Absolute("2026-11-25")))))
        query = Query(And((Text(None, "a"), inside)), Relative(-3600), None, stages)
        wanted = Or(
            (
                Compare("@timestamp", "<", "2026-11-25T11:59:00.000000Z"),
                Not(Equal("@timestamp", "2026-11-24T23:00:00.000000Z")),
            )
        )

        assert resolve(query, NOW, BERLIN)[0] == Query(And((Text(None, "a"), wanted)), stages=stages)


class TestRestrict:
    def test_project(self):
        """
        The scope stands before the whole filter, so that no OR gets out of it.
        """
        query = parse("a OR b", event_fields())
        scope = Equal("openstack.project.id", "p1")

        assert restrict(query, project_id="p1") == Query(And((scope, query.filter)))
        assert str(restrict(query, project_id="p1")) == "openstack.project.id:p1 (a OR b)"

    def test_more(self):
        """
        Other fields are given with two underscores for a dot; everything else of the question stays.
        """
        query = Query(All(), Relative(-60), Relative(), (Stats(),))
        got = restrict(query, service__name="nova-api", project_id="p1")

        scope = (Equal("service.name", "nova-api"), Equal("openstack.project.id", "p1"))
        assert got == Query(And((*scope, All())), Relative(-60), Relative(), (Stats(),))

    def test_nothing(self):
        """
        Without a scope the question stays as it is.
        """
        query = Query(Text(None, "a"))

        assert restrict(query) is query
