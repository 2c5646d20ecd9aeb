"""Events and questions that are drawn, and how the answers of a store are compared with those of the one in memory."""

from __future__ import annotations

from hypothesis import strategies as st

from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Field, FieldTable, Query, Window
from venus_logging.query.tree import (
    COUNT,
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
    Sort,
    SortKey,
    Stats,
    Text,
    Top,
    Where,
    Wildcard,
)
from venus_logging.store import open as open_store

OPERATORS = st.sampled_from(["<", "<=", ">", ">="])
ARRIVED = to_ns("2026-11-25T12:00:00Z")
TABLE = FieldTable(
    [
        Field("@timestamp", "date"),
        Field("body", "text"),
        Field("exception.message", "text"),
        Field("log.record.uid", "keyword", groupable=False),
        Field("openstack.record.number", "integer"),
        Field("key", "keyword"),
        Field("many", "keyword", many=True),
        Field("whole", "integer"),
        Field("real", "number"),
        Field("flag", "boolean"),
        Field("moment", "date"),
        Field("size", "integer"),
        Field("took", "number", unit="s"),
    ]
)

# Small pools make hits likely; what is awkward is in them on purpose.
TEXTS = [
    "",
    "a",
    "A",
    "ab",
    "a b",
    "b-a",
    "ab_cd",
    "ΑΣ x",
    "İx",
    "कि a",
    "é",
    "\u00e9",
    "e\u0301",
    "ﬁ",
    "𝔘 a",
    "a" * 45,
]
KEYS = [
    "",
    "a",
    "ab",
    "abc",
    "b",
    "B",
    "a.b",
    "a*",
    "é",
    "\ud7ff",
    "\ue000",
    "\U0010ffff",
    "a\x00b",
    "abcdefghijklm",
    "x=y",
]
WHOLES = [0, 1, -1, 3, 2**53 + 1, 2**63 - 1, -(2**63) + 1]
REALS = [0.0, -0.0, 0.1, 0.30000000000000004, 1e300, 5e-324, -2.5, 3]
TIMES = [
    to_ns(text)
    for text in (
        "2026-11-24T23:59:59.999999999Z",
        "2026-11-25T00:00:00Z",
        "2026-11-25T09:00:00.5Z",
        "2026-11-27T00:00:00Z",
    )
]

moments = st.builds(lambda base, step: base + step, st.sampled_from(TIMES), st.sampled_from([0, 0, 1, 1000, SECOND]))
floats = st.sampled_from(REALS[:4]) | st.sampled_from(REALS) | st.floats(allow_nan=False, allow_infinity=False)
wrong = st.sampled_from(["", "x", 1, 1.5, True])
free_values = st.sampled_from(["", "a", "3", 3, 0.5, True, "true", "x=y"])
optional = {
    "body": st.sampled_from(TEXTS) | st.text(max_size=8),
    "exception.message": st.sampled_from(TEXTS),
    "openstack.record.number": st.integers(0, 3),
    "key": st.sampled_from(KEYS) | st.text(max_size=3) | wrong,
    "many": st.lists(st.sampled_from(KEYS), max_size=3),
    "whole": st.sampled_from(WHOLES) | wrong,
    "real": floats | wrong,
    "flag": st.booleans() | wrong,
    "moment": moments.map(from_ns) | wrong,
    "size": st.integers(0, 12),
    "took": st.sampled_from([0.0, 0.25, 0.1, 1.5, 20.0, 300.125]),
    "x.a": free_values,
    "x.a=b": free_values,
    "stranger": wrong,
}
numbered = st.lists(
    st.tuples(moments.map(from_ns), st.fixed_dictionaries({}, optional=optional)), min_size=5, max_size=16
).map(
    lambda rows: [
        {"@timestamp": time, "log.record.uid": f"u{(place * 7) % 17}", **values}
        for place, (time, values) in enumerate(rows)
    ]
)

