"""Questions: what they print as, and what is said of those that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venus_logging.errors import QuerySyntaxError
from venus_logging.query import event_fields, parse
from venus_logging.query.filters import MAX_DEPTH
from venus_logging.query.parser import MAX_LENGTH, parse_bucket, parse_field
from venus_logging.query.tree import (
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
    Query,
    Regex,
    Relative,
    Stats,
    Text,
    Wildcard,
)  # fmt: skip

FOLDER = Path(__file__).parents[2] / "examples" / "questions"
GOOD = sorted((FOLDER / "good").glob("*.json"))
BAD = sorted((FOLDER / "bad").glob("*.json"))


def problem(question):
    """The error of a question that cannot be read."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(question, event_fields())
    return caught.value


class TestExamples:
    @pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
    def test_good(self, path):
        """
        Every good question of the folder prints as it says, and the print is read as the same question.
        """
        example = json.loads(path.read_text())
        got = parse(example["question"], event_fields())

        assert str(got) == example["printed"]
        assert parse(str(got), event_fields()) == got

    @pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
    def test_bad(self, path):
        """
        Every bad question of the folder is refused with message, position, what was expected and the hint.
        """
        example = json.loads(path.read_text())
        error = problem(example["question"])

        assert example == {
            "question": error.text,
            "message": error.message,
            "position": error.position,
            "expected": error.expected,
            "hint": error.hint,
        }

    def test_folder(self):
        """
        The folder has good and bad questions in plenty.
        """
        assert (len(GOOD) > 40, len(BAD) > 40) == (True, True)

    def test_positions(self):
        """
        Every position lies in its question or right behind it.
        """
        examples = [json.loads(path.read_text()) for path in BAD]

        assert [each for each in examples if not 0 <= each["position"] <= len(each["question"])] == []


class TestTree:
    @pytest.mark.parametrize(
        ("question", "tree"),
        [
            ("", Query()),
            ("a", Query(Text(None, "a"))),
            ("a b c", Query(And((Text(None, "a"), Text(None, "b"), Text(None, "c"))))),
            ("a b OR c", Query(Or((And((Text(None, "a"), Text(None, "b"))), Text(None, "c"))))),
            ("NOT a OR b", Query(Or((Not(Text(None, "a")), Text(None, "b"))))),
            ("* a*", Query(And((All(), Text(None, "a", prefix=True))))),
            ("a *", Query(And((Text(None, "a"), All())))),
            ("body:a*", Query(Text("body", "a", prefix=True))),
            ("host:a*", Query(Prefix("host.name", "a"))),
            ("host:*", Query(Exists("host.name"))),
            ('host:""*', Query(Exists("host.name"))),
            ("severity_number>=5.0", Query(Compare("severity_number", ">=", 5.0))),
            ("host:5", Query(Equal("host.name", "5"))),
            ("host:None", Query(Equal("host.name", "None"))),
            ("@timestamp<now-1w", Query(Compare("@timestamp", "<", Relative(-604_800)))),
            ("@timestamp:2026-11-25", Query(Equal("@timestamp", Absolute("2026-11-25")))),
            ("a since:now-1h", Query(Text(None, "a"), since=Relative(-3600))),
            ("since:now-1h OR a", Query(Text(None, "a"), since=Relative(-3600))),
            ("since:now", Query(since=Relative())),
            ("| limit 3", Query(stages=(Limit(3),))),
            ("| stats count() by time(2m), x.a", Query(stages=(Stats(by=(Bucket(120), "x.a")),))),
        ],
    )  # fmt: skip
    def test_tree(self, question, tree):
        """
        A question is read as this tree.
        """
        assert parse(question, event_fields()) == tree

    @pytest.mark.parametrize("level", ["error", "ERROR", "Error", "17", "Level 40"])
    def test_levels(self, level):
        """
        However a level is written, the question is about its number.
        """
        assert parse(f'level:"{level}"', event_fields()) == Query(Equal("severity_number", 17))


