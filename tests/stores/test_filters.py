"""Every filter means the same in every store."""

from __future__ import annotations

import pytest

from venus_logging.errors import StoreError
from venus_logging.query import Query, Window
from venus_logging.query.tree import Absolute, Compare, Equal, Exists, Prefix, Text


@pytest.fixture
def filled(ask, make):
    """A store with events that differ in every kind of field."""
    ask.add(
        make("a", body="No valid host was found", host__name="ctl-1", http__status=200, duration=0.5, cached=True),
        make("b", body="host FOUND: disk_full-on /dev/vdb.1", host__name="ctl-10", http__status=404, duration=2),
        make("c", body="", host__name="", cached=False, exception__message="No valid host", duration=-1.5),
        make("d", body="Ünïcode ΑΣ STRASSE 東京", host__name="Ctl-1", x__n=3, x__ok=True, x__ratio=0.5),
        make("e", notes=["first note", "note two"], openstack__resource__related=["r1", "r2"], x__n="3", x__text="a=b"),
        make("f", severity_number=17, severity_text="ERROR", started="2026-11-25T08:00:00.000000Z", http__status=-5),
    )
    return ask


CASES = {
    "*": "abcdef",
    "host": "abc",
    "HOST": "abc",
    '"valid host"': "ac",
    '"host valid"': "",
    '"valid host was found"': "a",
    "disk": "b",
    '"disk full"': "b",
    "disk_full": "b",
    "vdb.1": "b",
    "dev/vdb": "b",
    "disk-full": "b",
    "fou": "",
    "fou*": "ab",
    '"valid ho"*': "ac",
    '"valid x"*': "",
    "body:valid": "a",
    "exception.message:valid": "c",
    "ünïcode": "d",
    "UNICODE": "",
    "ας": "d",
    "strasse": "d",
    "straße": "",
    "東京": "d",
    "notes:first": "e",
    'notes:"note note"': "",
    "notes:tw*": "e",
    "host:ctl-1": "a",
    'host:""': "c",
    "host:ctl": "",
    "host:ctl-1*": "ab",
    "host:ctl*": "ab",
    "host:*": "abcd",
    "NOT host:*": "ef",
    "NOT host:ctl-1": "bcdef",
    "host>ctl-1": "b",
    "host>=ctl-1": "ab",
    "host<ctl-1": "cd",
    "host<=ctl-1": "acd",
    "related:r2": "e",
    "related:r*": "e",
    "related>r1": "e",
    "status:200": "a",
    "status>200": "b",
    "status>=200": "ab",
    "status<200": "f",
    "status:200.0": "a",
    "status>200.5": "b",
    "status<-4.5": "f",
    "status:200.5": "",
    "status>1e30": "",
    "status<1e30": "abf",
    "NOT status<200": "abcde",
    "status:[200 TO 404]": "ab",
    "status:{200 TO 404}": "",
    "duration:2": "b",
    "duration:0.5": "a",
    "duration<0": "c",
    "duration>=0.5": "ab",
    "cached:true": "a",
    "cached:false": "c",
    "level:error": "f",
    "level>=WARNING": "f",
    "level<error": "",
    "started:2026-11-25T08:00:00Z": "f",
    "started<2026-11-25T08:00:01Z": "f",
    "started>now-4h": "",
    "x.n:3": "de",
    "x.ok:true": "d",
    "x.ratio:0.5": "d",
    "x.text:a=b": "e",
    "x.text:a*": "e",
    "x.n:*": "de",
    "x.nothing:*": "",
    "x.no:true": "",
    "NOT x.n:3": "abcf",
    "host:ctl-1 OR status:404": "ab",
    "found NOT host:ctl-1": "b",
    "NOT (host OR related:r1)": "df",
    "host:(ctl-1 OR ctl-10)": "ab",
}


class TestFilters:
    @pytest.mark.parametrize("text", CASES)
    def test_finds(self, filled, text):
        """A filter finds exactly the events that it describes."""
        assert sorted(filled.uids(text)) == list(CASES[text])