scalars = {
    "key": st.sampled_from(KEYS),
    "many": st.sampled_from(KEYS),
    "whole": st.sampled_from([*WHOLES, 0.5, -0.5, 1e30, -1e30]),
    "real": st.sampled_from(REALS[:4]) | floats,
    "moment": moments.map(from_ns),
    "@timestamp": moments.map(from_ns),
    "openstack.record.number": st.integers(-1, 4),
}
only_equal = {"flag": st.booleans(), "x.a": free_values, "x.a=b": free_values}
words = st.sampled_from(["a", "A", "b", "ab", "cd", "a b", "b a", "x", "ΑΣ", "é", "𝔘", "", "i", "a" * 45]) | st.text(
    max_size=3
)


key_patterns = st.sampled_from(["*a", "?", "*b*", "a?c", "*.*", "?*", "a*c", "*=y", "a*b", "*\ue000"])
text_patterns = st.sampled_from(["*a", "a*b", "?", "*b", "a-*", "*b_c*", "é?", "*?b", "*x", "*a-b*"])
expressions = st.sampled_from(
    ["a", "[ab]+", "a.*", "(a|b)?", "b|abc", "a.c", "[^a]*", "\\w+", "a b", "[a-c]{2,3}", "é", "a* b?"]
)


def each_of(build, by_name, *more):
    """A leaf over any field of a dict of operands, every field as likely as the others."""
    return st.one_of(*(st.builds(build, st.just(name), *more, values) for name, values in by_name.items()))


leaves = st.one_of(
    st.builds(Text, st.sampled_from([None, "body", "exception.message"]), words, st.booleans()),
    each_of(Equal, scalars),
    each_of(Equal, only_equal),
    each_of(Compare, scalars, OPERATORS),
    each_of(Compare, {name: scalars[name] for name in ("key", "whole", "real")}, OPERATORS),
    st.builds(Prefix, st.sampled_from(["key", "many", "x.a"]), st.sampled_from(["", "a", "ab", "b", "3", "a*", "t"])),
    st.builds(Wildcard, st.sampled_from(["key", "many", "x.a"]), key_patterns),
    st.builds(Wildcard, st.sampled_from([None, "body", "exception.message"]), text_patterns),
    st.builds(Regex, st.sampled_from(["key", "many", "x.a", None, "body"]), expressions),
    st.builds(Exists, st.sampled_from([*sorted(optional.keys() - {"stranger"}), "x.none"])),
    st.just(All()),
)
both = st.lists(leaves, min_size=2, max_size=3).map(tuple)
joined = st.builds(And, both) | st.builds(Or, both)
filters = st.one_of(
    leaves, leaves, st.builds(Not, leaves), joined, st.builds(Not, joined), st.builds(Or, st.tuples(joined, joined))
)
windows = st.just(Window()) | st.builds(Window, st.none() | moments, st.none() | moments)
KEYS_OF_GROUPS = [
    "key",
    "many",
    "whole",
    "real",
    "flag",
    "moment",
    "x.a",
    "x.a=b",
    "log.record.uid",
    "@timestamp",
    "size",
]
keys = (
    st.sampled_from(KEYS_OF_GROUPS)
    | st.builds(Bucket, st.sampled_from([1, 60, 86_400, 604_800]))
    | st.builds(
        Bucket,
        st.sampled_from([86_400, 172_800]),
        st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
    )
)
NUMBERS = ["size", "took", "openstack.record.number"]
functions = st.one_of(
    st.just(COUNT),
    st.builds(Function, st.sampled_from(["sum", "avg", "min", "max"]), st.sampled_from(NUMBERS)),
    st.builds(Function, st.sampled_from(["min", "max"]), st.sampled_from(["whole", "real", "moment", "@timestamp"])),
    st.builds(Function, st.just("count_distinct"), st.sampled_from(KEYS_OF_GROUPS)),
    st.builds(Function, st.sampled_from(["first", "last"]), st.sampled_from([*KEYS_OF_GROUPS, "body"])),
    st.builds(Function, st.just("p"), st.sampled_from(NUMBERS), st.sampled_from([0.0, 50.0, 95.0, 99.9, 100.0])),
)


