"""The parts of questions: fields, tokens, printing, and what all stores do to counted groups."""

from __future__ import annotations

from itertools import pairwise

import pytest

from venus_logging import contract
from venus_logging.errors import QuerySyntaxError
from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import Field, FieldTable, Query, event_fields
from venus_logging.query.lexer import Token, tokens
from venus_logging.query.stages import bucket_start, bucket_starts, bucket_text, finish, stats_of
from venus_logging.query.tables import Column, columns_of
from venus_logging.query.tree import (
    COUNT,
    Absolute,
    All,
    And,
    Bucket,
    Equal,
    Exists,
    Function,
    Limit,
    Not,
    Or,
    Relative,
    Stats,
    Text,
    quote,
    walk,
)  # fmt: skip
from venus_logging.query.values import words

NAME = Field("service.name", "keyword", ("service",))


class TestFieldTable:
    def test_twice(self):
        """
        A table in which a name or an alias stands twice is refused.
        """
        with pytest.raises(ValueError, match=r"'service' stands twice: service\.name and other"):
            FieldTable([NAME, Field("other", "text", ("service",))])

    @pytest.mark.parametrize(
        ("name", "field"),
        [
            ("service", NAME),
            ("service.name", NAME),
            ("Service", None),
            ("x.", None),
            ("x.a", Field("x.a", "free")),
            ("", None),
        ],
    )
    def test_get(self, name, field):
        """
        Names and aliases are found as they are written, and x. alone is no name.
        """
        assert FieldTable([NAME]).get(name) == field

    @pytest.mark.parametrize(
        ("name", "nearest"),
        [("servce", "service"), ("service.nam", "service.name"), ("name", "service.name"), ("qq", None)],
    )
    def test_nearest(self, name, nearest):
        """
        The nearest name is one that looks alike, or the only one that ends in the word.
        """
        assert FieldTable([NAME]).nearest(name) == nearest

    def test_iter(self):
        """
        A table gives each of its fields once.
        """
        assert list(FieldTable([NAME])) == [NAME]


class TestEventFields:
    def test_all(self):
        """
        Every attribute of the contract can be asked for, under its own name and its aliases.
        """
        table = event_fields()
        asked = {name: each.name for each in contract.attributes().values() for name in (each.name, *each.aliases)}

        assert {name: table.get(name).name for name in asked} == asked

    def test_one_table(self):
        """
        The table is made once.
        """
        assert event_fields() is event_fields()


