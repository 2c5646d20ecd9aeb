"""The dialect of regular expressions: what it reads, refuses, writes and matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import QuerySyntaxError
from venus_logging.query.patterns import phrase, whole
from venus_logging.query.regex import (
    ANY,
    Chars,
    Dialect,
    Either,
    Join,
    Literal,
    Matcher,
    Repeat,
    joined,
    read,
    size,
    write,
)
from venus_logging.query.tree import Regex, Wildcard, wild_pieces, wild_text

DIGIT = Chars((("0", "9"),))
AB = Chars((("a", "b"),))


def _members(chars):
    inside = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in chars.ranges)
    return f"[{'^' if chars.negated else ''}{inside}]" if inside else "(?s:.)"


PYTHON = Dialect(re.escape, _members, "(?:", "(?:)")
SIMPLE = st.sampled_from([Literal("a"), Literal("b"), Literal("ab"), ANY, AB, Chars((("a", "a"),), negated=True)])
NODES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(joined),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: Either(tuple(items))),
        st.builds(
            lambda item, least, more: Repeat(item, least, None if more is None else least + more),
            inner,
            st.integers(0, 2),
            st.none() | st.integers(0, 2),
        ),
    ),
    max_leaves=5,
)
TEXTS = st.text(alphabet="abc\n", max_size=7)


class TestRead:
    @pytest.mark.parametrize(
        ("pattern", "node"),
        [
            ("", Join(())),
            ("abc", Literal("abc")),
            ("a.c", Join((Literal("a"), ANY, Literal("c")))),
            ("ab*", Join((Literal("a"), Repeat(Literal("b"), 0, None)))),
            ("(ab)*", Repeat(Literal("ab"), 0, None)),
            ("(a.)b", Join((Literal("a"), ANY, Literal("b")))),
            ("a|b", Either((Literal("a"), Literal("b")))),
            ("(a|)b", Join((Either((Literal("a"), Join(()))), Literal("b")))),
            (r"\d{3}", Repeat(DIGIT, 3, 3)),
            (r"\d{3,}", Repeat(DIGIT, 3, None)),
            (r"\d{0,5}", Repeat(DIGIT, 0, 5)),
            ("[a-b]?", Repeat(AB, 0, 1)),
            ("[^a-b]+", Repeat(Chars((("a", "b"),), negated=True), 1, None)),
            (r"[\d\]a-]", Chars((("0", "9"), ("]", "]"), ("a", "a"), ("-", "-")))),
            (r"\.\n\/", Literal(".\n/")),
            ("é\u2028", Literal("é\u2028")),
        ],
    )
    def test_tree(self, pattern, node):
        """
        A pattern is read as this tree.
        """
        assert read(pattern) == node

    @pytest.mark.parametrize(
        ("pattern", "position", "expected"),
        [
            ("a)", 1, "a ( before it, or \\)"),
            ("a(b", 1, "a closing )"),
            ("(?:a)", 0, "a plain group ( )"),
            ("*a", 0, "a character before it, or \\*"),
            ("a**", 2, "a group ( ) around what is repeated, or \\*"),
            ("a+?", 2, "a group ( ) around what is repeated, or \\?"),
            ("^a", 0, "no anchor, as the whole has to fit, or \\^"),
            ("a$", 1, "no anchor, as the whole has to fit, or \\$"),
            (r"a\b", 1, "\\d \\w \\s \\n \\t \\r, or \\ before a sign"),
            (r"(a)\1", 3, "\\d \\w \\s \\n \\t \\r, or \\ before a sign"),
            ("a\\", 1, "\\d \\w \\s \\n \\t \\r, or \\ before a sign"),
            ("[a", 0, "a closing ]"),
            ("[]", 0, "a character between [ and ]"),
            ("[z-a]", 1, "a-z"),
            ("[[a]", 1, "\\[ in a class"),
            ("a]", 1, "\\]"),
            ("a{2", 1, "{m}, {m,} or {m,n}, or \\{"),
            ("a{3,2}", 1, "{m,n} with m <= n <= 100"),
            ("a{101}", 1, "{m,n} with m <= n <= 100"),
            ("a{,5}", 1, "{m}, {m,} or {m,n}, or \\{"),
            ("a" * 201, 200, "at most 200"),
            ("(a{50}){50}", 0, "at most 500: repeat less"),
        ],
    )
    def test_refused(self, pattern, position, expected):
        """
        What is not of the dialect is refused at its place, and it is said what could stand there.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            read(pattern)

        assert (caught.value.position, caught.value.expected) == (position, expected)

    @given(st.text(alphabet="ab(|)[]{}*+?.\\^$-,01dw ", max_size=15))
    def test_any(self, pattern):
        """
        Any text is a tree of bounded size, or refused at a place in it.
        """
        try:
            steps, position = size(read(pattern)), 0
        except QuerySyntaxError as problem:
            steps, position = 0, problem.position

        assert (steps <= 500, 0 <= position <= len(pattern)) == (True, True)