@st.composite
def tables(draw):
    """The stages of a table: groups with values, and what is done to them."""
    stats = Stats(
        tuple(draw(st.lists(functions, min_size=1, max_size=3, unique_by=lambda each: each.column))),
        tuple(draw(st.lists(keys, max_size=3, unique_by=lambda key: "time" if isinstance(key, Bucket) else key))),
    )
    columns = ["time" if isinstance(key, Bucket) else key for key in stats.by]
    columns += [each.column for each in stats.functions]
    if len(set(columns)) < len(columns):
        return (stats,)
    column = st.sampled_from(columns)
    after = st.one_of(
        st.builds(Where, st.builds(Exists, column) | st.builds(Not, st.builds(Exists, column))),
        st.builds(Sort, st.lists(st.builds(SortKey, column, st.booleans()), min_size=1, max_size=2).map(tuple)),
        st.builds(Limit, st.integers(1, 4)),
        st.builds(Top, st.integers(1, 4), st.none() | column),
    )
    counted = [each.column for each in stats.functions if each.name in ("count", "count_distinct")]
    if counted:
        after |= st.builds(Where, st.builds(Compare, st.sampled_from(counted), OPERATORS, st.integers(0, 4)))
    return (stats, *draw(st.lists(after, max_size=2)))


listings = st.builds(
    lambda names, limit: (Fields(names), *limit),
    st.lists(st.sampled_from([*KEYS_OF_GROUPS, "body", "took"]), min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from([(), (Limit(2),)]),
)
stages = st.one_of(tables(), tables(), listings)
questions = st.lists(
    st.tuples(filters, windows, stages, st.sampled_from(["newest", "oldest"]), st.sampled_from([2, 5, 20])),
    min_size=20,
    max_size=30,
)


def answers(store, question):
    """All that a store says to a question: every page, the table, the fields, each event."""
    item, window, by, order, limit = question
    pages, after = [], None
    while not pages or after is not None:
        pages.append(store.search(Query(item), window, limit=limit, order=order, after=after))
        after = pages[-1].next
    return (
        pages,
        store.run(Query(item, stages=by), window),
        store.fields(Query(item), window),
        [store.get(f"u{number}", Query(item)) for number in range(3)],
    )


def same(got, expected):
    """Whether two stores say the same; figures may differ by what their column says, or by rounding."""
    (pages, table, *rest), (expected_pages, model, *expected_rest) = got, expected
    if (pages, rest) != (expected_pages, expected_rest):
        return False
    if (table.names, len(table.rows), table.other, table.cut) != (model.names, len(model.rows), model.other, model.cut):
        return False
    bounds = [column.bound for column in table.columns]
    return all(
        _near(cell, exact, bound)
        for row, exact_row in zip(table.rows, model.rows, strict=True)
        for cell, exact, bound in zip(row, exact_row, bounds, strict=True)
    )


def _near(cell, exact, bound):
    if isinstance(cell, float) and isinstance(exact, (int, float)):
        return abs(cell - exact) <= max(bound, 1e-9) * abs(exact)
    return cell == exact and isinstance(cell, type(exact))


def differences(stores, events, cut, asked):
    """The questions that a store answers otherwise than the model in memory, each with both answers.

    Args:
        stores: empty, open for writing, over TABLE.
        events: are written in two overlapping batches.
        cut: how many are in the first.
        asked: questions.
    """
    memory = open_store("memory:", fields=TABLE)
    for batch in (events[:cut], events):
        expected = memory.write(batch, ARRIVED)
        yield from ((batch, got, expected) for store in stores if (got := store.write(batch, ARRIVED)) != expected)
    for question in asked:
        expected = answers(memory, question)
        yield from (
            (question, got, expected) for store in stores if not same(got := answers(store, question), expected)
        )
