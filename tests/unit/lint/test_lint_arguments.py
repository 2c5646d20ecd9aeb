"""What formats ask for and calls give, held against Python's own formatting."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from venus_logging.lint._build import build
from venus_logging.lint.arguments import given, placeholders, static
from venus_logging.statements import Source

CONVERSIONS = st.tuples(
    st.sampled_from(["", "(a)", "(b c)", "(d(e))"]),
    st.sampled_from(["", "-", "05", "+.2", " 3"]),
    st.sampled_from("sdrifxo"),
)
TEXTS = st.text(st.characters(blacklist_characters="%", blacklist_categories=["Cs"]), max_size=8)


def call(line):
    """The one log call of a line, in a function."""
    text = f"def run(x, y, z):\n    {line}\n"
    return build(Source("x.py", "x", text), ast.parse(text)).calls[0]


class TestPlaceholders:
    @supposing(st.lists(st.tuples(TEXTS, CONVERSIONS), max_size=4))
    def test_made(self, parts):
        """
        Every conversion that a format is made of is found, with its key, and nothing else.
        """
        text = "".join(f"{before}%{key}{flags}{letter}%%" for before, (key, flags, letter) in parts)
        expected = [(key[1:-1] or None, letter) for _, (key, _, letter) in parts]
        assert [(each.key, each.conversion) for each in placeholders(text)] == expected

    @supposing(st.lists(st.tuples(TEXTS, CONVERSIONS), max_size=4))
    def test_static(self, parts):
        """
        What is left of a format is its text alone.
        """
        text = "".join(f"{before}%{key}{flags}{letter}" for before, (key, flags, letter) in parts)
        assert static(text) == "".join(before for before, _ in parts)

    @supposing(st.text(alphabet="%()sd{}a *.-", max_size=12))
    def test_any(self, text):
        """
        Any text has its placeholders, in order and inside it.
        """
        found = placeholders(text)
        assert [each.start for each in found] == sorted(each.start for each in found)
        assert all(0 <= each.start < each.end <= len(text) for each in found)

    @supposing(st.text(alphabet="%sdr *.5ab", max_size=12))
    def test_counts(self, text):
        """
        Python formats a text with as many values as it has placeholders, and with no other number of them.
        """
        try:
            text % ((1,) * len(placeholders(text)))
        except ValueError:
            return  # no format at all: Python names the letter
        with pytest.raises((TypeError, ValueError)):
            text % ((1,) * (len(placeholders(text)) + 1))


class TestGiven:
    @pytest.mark.parametrize(
        ("line", "keys", "complete", "opaque"),
        [
            ("LOG.info('')", None, True, False),
            ("LOG.info('', x, y)", None, True, False),
            ("LOG.info('', *x)", None, False, False),
            ("LOG.info('', x)", None, True, True),
            ("LOG.info('', 5)", None, True, False),
            ("LOG.info('', {'a': x})", ["a"], True, False),
            ("LOG.info('', {'a': x, **y})", ["a"], False, False),
            ("LOG.info('', {y: x})", [], False, False),
            ("LOG.info('', dict(a=x))", ["a"], True, False),
            ("m = {'a': x}; LOG.info('', m)", ["a"], True, False),
            ("m = {'a': x}; m['b'] = y; LOG.info('', m)", None, True, True),
        ],
    )
    def test_forms(self, line, keys, complete, opaque):
        """
        A mapping that is written out is known by its keys, whether all of them, or may be one at all.
        """
        found = given(call(line))
        known = None if found.mapping is None else list(found.mapping)
        assert (known, found.complete, found.opaque) == (keys, complete, opaque)
