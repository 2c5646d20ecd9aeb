"""Findings as people and programs read them."""

from __future__ import annotations

import json

from venus_logging.lint._finding import Finding, Place
from venus_logging.lint.reporters import github, human, jsonl, summary, zuul

FINDING = Finding(
    rule="VLP202",
    path="nova/a,b.py",
    line=12,
    column=5,
    message="100% lost",
    severity="error",
    got="x %s",
    hint="mend\nit",
    first_line=11,
    end_line=13,
    width=8,
    source="    LOG.info(msg)",
    function="run",
    anchor="0a",
    related=(Place(9, 2, "formatted here", "\tmsg = 'x %s' % y"),),
)
BARE = Finding("VLP200", "b.py", 1, 1, "no Python", "info")


class TestHuman:
    def test_text(self):
        """
        The line stands with its mark, then other places with theirs, what was got and what to do.
        """
        roles = []
        lines = list(human([FINDING, BARE], lambda text, role: roles.append(role) or text))
        assert lines == [
            "nova/a,b.py:12:5: error VLP202 100% lost",
            "12 |     LOG.info(msg)",
            "   |     ^^^^^^^^",
            " 9 |  msg = 'x %s' % y",
            "   |  - formatted here",
            "   got: 'x %s'",
            "   hint: mend\nit",
            "",
            "b.py:1:1: info VLP200 no Python",
            "",
        ]
        assert set(roles) == {"place", "error", "info", "mark", "dim", ""}

    def test_summary(self):
        """
        Rules are counted, the gravest first, then the most frequent.
        """
        others = [Finding("VLP201", "c.py", 1, 1, "text", "error")] * 2
        assert summary([BARE, FINDING, *others], {"VLP201": "asks"}) == [
            ("VLP201", "error", 2, "asks"),
            ("VLP202", "error", 1, ""),
            ("VLP200", "info", 1, ""),
        ]


class TestJsonl:
    def test_names(self):
        """
        An object has the names of a finding, other places inside.
        """
        (line,) = jsonl([FINDING])
        got = json.loads(line)
        assert list(got) == list(Finding.__slots__)
        assert got["related"] == [{"line": 9, "column": 2, "message": "formatted here", "source": "\tmsg = 'x %s' % y"}]


class TestGithub:
    def test_commands(self):
        """
        A finding is a workflow command, escaped so that it stays one.
        """
        assert list(github([FINDING, BARE])) == [
            "::error file=nova/a%2Cb.py,line=12,endLine=13,col=5,title=VLP202::100%25 lost; mend%0Ait",
            "::notice file=b.py,line=1,endLine=1,col=1,title=VLP200::no Python",
        ]


class TestZuul:
    def test_document(self):
        """
        All findings are one document, by file, with level and range.
        """
        (text,) = zuul([FINDING, BARE])
        assert json.loads(text) == {
            "zuul": {
                "file_comments": {
                    "nova/a,b.py": [
                        {
                            "line": 12,
                            "level": "error",
                            "message": "VLP202 100% lost\nmend\nit",
                            "range": {"start_line": 12, "start_character": 4, "end_line": 12, "end_character": 12},
                        }
                    ],
                    "b.py": [
                        {
                            "line": 1,
                            "level": "info",
                            "message": "VLP200 no Python",
                            "range": {"start_line": 1, "start_character": 0, "end_line": 1, "end_character": 1},
                        }
                    ],
                }
            }
        }

    def test_none(self):
        """
        Without findings there are no comments.
        """
        assert list(zuul([])) == ['{"zuul":{"file_comments":{}}}']
