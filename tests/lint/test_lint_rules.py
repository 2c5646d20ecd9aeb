"""Every rule on its folder of examples: bad files have the findings that their comments name, good files have none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from venus_logging.lint.files import read
from venus_logging.lint.rules import manual, rules
from venus_logging.lint.source import check
from venus_logging.statements import Source

FOLDER = Path(__file__).with_name("rules")
BAD = sorted(FOLDER.glob("*/bad_*.py"))
GOOD = sorted(FOLDER.glob("*/good_*.py"))
EXPECTED = re.compile(r"#((?: VLP\d+)+)$")
HEAD = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\n"


def name(path: Path) -> str:
    """How a test calls an example."""
    return f"{path.parent.name}-{path.stem}"


def findings(path: Path) -> list[tuple[int, str]]:
    """Line and rule of each finding on a file."""
    return [(each.line, each.rule) for each in check(read(path))]


def examples(code: str, label: str) -> str:
    """The indented blocks below ``Bad:`` or ``Good:`` of a manual."""
    return "\n".join(re.findall(rf"^{label}:\n\n((?:    .*\n|\n)+)", code + "\n", re.MULTILINE))


class TestRules:
    @pytest.mark.parametrize("path", BAD, ids=name)
    def test_bad(self, path):
        """
        A bad file has exactly the findings that its comments name, all of the folder's rule.
        """
        lines = path.read_text().splitlines()
        expected = [
            (number, code)
            for number, line in enumerate(lines, 1)
            if (found := EXPECTED.search(line))
            for code in found[1].split()
        ]
        assert {code for _, code in expected} == {path.parent.name}
        assert findings(path) == expected

    @pytest.mark.parametrize("path", GOOD, ids=name)
    def test_good(self, path):
        """
        A good file has no finding of any rule.
        """
        assert findings(path) == []

    @pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
    def test_complete(self, rule):
        """
        Every rule has at least two bad files and two good ones, and its file is called as it is.
        """
        files = [path.name.partition("_")[0] for path in (FOLDER / rule.code).glob("*.py")]
        module = rule.check.__module__.rpartition(".")[2]

        assert files.count("bad") >= 2
        assert files.count("good") >= 2
        assert module == f"{rule.code}_{rule.name}".lower().replace("-", "_")

    @pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
    def test_manual(self, rule):
        """
        What a manual calls bad has a finding of the rule, and what it calls good has none.
        """
        got = {
            label: rule.code in {each.rule for each in check(Source("m.py", "m", HEAD + _body(rule, label)))}
            for label in ("Bad", "Good")
        }
        assert got == {"Bad": True, "Good": False}

    def test_folders(self):
        """
        Every folder belongs to a rule.
        """
        assert sorted(path.name for path in FOLDER.iterdir()) == [rule.code for rule in rules()]


def _body(rule, label: str) -> str:
    """The examples of a manual as a program: inside a function, so that return and names of self are at home."""
    return "def example(self):\n" + examples(manual(rule), label)
