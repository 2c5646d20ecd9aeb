"""Questions of any shape: what a tree prints is read as that tree, and no text does more than fail."""

from __future__ import annotations

import re
from datetime import UTC
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from venus_logging.errors import QuerySyntaxError
from venus_logging.event.time import from_ns, to_ns
from venus_logging.query import Query, event_fields, parse, resolve
from venus_logging.query.filters import TIMES as TIME_NAMES
from venus_logging.query.patterns import phrase
from venus_logging.query.tables import FUNCTIONS, columns_of
from venus_logging.query.tree import (
    UNITS,
    Absolute,
    All,
    And,
    Bucket,
    Compare,
    Equal,
    Exists,
    Fields,
    Function,
    Limit,
    Not,
    Or,
    Prefix,
    Regex,
    Relative,
    Sort,
    SortKey,
    Stats,
    Text,
    Top,
    Where,
    Wildcard,
    walk,
    wild_pieces,
    wild_text,
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
     "None", "true", "5", "1e3", "now-1h", "a,b", "x=1", "<5", "\n", "\u2028", "é", "😀",
     "/a/", "a?b", "/", "/a", "b/", "/a/b", "a/"]
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
PIECE = st.sampled_from(
    ["a", "Ab", "7", ".", "\\d", "[a-f]", "[^x0]", "(a|b)", "(ab)+", "a?", "\\w{2,3}", ".*", "(a(b|c)){2}"]
)
ODD_PIECE = st.sampled_from(["-", "/", "\\.", "\\s", "\\\\", " ", '"', "é", "\n", "[/|]"])
WORD_PATTERNS = st.lists(PIECE, min_size=1, max_size=3).map("".join)
PATTERNS = st.lists(PIECE | ODD_PIECE, min_size=1, max_size=5).map("".join)


def wildcards(field, texts):
    """Wildcards as they are read: no run of stars, none that asks for all or only for a beginning."""
    parts = st.lists(st.sampled_from(["*", "?"]) | texts.filter(bool).map(wild_text), min_size=2, max_size=5)
    return st.builds(Wildcard, field, parts.map(_joined)).filter(_is_whole)


def _joined(parts):
    """The parts as one pattern, of several stars beside each other only one."""
    kept = [part for place, part in enumerate(parts) if part != "*" or place == 0 or parts[place - 1] != "*"]
    return "".join(kept)


def _is_whole(item):
    pieces = wild_pieces(item.pattern)
    marks = [wild for _, wild in pieces]
    return any(marks) and item.pattern != "*" and not (marks == [False, True] and pieces[1][0] == "*")


