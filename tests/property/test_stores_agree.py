"""Every store gives the answer of the store in memory, whatever is stored and whatever is asked."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Field, FieldTable, Query, Window
from venus_logging.query.tree import (
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
    Stats,
    Text,
)
from venus_logging.store import open as open_store
from venus_logging.store.indexing import analyzed
from venus_logging.store.matching import tokens

# Waiting for a disk proves nothing here.
OPERATORS = st.sampled_from(["<", "<=", ">", ">="])
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
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
    st.builds(Exists, st.sampled_from([*sorted(optional.keys() - {"stranger"}), "x.none"])),
    st.just(All()),
)
both = st.lists(leaves, min_size=2, max_size=3).map(tuple)
joined = st.builds(And, both) | st.builds(Or, both)
filters = st.one_of(
    leaves, leaves, st.builds(Not, leaves), joined, st.builds(Not, joined), st.builds(Or, st.tuples(joined, joined))
)
windows = st.just(Window()) | st.builds(Window, st.none() | moments, st.none() | moments)
keys = st.sampled_from(
    ["key", "many", "whole", "real", "flag", "moment", "x.a", "x.a=b", "log.record.uid", "@timestamp"]
) | st.builds(Bucket, st.sampled_from([1, 60, 86_400, 604_800]))
stages = st.builds(
    lambda by, limit: (Stats(by=by), *limit),
    st.lists(keys, max_size=3, unique=True).map(tuple),
    st.sampled_from([(), (), (Limit(1),), (Limit(3),)]),
)
questions = st.lists(
    st.tuples(filters, windows, stages, st.sampled_from(["newest", "oldest"]), st.integers(2, 6)),
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


def differences(events, cut, asked):
    """The questions that two stores with the same events answer differently, each with both answers."""
    with TemporaryDirectory(dir=IN_MEMORY) as folder, open_store(folder, "w", fields=TABLE) as embedded:
        memory = open_store("memory:", fields=TABLE)
        for batch in (events[:cut], events):
            written = [store.write(batch, ARRIVED) for store in (embedded, memory)]
            if written[0] != written[1]:
                yield (batch, *written)
        for question in asked:
            got, expected = answers(embedded, question), answers(memory, question)
            if got != expected:
                yield (question, got, expected)


class TestStoresAgree:
    # NOTE: shrinking would take minutes and the first differing question says enough.
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @given(numbered, st.integers(0, 16), questions)
    def test_embedded_answers_as_memory(self, events, cut, asked):
        """Two writes of the same events, and every answer is the same in both stores."""
        assert next(differences(events, cut, asked), None) is None


class TestWords:
    @settings(max_examples=300)
    @given(st.text() | st.sampled_from(TEXTS))
    @example("Straße İstanbul ΑΣ कि ﬁ x_y 𝔘 ٣ ² ½ Ⅷ")
    def test_blanks_cut_a_text_into_its_words(self, text):
        """What the engine cuts at blanks are the words of the text."""
        assert analyzed(text).split() == tokens(text)
