"""The manual pages of the rules are those of the rules."""

from __future__ import annotations

from pages import ROOT, load

PROGRAM = load(ROOT / "docs" / "lint" / "update.py")


class TestManual:
    def test_current(self):
        """
        Every rule has its page, and the index its row, as docs/lint/update.py writes them.
        """
        expected = PROGRAM.pages()
        assert {path: path.read_text() if path.is_file() else "" for path in expected} == expected

    def test_no_others(self):
        """
        Every page of a rule belongs to one.
        """
        assert set(PROGRAM.FOLDER.glob("VL*.md")) <= set(PROGRAM.pages())