LEAVES = st.one_of(
    st.just(All()),
    st.builds(Text, st.one_of(st.none(), named("text")), TEXTS, st.booleans()),
    st.builds(Equal, st.one_of(named("keyword"), FREE), VALUES),
    st.builds(Equal, named("integer", "number"), NUMBERS),
    st.builds(Equal, named("boolean"), st.booleans()),
    st.builds(Equal, named("date"), TIMES),
    st.builds(Prefix, st.one_of(named("keyword"), FREE), VALUES.filter(bool)),
    wildcards(named("keyword") | FREE, VALUES),
    wildcards(st.none() | named("text"), TEXTS).filter(phrase),
    st.builds(Regex, named("keyword") | FREE, PATTERNS),
    st.builds(Regex, st.none() | named("text"), st.lists(WORD_PATTERNS, min_size=1, max_size=3).map(" ".join)),
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
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Etc/GMT+5"])
BUCKETS = st.builds(
    lambda amount, unit: Bucket(amount * UNITS[unit]), st.integers(1, 999_999), st.sampled_from(sorted(UNITS))
) | st.builds(lambda days, zone: Bucket(days * UNITS["d"], zone), st.integers(1, 30), ZONES)
KEYS = st.one_of(
    st.sampled_from([field.name for field in FIELDS if field.kind != "text"]),
    BUCKETS,
    FREE,
    VALUES.filter(bool).map(lambda name: f"x.{name}"),
)
NAMES = st.from_regex(r"[A-Za-z_][a-z0-9_.-]{0,6}", fullmatch=True).filter(lambda name: name not in TIME_NAMES)
ALIASES = st.none() | NAMES
CALLS = st.one_of(
    ALIASES.map(lambda alias: Function("count", alias=alias)),
    st.sampled_from(sorted(set(FUNCTIONS) - {"count", "p"})).flatmap(
        lambda name: st.builds(Function, st.just(name), named(*FUNCTIONS[name]), alias=ALIASES)
    ),
    st.builds(
        Function,
        st.just("p"),
        named("integer", "number"),
        st.sampled_from([0.0, 5.0, 50.0, 99.9, 99.125, 100.0]),
        ALIASES,
    ),
)
STATS = st.builds(
    Stats,
    st.lists(CALLS, min_size=1, max_size=4, unique_by=lambda function: function.column).map(tuple),
    st.lists(KEYS, max_size=6).map(tuple),
).filter(lambda stats: unique(columns_of(stats, event_fields())))
SHOWN = st.lists(st.sampled_from([field.name for field in FIELDS]) | FREE, min_size=1, max_size=4, unique=True).map(
    lambda names: Fields(tuple(names))
)
LIMITS = st.builds(Limit, st.integers(1, 1_000_000))


def unique(columns):
    """Whether no two columns have the same name."""
    return len({column.name for column in columns}) == len(columns)


def conditions(columns):
    """Filters over the columns of a table whose names can stand before a value."""
    leaves = [st.just(All())]
    for column in columns:
        if re.fullmatch(r"@?[A-Za-z_][\w.@-]*", column.name) and column.name not in ("since", "until"):
            leaves.append(st.just(Exists(column.name)))
            if column.kind in ("integer", "number"):
                leaves.append(st.builds(Compare, st.just(column.name), OPERATORS, NUMBERS))
            if column.kind in ("keyword", "free"):
                leaves.append(st.builds(Equal, st.just(column.name), VALUES))
    one = st.one_of(leaves)
    return one | one.map(Not) | st.lists(one, **SEVERAL).map(lambda items: Or(tuple(items)))


@st.composite
def stages(draw):
    """Stages that follow each other, each naming only columns that the one before has left."""
    first = draw(st.one_of(st.none(), LIMITS, STATS, SHOWN))
    if first is None or isinstance(first, Limit):
        return () if first is None else (first,)
    found = [first]
    columns = columns_of(first if isinstance(first, Stats) else Stats((), first.names), event_fields())
    for _ in range(draw(st.integers(0, 3))):
        names = st.sampled_from([column.name for column in columns])
        some = st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)
        stage = draw(
            st.one_of(
                LIMITS,
                st.builds(Where, conditions(columns)),
                some.flatmap(
                    lambda keys: st.tuples(*(st.builds(SortKey, st.just(key), st.booleans()) for key in keys))
                ).map(Sort),
                st.builds(Top, st.integers(1, 1_000_000), names),
                some.map(Fields),
            )
        )
        found.append(stage)
        if isinstance(stage, Fields):
            columns = [next(column for column in columns if column.name == name) for name in stage.names]
    return tuple(found)


QUERIES = st.builds(Query, FILTERS, st.one_of(st.none(), TIMES), st.one_of(st.none(), TIMES), stages())

PIECES = st.sampled_from(
    ["a", "service", "service:", "level", "level:", ">=", "error", "body:", "x.a:", "@timestamp", "<", "since:",
     "until:", "now-1h", "2026-11-25", "AND ", "OR ", "NOT ", "TO ", "(", ")", "[", "]", "{", "}", "*", '"', "\\", "|",
     ",", " ", " ", "-", "stats ", "count", "()", "by ", "time(", "5m", "limit ", "7", "top ", "sort ",
     "where ", "fields ", "p95", "as n", "desc", "?", "/", "/a/", "\\d", "9" * 30, "\n",
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