class TestLongValues:
    def test_a_token_of_any_length_is_found(self, ask, make):
        """Digests and very long tokens are found as words and by their beginning."""
        digest, huge = "ab12" * 16, "z" * 65_536
        ask.add(make("a", body=f"sha256 {digest} ok"), make("b", body=huge), make("c", body=huge[:-1]))

        got = [sorted(ask.uids(digest)), sorted(ask.uids("zzz*")), sorted(ask.uids(f"{digest[:50]}*"))]

        assert got == [["a"], ["b", "c"], ["a"]]

    def test_words_after_a_huge_token_are_found(self, ask, make):
        """A token too long for the engine hides nothing that stands beside it."""
        ask.add(make("a", body=f"before {'é' * 60_000} after"))

        assert [ask.uids("before"), ask.uids("after"), ask.uids('"before after"')] == [["a"], ["a"], []]

    def test_keywords_longer_than_the_engine_takes_stay_apart(self, ask, make):
        """Two keywords that differ only at their far end are two values, each found exactly."""
        one, two = "k" * 70_000 + "1", "k" * 70_000 + "2"
        ask.add(make("a", host__name=one), make("b", host__name=two), make("c", x__long=one))
        everything = Window()

        got = [
            [event["log.record.uid"] for event in ask.store.search(Query(filter_), everything).events]
            for filter_ in (Equal("host.name", one), Equal("host.name", two), Equal("x.long", one))
        ]

        assert got == [["a"], ["b"], ["c"]]

    def test_a_long_beginning_is_found(self, ask, make):
        """A prefix and a comparison longer than an engine's patterns may be work as short ones do."""
        one, two = "é" * 3_000 + "1", "é" * 3_000 + "2"
        ask.add(make("a", host__name=one), make("b", host__name=two))

        got = [sorted(ask.uids(f"host:{text}")) for text in ("é" * 3_000 + "*", one[:-1] + "1*", "é" * 20 + "*")]

        assert [*got, ask.uids(f"host>{one}")] == [["a", "b"], ["a"], ["a", "b"], ["b"]]

    def test_awkward_characters_are_plain(self, ask, make):
        """Characters that mean something to an engine mean nothing in a keyword."""
        awkward = [".*", "a\\b", 'say "x"', "[a-z]", "a\u0000b", "x|y", "(", "\n", "😀", "^$", "a/b", "~#@&"]
        ask.add(*(make(f"u{number}", host__name=text) for number, text in enumerate(awkward)))
        everything = Window()

        got = [
            [event["host.name"] for event in ask.store.search(Query(filter_), everything).events]
            for text in awkward
            for filter_ in (Equal("host.name", text), Prefix("host.name", text))
        ]

        assert got == [[text] for text in awkward for _ in range(2)]


class TestWrongValues:
    def test_a_value_of_another_type_is_kept_and_not_found(self, ask, make):
        """A field whose value has the wrong type is as if it were missing, and the event is kept whole."""
        bad = make("a", http__status="many", host__name=3, duration="x", cached="yes", started="then", body=["x"])
        ask.add(bad)

        found = [ask.uids(f"{name}:*") for name in ("status", "host", "duration", "cached", "started")]

        assert [*found, list(ask.page().events)] == [[], [], [], [], [], [bad]]

    @pytest.mark.parametrize(
        "item",
        [
            Equal("nobody", "x"),
            Equal("body", "x"),
            Equal("http.status", "x"),
            Equal("cached", 1),
            Equal("started", Absolute("2026-11-25")),
            Compare("x.n", ">", "3"),
            Compare("cached", ">", True),
            Prefix("http.status", "2"),
            Text("host.name", "ctl"),
            Exists("nobody"),
        ],
        ids=str,
    )
    def test_a_question_that_a_field_cannot_answer_is_refused(self, store, make, item):
        """What a field cannot answer is an error in every store, never an empty answer."""
        store.write([make()], 0)

        with pytest.raises(StoreError):
            store.search(Query(item), Window())
