"""Documents of a cluster: every event comes back as it was, and the engine gets only what it can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.event.json import decode
from venus_logging.event.time import to_ns
from venus_logging.query import Field, FieldTable
from venus_logging.store.opensearch.documents import Documents, event_of
from venus_logging.store.opensearch.template import Templates
from venus_logging.store.placing import place

ARRIVED = to_ns("2026-11-25T12:00:00Z")
TABLE = FieldTable(
    [
        Field("@timestamp", "date"),
        Field("body", "text"),
        Field("notes", "text", many=True),
        Field("log.record.uid", "keyword"),
        Field("host.name", "keyword"),
        Field("tags", "keyword", many=True),
        Field("whole", "integer"),
        Field("real", "number"),
        Field("flag", "boolean"),
        Field("started", "date"),
    ]
)
DOCUMENTS = Documents(TABLE)
BASE = {"@timestamp": "2026-11-25T10:00:00.000000Z", "log.record.uid": "u1"}

texts = st.text(max_size=6) | st.sampled_from(["", "Größe", "a" * 5000, "x-y", "\x00"])
values = st.one_of(
    texts, st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.lists(texts, max_size=3), st.lists(st.integers(-3, 3), max_size=3), st.just("2026-11-25T10:00:00Z"),
)  # fmt: skip
strangers = ("x.a", "x.a.b", "host", "host.name.more", "venus", "..", "")
names = st.sampled_from([*(field.name for field in TABLE if field.name not in BASE), *strangers])


def document(event):
    """The document of an event."""
    placed = place({**BASE, **event}, ARRIVED)
    return decode(DOCUMENTS.line(placed))


class TestRoundTrip:
    @given(st.dictionaries(names, values, max_size=8))
    def test_an_event_comes_back(self, event):
        """
        Whatever an event holds comes back, value by value and type by type.
        """
        whole = {**BASE, **event}
        got = event_of(document(event))

        assert ({name: repr(value) for name, value in got.items()}) == {
            name: repr(value) for name, value in decode(place(whole, ARRIVED).line).items()
        }


class TestIndexed:
    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            ({"body": "plain"}, {"body": "plain"}),
            ({"body": "Größe_X"}, {"body": "Größe_X", "words": {"body": ["größe x"]}}),
            ({"whole": 3.0}, {"whole": 3, "kept": {"whole": 3.0}}),
            ({"whole": "3"}, {"kept": {"whole": "3"}}),
            ({"flag": 1}, {"kept": {"flag": 1}}),
            ({"real": 2}, {"real": 2}),
            ({"real": -0.0}, {"real": 0.0, "kept": {"real": -0.0}}),
            ({"tags": ["a", "a"]}, {"tags": ["a", "a"]}),
            ({"tags": ["a", 1]}, {"tags": ["a"], "kept": {"tags": ["a", 1]}}),
            ({"host": "a"}, {"kept": {"host": "a"}}),
            ({"x.n": 1}, {"free": ["x.n=1"], "names": ["x.n"], "kept": {"x.n": 1}}),
            (
                {"started": "2026-11-25T10:00:00Z"},
                {"started": "2026-11-25T10:00:00Z", "dates": {"started": [1795600800000000000]}},
            ),
        ],
    )
    def test_what_the_engine_gets(self, event, expected):
        """
        Values of their field's type stand where they were; what the engine cannot hold or make words of stands beside.
        """
        got = document(event)
        ours = {name: value for name, value in got.pop("venus").items() if name not in ("ns", "s")}

        assert {**got, **ours} == {**BASE, **expected}


class TestTemplates:
    def test_no_name_stands_in_the_way_of_another(self):
        """
        No field of the index is the beginning of another, so that no mapping can be in conflict.
        """
        paths = Templates("logs", TABLE).properties
        heads = {".".join(path.split(".")[:length]) for path in paths for length in range(1, path.count(".") + 1)}

        assert heads & paths.keys() == set()

    def test_patterns_of_stores_do_not_meet(self):
        """
        The templates of a store do not apply to one whose prefix is longer.
        """
        patterns = Templates("logs", TABLE).applied()["index_patterns"]

        assert patterns == ["logs-1*-*-*", "logs-2*-*-*", "logs-unknown"]