class TestMatcher:
    @given(NODES, TEXTS)
    def test_as_python(self, node, text):
        """
        A text fits a pattern exactly if it fits what is written for Python's engine.
        """
        assert Matcher(node).fits(text) == bool(re.fullmatch(write(node, PYTHON), text))

    @given(NODES)
    def test_empty_and_again(self, node):
        """
        What was asked before does not change an answer.
        """
        matcher = Matcher(node)

        assert [matcher.fits("ab"), matcher.fits("")] == [Matcher(node).fits(text) for text in ("ab", "")]

    def test_no_explosion(self):
        """
        A pattern that makes other engines try without end is answered at once.
        """
        assert Matcher(read("(a*)*(a|aa)+(a?){50}b")).fits("a" * 5_000) is False


class TestPatterns:
    @pytest.mark.parametrize(
        ("pattern", "fits", "not_"),
        [("a*", ["a", "ab", "a\n"], ["", "ba"]), ("?", ["a", "é", "\n"], ["", "ab"]), ("a\\*b", ["a*b"], ["axb"]),
         ("*", ["", "x"], []), ("a*b?c", ["abxc", "aabbc"], ["abc"])],
    )  # fmt: skip
    def test_whole(self, pattern, fits, not_):
        """
        A wildcard fits whole values.
        """
        matcher = Matcher(whole(Wildcard("x.a", pattern)))

        assert [text for text in (*fits, *not_) if matcher.fits(text)] == fits

    @pytest.mark.parametrize(
        ("item", "words"),
        [
            (Wildcard(None, "*twork-vif-Plugg*"), [".*twork", "vif", "plugg.*"]),
            (Wildcard(None, "*-a"), ["a"]),
            (Wildcard(None, "a-*-b"), ["a", ".*", "b"]),
            (Wildcard(None, "a?-b"), ["a.", "b"]),
            (Wildcard(None, "\\*a"), ["a"]),
            (Wildcard(None, "*"), []),
            (Wildcard(None, "a_*"), ["a"]),
            (Regex(None, "Waited \\d+ seconds"), ["waited", "[0-9]+", "seconds"]),
            (Regex(None, "[A-Z]x (a b|c)"), ["[a-z]x", "a\\ b|c"]),
            (Regex(None, " a  b "), ["a", "b"]),
            (Regex(None, "(a b)"), ["a", "b"]),
            (Regex(None, "a( b)?"), ["a(?:\\ b)?"]),
            (Regex(None, ""), []),
        ],
    )
    def test_phrase(self, item, words):
        """
        In a text a pattern is cut into lower-case ones of words.
        """
        dialect = Dialect(re.escape, lambda chars: "." if chars == ANY else _members(chars), "(?:", "")

        assert [write(node, dialect) for node in phrase(item)] == words

    @given(st.text(max_size=8), st.text(max_size=8))
    def test_pieces(self, one, two):
        """
        Texts around a star come back as they were.
        """
        expected = [piece for piece in ((one, False), ("*", True), (two, False)) if piece[0]]

        assert list(wild_pieces(f"{wild_text(one)}*{wild_text(two)}")) == expected
