"""What the documents show is true: questions parse, Python runs, programs answer, links lead somewhere."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pages import PAGES, ROOT, blocks
from questions import NOW, events, questions, tables

import venus_logging
from venus_logging import errors
from venus_logging.errors import QuerySyntaxError
from venus_logging.query import event_fields, parse
from venus_logging.store import open as open_store

QUESTIONS = ROOT / "docs" / "questions.md"
PYTHON = ROOT / "docs" / "python.md"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def lines(kind: str) -> list[str]:
    """The lines of all blocks of a kind."""
    return [line for block in blocks(QUESTIONS, kind) for line in block.splitlines()]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, those of pages that it includes too."""
    text = page.read_text()
    for name in re.findall(r"^```\{include\} (.+)$", text, re.MULTILINE):
        text += (page.parent / name).read_text()
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


class TestQuestions:
    @pytest.mark.parametrize("question", [question for question, _ in (*questions(), *tables())])
    def test_parses(self, question):
        """
        Every example is read, and what it prints is read as the same question.
        """
        query = parse(question, event_fields())
        assert parse(str(query), event_fields()) == query

    @pytest.mark.parametrize("question", lines("bad-question"))
    def test_refused(self, question):
        """
        Every bad example is refused with a place inside the question and what was expected there.
        """
        with pytest.raises(QuerySyntaxError) as caught:
            parse(question, event_fields())
        problem = caught.value
        assert (problem.text, 0 <= problem.position <= len(question), bool(problem.expected)) == (question, True, True)


class TestPython:
    def test_doctest(self):
        """
        The examples of the page of Python give what they show.
        """
        found = doctest.testfile(str(PYTHON), module_relative=False)
        assert (found.failed, found.attempted > 15) == (0, True)

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_compiles(self, page):
        """
        Every block of Python compiles, and what it imports of venus-logging exists.
        """
        code = [block for block in blocks(page, "python") if ">>>" not in block]
        imports = [line for block in code for line in block.splitlines() if line.startswith("from venus_logging")]
        for block in code:
            compile(block, str(page), "exec")
        exec("\n".join(imports), {})

    def test_program(self):
        """
        The example of the Python API finds the error, its chain, its neighbours and its counts.
        """
        done = subprocess.run(
            [sys.executable, str(ROOT / "examples" / "python_api.py")], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines() == [
            "WriteResult(added=4, duplicate=0, rejected=())",
            "['Failed to schedule instances: No valid host was found'] 1",
            "('nova-api', 'nova-scheduler', 'nova-conductor')",
            "['ERROR', 'WARNING']",
            "(('nova-api', 'INFO', 1), ('nova-conductor', 'ERROR', 1), ('nova-conductor', 'WARNING', 1), "
            "('nova-scheduler', 'INFO', 1))",
            "(('nova-conductor', 2), ('nova-api', 1), ('nova-scheduler', 1))",
        ]

    @pytest.mark.parametrize(
        ("words", "printed"),
        [
            (["duration:* | stats count(), max(duration) as most by service | sort most"],
             ["service.name\tcount\tmost", "nova-api\t2\t2.5"]),
            (["level>=WARNING", "p1"], ["2026-11-22T09:12:00.000000Z nova-conductor No valid host was found"]),
            (["nothing", "p1"], []),
        ],
        ids=["table", "stream", "nothing"],
    )  # fmt: skip
    def test_asking(self, tmp_path, words, printed):
        """
        The example of asking prints the rows of a question, or the events that a project may see.
        """
        with open_store(str(tmp_path / "store"), "w") as opened:
            opened.write(events(), NOW)
        program = [sys.executable, str(ROOT / "examples" / "asking.py"), str(tmp_path / "store"), *words]
        done = subprocess.run(program, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines() == printed


class TestNames:
    def test_errors(self):
        """
        Every error is in the table, with its code and its exit status.
        """
        rows = re.findall(r"^\| `(\w+)` \| `([\w.]+)` \| (\d) \|", PYTHON.read_text(), re.MULTILINE)
        classes = [getattr(errors, name) for name in errors.__all__]
        assert sorted(rows) == sorted((each.__name__, each.code, str(each.exit_status)) for each in classes)

    def test_public(self):
        """
        Every public name of the service half is in the manual.
        """
        manual = (ROOT / "docs" / "emission.md").read_text() + PYTHON.read_text()
        assert [name for name in venus_logging.__all__ if f"`{name}" not in manual] == []


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_resolve(self, page):
        """
        Every link between documents leads to a file, and to a heading in it.
        """
        broken = []
        for link in LINK.findall(page.read_text()):
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if "://" in link:
                continue
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(link)
        assert broken == []


class TestChangelog:
    def test_fragments(self):
        """
        Every fragment has a known kind in its name, and says something.
        """
        fragments = sorted((ROOT / "changelog.d").iterdir())
        wrong = [
            path.name
            for path in fragments
            if not re.fullmatch(r"[a-z0-9-]+\.(feature|fix|doc)\.md", path.name) or not path.read_text().strip()
        ]
        assert (wrong, fragments != []) == ([], True)