class TestBounds:
    def test_length(self):
        """
        A question is at most as long as the bound, and a longer one is refused unread.
        """
        longest = "a" * MAX_LENGTH

        assert parse(longest, event_fields()) == Query(Text(None, longest))
        assert problem(longest + '"').expected == f"at most {MAX_LENGTH}"

    @pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("NOT ", ""), ("NOT (", ")")])
    def test_deep(self, opening, closing):
        """
        NOTs and parentheses may stand inside each other up to the bound.
        """
        most = MAX_DEPTH // len(opening.replace(" ", "").replace("NOT", "N"))
        question = opening * most + "a" + closing * most
        got = parse(question, event_fields())

        assert parse(str(got), event_fields()) == got

    @pytest.mark.parametrize(
        "question",
        ["(" * 51 + "a" + ")" * 51, "NOT " * 51 + "a", "host:" + "(" * 51 + "a" + ")" * 51,
         "host:(" + "NOT " * 51 + "a)", "(" * 9999, "NOT " * 2400, "host:(" + "NOT " * 2400,
         "host:" + "(" * 9000, "host:(" * 1600],
    )  # fmt: skip
    def test_too_deep(self, question):
        """
        What is deeper is refused, in values too, and never with a RecursionError.
        """
        error = problem(question)

        assert error.code == "query.syntax"
        assert 0 < error.position < len(question)

    @pytest.mark.parametrize(
        "question", ["level:" + "9" * 6000, 'level:"Level ' + "9" * 6000 + '"', "| limit " + "9" * 6000]
    )
    def test_long_numbers(self, question):
        """
        A number too long for Python to read is a bad question like any other.
        """
        assert problem(question).text == question

    @pytest.mark.parametrize("unit", ['"', "\\", "(", "a:", "a OR ", "NOT ", "*", "[", ",", "|", "x.a:(", "since:now "])
    def test_repeated(self, unit):
        """
        Any mark over and over is a tree or an error.
        """
        question = unit * (9_000 // len(unit))
        try:
            got = parse(question, event_fields())
        except QuerySyntaxError as error:
            got = Query() if error.text == question else None

        assert isinstance(got, Query)


class TestParseField:
    @pytest.mark.parametrize(
        ("name", "field"), [("service", "service.name"), ("host.name", "host.name"), ("x.any thing", "x.any thing")]
    )
    def test_known(self, name, field):
        """
        A name or an alias means its field, and every name under x. is a free field.
        """
        assert parse_field(name, event_fields()).name == field

    def test_unknown(self):
        """
        A name that nobody knows is refused with the nearest one.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            parse_field("servce", event_fields())

        assert (caught.value.position, caught.value.hint) == (0, "did you mean service?")


class TestParseBucket:
    @pytest.mark.parametrize(
        ("text", "seconds"), [("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("1w", 604_800)]
    )
    def test_length(self, text, seconds):
        """
        A duration is a number and a unit.
        """
        assert parse_bucket(text) == Bucket(seconds)

    @pytest.mark.parametrize("text", ["", "5", "m", "0s", "-5m", "5 m", "5M", "1h30m", "1234567s", "1.5h"])
    def test_refused(self, text):
        """
        Anything else is refused, and so is a length of nothing.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            parse_bucket(text)

        assert str(caught.value) == f"bad duration {text!r} at position 0; expected a duration such as 30s, 5m, 1h, 1d"


class TestSlashes:
    @pytest.mark.parametrize(
        ("text", "tree"),
        [
            ("/dev/vdb", Text(None, "/dev/vdb")),
            ("/a b/", Regex(None, "a b")),
            ('"/a" b/', And((Text(None, "/a"), Text(None, "b/")))),
            ("url.path:/v2/x", Equal("url.path", "/v2/x")),
            ("url.path:/v2/", Regex("url.path", "v2")),
            ('url.path:"/v2/"', Equal("url.path", "/v2/")),
            (r"url.path:/\/v2\/.*/", Regex("url.path", "/v2/.*")),
            ("url.path:/v2/*", Prefix("url.path", "/v2/")),
            ("(/a/ OR b)", Or((Regex(None, "a"), Text(None, "b")))),
            ("url.path:(/a/ OR /b/c)", Or((Regex("url.path", "a"), Equal("url.path", "/b/c")))),
        ],
    )
    def test_tree(self, text, tree):
        """
        A regular expression ends where its second slash ends the word; all else is a word, and prints as one.
        """
        query = parse(text, event_fields())

        assert (query.filter, parse(str(query), event_fields())) == (tree, query)


class TestWild:
    @pytest.mark.parametrize(
        ("text", "tree"),
        [
            ("host:a*", Prefix("host.name", "a")),
            ("host:*a", Wildcard("host.name", "*a")),
            ("host:a**b", Wildcard("host.name", "a*b")),
            ("host:a?", Wildcard("host.name", "a?")),
            ("host:*", Exists("host.name")),
            ("host:**", Exists("host.name")),
            ('host:""*', Exists("host.name")),
            ('host:"a*"', Equal("host.name", "a*")),
            ('host:"a*"*', Prefix("host.name", "a*")),
            ('host:*"a*"', Wildcard("host.name", "*a\\*")),
            ('host:a"b c"?d:e', Wildcard("host.name", "ab c?d:e")),
            ("plug*", Text(None, "plug", prefix=True)),
            ('"valid ho"*', Text(None, "valid ho", prefix=True)),
            ("*plug", Wildcard(None, "*plug")),
            ("* plug", And((All(), Text(None, "plug")))),
            ("*", All()),
        ],
    )
    def test_tree(self, text, tree):
        """
        Bare marks are wild, quoted ones are not, and what touches is one value.
        """
        query = parse(text, event_fields())

        assert (query.filter, parse(str(query), event_fields())) == (tree, query)
