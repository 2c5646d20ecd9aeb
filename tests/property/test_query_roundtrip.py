"""Questions of any shape: what a tree prints is read as that tree, and no text does more than fail."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from venus_logging.errors import QuerySyntaxError
from venus_logging.event.time import from_ns, to_ns
from venus_logging.query import Query, event_fields, parse, resolve
from venus_logging.query.tree import (
    UNITS,
    Absolute,
    All,
    And,
    Bucket,
    Compare,
    Equal,
    Exists,
    Limit,
    Not,
    Or,
    Prefix,
    Relative,
    Stats,
    Text,
    walk,
)  # fmt: skip
from venus_logging.query.values import words

NOW = to_ns("2026-11-25T12:00:00Z")
FIELDS = sorted(event_fields(), key=lambda field: field.name)
OPERATORS = st.sampled_from(["<", "<=", ">", ">="])


def named(*kinds):
    """Names of the contract's fields of these kinds."""
    return st.sampled_from([field.name for field in FIELDS if field.kind in kinds])


ODD = st.sampled_from(
    ["AND", "OR", "NOT", "TO", "-a", "+a", "!a", "a:b", "a*", "*", "", '"', "\\", "since:now", "a|b", "a b", "time(5m)",
     "None", "true", "5", "1e3", "now-1h", "a,b", "x=1", "<5", "\n", "\u2028", "é", "😀"]
)  # fmt: skip
VALUES = st.one_of(st.text(max_size=12), ODD)
TEXTS = st.one_of(VALUES, st.sampled_from(["disk", "disk full", "stats", "limit", "since", "by"])).filter(words)
FREE = st.from_regex(r"x\.[a-zA-Z_@.-][\w@.-]{0,8}", fullmatch=True)
RELATIVE = st.builds(
    lambda amount, unit: Relative(amount * UNITS[unit]), st.integers(-999_999, 999_999), st.sampled_from(sorted(UNITS))
)
ABSOLUTE = st.one_of(
    st.dates().map(lambda day: Absolute(day.isoformat())),
    st.datetimes().map(lambda moment: Absolute(moment.isoformat())),
    st.datetimes().map(lambda moment: Absolute(moment.isoformat(" ") + "Z")),
    st.datetimes().map(lambda moment: Absolute(moment.isoformat() + "+01:30")),
)
TIMES = st.one_of(RELATIVE, ABSOLUTE)
NUMBERS = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1), st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=True)
)

LEAVES = st.one_of(
    st.just(All()),
    st.builds(Text, st.one_of(st.none(), named("text")), TEXTS, st.booleans()),
    st.builds(Equal, st.one_of(named("keyword"), FREE), VALUES),
    st.builds(Equal, named("integer", "number"), NUMBERS),
    st.builds(Equal, named("boolean"), st.booleans()),
    st.builds(Equal, named("date"), TIMES),
    st.builds(Prefix, st.one_of(named("keyword"), FREE), VALUES.filter(bool)),
    st.builds(Compare, named("keyword"), OPERATORS, VALUES),
    st.builds(Compare, named("integer", "number"), OPERATORS, NUMBERS),
    st.builds(Compare, named("date"), OPERATORS, TIMES),
    st.builds(Exists, st.one_of(st.sampled_from([field.name for field in FIELDS]), FREE)),
)
SEVERAL = {"min_size": 2, "max_size": 3}
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, **SEVERAL).map(lambda items: And(tuple(items))),
        st.lists(inner, **SEVERAL).map(lambda items: Or(tuple(items))),
    ),
    max_leaves=8,
)
BUCKETS = st.builds(
    lambda amount, unit: Bucket(amount * UNITS[unit]), st.integers(1, 999_999), st.sampled_from(sorted(UNITS))
)
KEYS = st.one_of(
    st.sampled_from([field.name for field in FIELDS]), BUCKETS, FREE, VALUES.filter(bool).map(lambda name: f"x.{name}")
)
STATS = st.lists(KEYS, max_size=6).map(lambda keys: Stats(tuple(keys)))
LIMITS = st.lists(st.builds(Limit, st.integers(1, 1_000_000)), max_size=2)
STAGES = st.tuples(st.lists(STATS, max_size=1), LIMITS).map(lambda parts: (*parts[0], *parts[1]))
QUERIES = st.builds(Query, FILTERS, st.one_of(st.none(), TIMES), st.one_of(st.none(), TIMES), STAGES)

PIECES = st.sampled_from(
    ["a", "service", "service:", "level", "level:", ">=", "error", "body:", "x.a:", "@timestamp", "<", "since:",
     "until:", "now-1h", "2026-11-25", "AND ", "OR ", "NOT ", "TO ", "(", ")", "[", "]", "{", "}", "*", '"', "\\", "|",
     ",", " ", " ", "-", "stats ", "count", "()", "by ", "time(", "5m", "limit ", "7", "9" * 30, "\n",
     "\x00", "٣", "\ud800"]
)  # fmt: skip


def read(text):
    """The tree of a text, or the error it is refused with."""
    try:
        return parse(text, event_fields())
    except QuerySyntaxError as error:
        return error


class TestRound:
    @given(QUERIES)
    def test_inverse(self, query):
        """
        A question prints what is read as it.
        """
        assert parse(str(query), event_fields()) == query

    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(PIECES, max_size=14).map("".join))
    def test_pieces(self, text):
        """
        Pieces of questions in any order are a question that prints itself, or a QuerySyntaxError at a place in them.
        """
        got = read(text)
        if isinstance(got, QuerySyntaxError):
            assert (got.text, 0 <= got.position <= len(text), bool(got.message)) == (text, True, True)
        else:
            assert parse(str(got), event_fields()) == got

    @given(st.text(max_size=60))
    def test_any_text(self, text):
        """
        Any text at all is a question that prints itself, or a QuerySyntaxError.
        """
        got = read(text)

        assert isinstance(got, QuerySyntaxError) or parse(str(got), event_fields()) == got

    @given(st.text(max_size=30), named("keyword"))
    def test_any_value(self, value, name):
        """
        Every value can be asked for, and so can its beginning.
        """
        asked = [parse(str(Query(leaf(name, value))), event_fields()).filter for leaf in (Equal, Prefix) if value]

        assert asked == [leaf(name, value) for leaf in (Equal, Prefix) if value]


class TestResolve:
    @given(QUERIES, st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")]))
    def test_canonical(self, query, zone):
        """
        Every question that does not end before it begins has a window that prints, and no time left in its filter.
        """
        try:
            got, window = resolve(query, NOW, zone)
        except QuerySyntaxError:
            return
        leaves = [item.value for item in walk(got.filter) if isinstance(item, (Equal, Compare))]

        assert [value for value in leaves if isinstance(value, (Relative, Absolute))] == []
        assert (got.since, got.until, " to " in str(window)) == (None, None, True)

    @given(st.integers(-(2**63) + 1, 2**63 - 1), st.integers(-(2**63) + 1, 2**63 - 1))
    def test_window(self, one, two):
        """
        A window of two instants holds the first and not the second.
        """
        start, end = sorted((one, two))
        query = parse(f"since:{from_ns(start)} until:{from_ns(end)}", event_fields())
        window = resolve(query, NOW)[1]
        inside = int(from_ns(start)[:4]) > 1678 and int(from_ns(end)[:4]) < 2262

        assert not inside or (start in window, end in window, window.end - window.start) == (
            start != end,
            False,
            end - start,
        )
