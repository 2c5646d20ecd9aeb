"""The page of commands says what the commands are, and its answers are real."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from pages import ROOT, blocks, load

PAGE = ROOT / "docs" / "commands.md"
PROGRAM = load(ROOT / "docs" / "update_commands.py")


def examples() -> list[tuple[str, str]]:
    """Every command line of the page with the answer below it."""
    text = "\n".join(blocks(PAGE, "console"))
    starts = [match.start() for match in re.finditer(r"^\$ ", text, re.MULTILINE)]
    parts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return [(head.removeprefix("$ venus-log "), answer) for head, _, answer in (part.partition("\n") for part in parts)]


def squeezed(text: str) -> str:
    """The text without the widths of its columns."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def pattern(answer: str) -> str:
    """A shortened answer as a regular expression: ``...`` alone is any lines, at an end the rest of a line."""
    lines = (re.escape(line).replace(r"\.\.\.", ".*") for line in squeezed(answer).splitlines())
    return "".join("(?:.*\n)*?" if line == ".*" else f"{line}\n" for line in lines)


class TestCommands:
    @pytest.mark.parametrize("name", PROGRAM.commands())
    def test_named(self, name):
        """
        Every command has its part of the page, with every option of its own.
        """
        part = PAGE.read_text().partition(f"<!-- options: {name} -->")[2].partition("<!-- end -->")[0]
        expected = [spelling for each in PROGRAM.options(name, PROGRAM.commands()[name]) for spelling in each.opts]
        assert [spelling for spelling in expected if not re.search(rf"[` ]{spelling}[`, ]", part)] == []

    def test_current(self):
        """
        The generated parts are those of the commands as they are; docs/update_commands.py writes them.
        """
        page = PAGE.read_text()
        assert page == PROGRAM.updated(page)

    def test_no_others(self):
        """
        The page describes no command that does not exist.
        """
        named = re.findall(r"<!-- options: (.+?) -->", PAGE.read_text())
        assert sorted(named) == sorted(PROGRAM.commands())


class TestExamples:
    @pytest.mark.parametrize(("words", "answer"), examples(), ids=[words for words, _ in examples()])
    def test_answer(self, venus_log, words, answer):
        """
        An example's answer is what the command says about the logs of the quickstart.
        """
        form = "" if "--format" in words else " --format table"
        got = "".join(f"{line}\n" for line in squeezed(venus_log(words + form)).splitlines())
        assert re.fullmatch(pattern(answer), got) is not None, got[:2_000]
