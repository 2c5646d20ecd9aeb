"""Patterns as the engine reads them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.query.regex import read
from venus_logging.store.opensearch.phrases import regexp


def printed(pattern):
    """The engine's pattern."""
    return regexp("f", read(pattern))["regexp"]["f"]["value"]


class TestPatterns:
    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("a.b", "a.b"),
            ("a\\.b-c", "a\\.b\\-c"),
            ("[a-z0-9_]+", "[a-z0-9\\_]+"),
            ("[^a-c]{2,3}", "[^a-c]{2,3}"),
            ("\\s", "[\t-\r ]"),
            ("[!-0]", "[\\!\\\"\\#\\$\\%\\&\\'\\(\\)\\*\\+\\,\\-\\.\\/0]"),
            ("[X-`]", "[\\`\\_\\^\\]\\\\\\[X-Z]"),
            ("#@&~<>", "\\#\\@\\&\\~\\<\\>"),
        ],
    )
    def test_printed(self, pattern, expected):
        """
        Signs are escaped, and stand in no range: OpenSearch 3 reads no range that begins with an escape.
        """
        assert printed(pattern) == expected

    @given(st.characters(max_codepoint=0x7F), st.characters(max_codepoint=0x7F))
    def test_ranges_hold_the_same_characters(self, one, other):
        """
        However a range is written, it holds the characters from its first to its last.
        """
        low, high = sorted((one, other))
        written = printed(
            f"[{re.escape(low) if not low.isalnum() else low}-{re.escape(high) if not high.isalnum() else high}]"
        )
        got = [char for char in map(chr, range(0x80)) if re.fullmatch(written, char)]

        assert got == [chr(code) for code in range(ord(low), ord(high) + 1)]