class TestTokens:
    def test_kinds(self):
        """
        A question is cut into fields with their operator, words, quoted texts and marks, each with its place.
        """
        assert list(tokens('a.b>=c "d e" *|')) == [
            Token("field", "a.b", 0, 5, ">="),
            Token("word", "c", 5, 6),
            Token("string", "d e", 7, 12),
            Token("*", "*", 13, 14),
            Token("|", "|", 14, 15),
            Token("end", "", 15, 15),
        ]

    @pytest.mark.parametrize("value", ["10:20:30", "http://a:1/b?c=d", "fe80::1", "a=b", "<5", "-5", "a@b"])
    def test_values(self, value):
        """
        Behind a field's name a word is one value, with its colons and signs.
        """
        assert [token.text for token in tokens(f"f:{value} g")] == ["f", value, "g", ""]

    @pytest.mark.parametrize(
        ("written", "text"), [('""', ""), ('"\\""', '"'), ('"\\\\"', "\\"), ('"\\u00e9\\n"', "é\n"), ('"a\nb"', "a\nb")]
    )
    def test_strings(self, written, text):
        """
        A quoted text has the escapes of JSON, and may hold line ends.
        """
        assert [token.text for token in tokens(written)] == [text, ""]

    @pytest.mark.parametrize(("text", "position"), [('a "b', 2), ('"', 0), ('"\\"', 0), ('x "\\q"', 2), ('"\\u12"', 0)])
    def test_refused(self, text, position):
        """
        A quoted text that does not end, or has an escape that JSON has not, is refused at its place.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            list(tokens(text))

        assert caught.value.position == position


class TestPrint:
    @pytest.mark.parametrize(
        ("text", "written"),
        [("a", "a"), ("nova-api", "nova-api"), ("ö", "ö"), ("a.b/c#d", "a.b/c#d"), ("", '""'), ("a b", '"a b"'),
         ("-a", '"-a"'), ("AND", '"AND"'), ("TO", '"TO"'), ("a:b", '"a:b"'), ("a*", '"a*"'), ("a\\", '"a\\\\"'),
         ("a,b", '"a,b"'), ("(", '"("'), ('"', '"\\""'), ("a\u2028b", '"a\u2028b"'), ("\x00", '"\\u0000"')],
    )  # fmt: skip
    def test_quote(self, text, written):
        """
        A text is bare where that reads back, else it is quoted.
        """
        assert quote(text) == written

    @pytest.mark.parametrize(
        ("seconds", "text"),
        [(0, "now"), (-1, "now-1s"), (-90, "now-90s"), (-3600, "now-1h"), (86_400, "now+1d"), (-1_209_600, "now-2w")],
    )
    def test_relative(self, seconds, text):
        """
        A relative time prints in its largest whole unit.
        """
        assert str(Relative(seconds)) == text

    def test_absolute(self):
        """
        A time with a space is quoted, another is not.
        """
        assert [str(Absolute(text)) for text in ("2026-11-25", "2026-11-25T10:00:00+01:00", "2026-11-25 10:00:00")] == [
            "2026-11-25", "2026-11-25T10:00:00+01:00", '"2026-11-25 10:00:00"',
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("value", "text"), [(True, "a:true"), (False, "a:false"), (5, "a:5"), (0.5, "a:0.5"), ("x y", 'a:"x y"')]
    )
    def test_equal(self, value, text):
        """
        Values print as a question writes them.
        """
        assert str(Equal("a", value)) == text

    def test_walk(self):
        """
        Every filter of a tree is met, the outer ones first.
        """
        inner, other = Text(None, "a"), Exists("b")
        tree = Or((Not(inner), And((other, All()))))

        assert list(walk(tree)) == [tree, tree.items[0], inner, tree.items[1], other, All()]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "found"),
        [("", []), ("..._", []), ("Disk FULL", ["disk", "full"]), ("a_b-c.d", ["a", "b", "c", "d"]),
         ("req-1f", ["req", "1f"]), ("Größe 5€", ["größe", "5"])],
    )  # fmt: skip
    def test_words(self, text, found):
        """
        Words are the lower-case runs of letters and digits.
        """
        assert words(text) == found


class TestStages:
    def test_stats_of(self):
        """
        A question without counts counts everything.
        """
        stats = Stats(by=("a",))

        assert [stats_of(Query(stages=each)) for each in ((), (Limit(1),), (stats, Limit(1)))] == [
            Stats(),
            Stats(),
            stats,
        ]

    def test_columns(self):
        """
        Columns are the fields' names, time for a bucket, and the functions, each with its kind and unit.
        """
        fields = FieldTable([Field("a", "keyword"), Field("b", "integer", unit="s")])
        stats = Stats((COUNT, Function("p", "b", 99.5), Function("avg", "b", alias="mean")), (Bucket(60), "a"))

        assert columns_of(stats, fields, (0.0, 0.1, 0.0)) == (
            Column("time", "date"),
            Column("a", "keyword"),
            Column("count", "integer"),
            Column("p99.5_b", "integer", "s", 0.1),
            Column("mean", "number", "s"),
        )

    @pytest.mark.parametrize(
        ("time", "seconds", "start"),
        [
            ("2026-11-25T10:07:59.9Z", 300, "2026-11-25T10:05:00.000000Z"),
            ("2026-11-25T10:05:00Z", 300, "2026-11-25T10:05:00.000000Z"),
            ("1969-12-31T23:59:59Z", 60, "1969-12-31T23:59:00.000000Z"),
            ("2026-11-25T10:07:59Z", 604_800, "2026-11-19T00:00:00.000000Z"),
        ],
    )
    def test_bucket(self, time, seconds, start):
        """
        Buckets are counted from the epoch, before it too, and begin with their start.
        """
        assert bucket_text(to_ns(time), Bucket(seconds)) == start

    def test_bucket_edges(self):
        """
        An instant that is the start of a bucket is the first of it, the one before is of the bucket before.
        """
        edge = to_ns("2026-11-25T10:05:00Z")

        assert bucket_text(edge - 1, Bucket(1)) == bucket_text(edge - SECOND, Bucket(1))

    @pytest.mark.parametrize(
        ("time", "seconds", "start"),
        [
            ("2026-03-29T10:00:00Z", 86_400, "2026-03-28T23:00:00.000000Z"),
            ("2026-03-29T22:30:00Z", 86_400, "2026-03-29T22:00:00.000000Z"),
            ("2026-10-25T22:59:59Z", 86_400, "2026-10-24T22:00:00.000000Z"),
            ("2026-10-25T23:00:00Z", 86_400, "2026-10-25T23:00:00.000000Z"),
            ("1970-01-03T12:00:00Z", 172_800, "1970-01-02T23:00:00.000000Z"),
        ],
    )
    def test_days_of_a_zone(self, time, seconds, start):
        """
        Days of a zone begin at its midnight, also those of 23 and of 25 hours.
        """
        assert bucket_text(to_ns(time), Bucket(seconds, "Europe/Berlin")) == start

    @pytest.mark.parametrize(
        "bucket",
        [
            Bucket(3600),
            Bucket(86_400, "Europe/Berlin"),
            Bucket(86_400, "Pacific/Apia"),
            Bucket(172_800, "Asia/Kolkata"),
        ],
    )
    @pytest.mark.parametrize("day", ["2011-12-29", "2026-03-27", "2026-10-24"])
    def test_starts(self, bucket, day):
        """
        The buckets of a span follow each other without a gap, and every instant is in the one that begins before it.
        """
        first = to_ns(f"{day}T05:00:00Z")
        last = first + 5 * 86_400 * SECOND
        starts = bucket_starts(first, last, bucket)
        spans = list(pairwise(starts))

        assert (starts[0] <= first < starts[1], starts[-2] < last <= starts[-1]) == (True, True)
        assert [bucket_start(end - 1, bucket) for _, end in spans] == [start for start, _ in spans]

    def test_order(self):
        """
        Rows come the largest first, then by key.
        """
        table = finish(Query(stages=(Stats(by=("x.a",)),)), FieldTable([]), {("b",): (2,), ("a",): (2,), ("z",): (9,)})

        assert table.rows == (("z", 9), ("a", 2), ("b", 2))

    def test_order_of_time(self):
        """
        With buckets rows come by time first, and the limit cuts the last ones and says how many.
        """
        groups = {("a", "t2"): (9,), ("a", "t1"): (1,), ("b", "t1"): (5,)}
        table = finish(Query(stages=(Stats(by=("x.s", Bucket(60))), Limit(2))), FieldTable([]), groups)

        assert (table.rows, table.cut) == ((("b", "t1", 5), ("a", "t1", 1)), 1)
