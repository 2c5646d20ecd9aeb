"""What becomes of one file: the place of each finding, and files that cannot be checked."""

from __future__ import annotations

import warnings

import pytest

from venus_logging.lint.source import check
from venus_logging.statements import Source

HEAD = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\n"


def found(text):
    """The findings on a text."""
    return check(Source("x.py", "x", text))


class TestPlace:
    def test_whole(self):
        """
        A finding says line, column, width, statement, function and the line as it stands.
        """
        (got,) = found(f"{HEAD}def run():\n    LOG.info(\n        'x %s' % y,\n    )\n")
        assert (got.line, got.column, got.width, got.first_line, got.end_line, got.function, got.source) == (
            5, 9, 10, 4, 6, "run", "        'x %s' % y,",
        )  # fmt: skip

    def test_characters(self):
        """
        Columns and widths count characters, not bytes.
        """
        got = next(each for each in found(f"{HEAD}x = '\u00e4\u00f6\u00fc'; LOG.info('\u20ac text %s' % x)\n"))
        assert (got.rule, got.source[got.column - 1 :]) == ("VLP201", "'\u20ac text %s' % x)")

    def test_surrogates(self):
        """
        A text that UTF-8 cannot carry is shown without what it cannot carry.
        """
        got = [each for each in found(HEAD + r"LOG.info('text \ud800 %s')" + "\n") if each.rule == "VLP208"]
        assert [each.got for each in got] == ["text \ufffd %s"]


class TestUnreadable:
    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("a = 1\nprint 'x'\n", 2, "no Python: Missing parentheses in call to 'print'. Did you mean print(...)?"),
            ("a = '\0'\n", 1, "no Python: source code string cannot contain null bytes"),
        ],
    )
    def test_no_python(self, text, line, message):
        """
        A file that is no Python is one finding, where it stops being one.
        """
        (got,) = found(text)
        assert (got.rule, got.line, got.message) == ("VLP200", line, message)

    def test_deep(self):
        """
        An expression that is nested beyond all reason is a finding, not a crash.
        """
        (got,) = found("x = " + "-" * 10_000 + "1\n")
        assert (got.rule, got.severity) == ("VLP200", "error")

    def test_warnings(self):
        """
        What Python would warn of in the file is not said.
        """
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            assert found("x = '\\d'\n") == []
        assert said == []
