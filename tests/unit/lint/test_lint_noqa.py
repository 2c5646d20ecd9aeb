"""Comments that silence findings."""

from __future__ import annotations

import pytest

from venus_logging.lint.source import check
from venus_logging.statements import Source

HEAD = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\n"
CALL = "LOG.info('Deleted %s' % name)"


def found(text):
    """The codes of the findings on a text."""
    return [each.rule for each in check(Source("x.py", "x", HEAD + text))]


class TestLine:
    @pytest.mark.parametrize(
        "comment",
        ["# noqa", "# NOQA", "#noqa: VLP201", "# noqa: E501,VLP201", "# noqa: E501 VLP2", "# why # noqa : vlp201"],
    )
    def test_silenced(self, comment):
        """
        A comment silences all rules, or those whose codes begin so.
        """
        assert found(f"{CALL}  {comment}") == []

    @pytest.mark.parametrize("comment", ["", "# noqa: E501", "# noqa: VLP202", "# noquack", "# qa"])
    def test_heard(self, comment):
        """
        A comment for other codes silences nothing.
        """
        assert found(f"{CALL}  {comment}") == ["VLP201"]

    @pytest.mark.parametrize("place", [0, 1, 2, 3])
    def test_statement(self, place):
        """
        A comment on any line of the call counts, and one before or behind it does not.
        """
        lines = ["LOG.info(", "    'Deleted %s'", "    % name)", "done()"]
        lines[place] += "  # noqa: VLP201"
        assert found("\n".join(lines)) == ([] if place < 3 else ["VLP201"])


class TestFile:
    @pytest.mark.parametrize("comment", ["# flake8: noqa", "  # flake8: noqa: VLP201", "# FLAKE8: NOQA"])
    def test_silenced(self, comment):
        """
        A comment of its own line silences the whole file.
        """
        assert found(f"{CALL}\n{comment}\n{CALL}\n") == []

    @pytest.mark.parametrize("comment", ["# flake8: noqa: E501", "x = 1  # flake8: noqa"])
    def test_heard(self, comment):
        """
        One for other codes, or behind a statement, silences no file.
        """
        assert found(f"{CALL}\n{comment}\n") == ["VLP201"]
