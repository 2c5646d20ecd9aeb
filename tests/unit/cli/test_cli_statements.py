"""venus-log statements."""

from __future__ import annotations

import pytest

from venus_logging.event.template import template_id

TEXT = """import logging
LOG = logging.getLogger(__name__)
def f(x):
    LOG.info('Deleted %s', x)
    LOG.error(x)
"""


@pytest.fixture
def tree(tmp_path):
    """Makes a package of one module."""

    def make(name, text=TEXT):
        folder = tmp_path / name / "nova"
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        (folder / "api.py").write_text(text)
        return tmp_path / name

    return make


class TestExtract:
    def test_rows(self, venus_log, tree):
        """
        Each statement is an object with the id of its template.
        """
        done = venus_log("statements", "extract", tree("old"))

        assert (done.status, done.err) == (0, "2 statements, 1 without a text\n")
        assert done.rows[0] == {
            "template_id": template_id("nova.api", "Deleted %s"),
            "logger": "nova.api",
            "level": "INFO",
            "format": "Deleted %s",
            "style": "literal",
            "named": False,
            "args": ["x"],
            "subject": "",
            "path": "nova/api.py",
            "function": "f",
            "line": 4,
            "parts": ["Deleted ", ""],
            "traceback": False,
        }

    def test_table(self, venus_log, tree):
        """
        People read level, logger, text and place.
        """
        done = venus_log("statements", "extract", tree("old"), "--format", "table")

        assert [line.split() for line in done.out.splitlines()] == [
            ["level", "logger", "format", "where"],
            ["INFO", "nova.api", "Deleted", "%s", "nova/api.py:4"],
            ["ERROR", "nova.api", "(dynamic)", "nova/api.py:5"],
        ]

    def test_unread(self, venus_log, tree):
        """
        Files that are no Python are named and left out.
        """
        folder = tree("old")
        for number in range(6):
            (folder / f"a{number}.py").write_text("print 'a'\n")

        done = venus_log("statements", "extract", folder)

        assert (done.status, len(done.rows), done.err.count("left out: a"), "left out: 1 more files" in done.err) == (
            0,
            2,
            5,
            True,
        )

    def test_nothing(self, venus_log, tmp_path):
        """
        A path of which nothing can be read is exit status 2.
        """
        (tmp_path / "a.py").write_text("print 'a'\n")

        done = venus_log("statements", "extract", tmp_path / "a.py")

        assert (done.status, done.err.splitlines()[-1]) == (2, f"error: no log statement in {tmp_path / 'a.py'}")


class TestDiff:
    def test_rows(self, venus_log, tree):
        """
        Each change is an object with both statements.
        """
        new = tree("new", TEXT.replace("info('Deleted", "debug('Deleted"))

        done = venus_log("statements", "diff", tree("old"), new)

        assert (done.status, done.err) == (0, "2 statements before, 2 after, 1 changes: 1 level\n")
        assert [(row["what"], row["kinds"], row["keeps_id"], row["new"]["level"]) for row in done.rows] == [
            ("change", ["level"], True, "DEBUG")
        ]

    def test_table(self, venus_log, tree):
        """
        People read what changed, both texts with their places, and the arguments.
        """
        new = tree("new", TEXT.replace("'Deleted %s', x", "f'Deleted {x.id}'"))

        done = venus_log("statements", "diff", tree("old"), new, "--format", "table")

        assert done.out.splitlines() == [
            "arguments, eager: nova.api f",
            "  - INFO 'Deleted %s' (nova/api.py:4)",
            "  + INFO 'Deleted {x.id}' (formatted before the call) (nova/api.py:4)",
            "    arguments: x -> x.id",
        ]

    def test_catalogue(self, venus_log, tree, tmp_path):
        """
        What extract wrote stands for the code base.
        """
        (tmp_path / "old.jsonl").write_text(venus_log("statements", "extract", tree("old")).out)

        done = venus_log("statements", "diff", tmp_path / "old.jsonl", tree("new"))

        assert (done.status, done.rows) == (0, [])

    @pytest.mark.parametrize(
        ("words", "status", "rows"), [((), 0, 1), (("--fail-on", "gone"), 1, 1), (("--kind", "new"), 0, 0)]
    )
    def test_options(self, venus_log, tree, words, status, rows):
        """
        Kinds are chosen to be shown, and to be failed on.
        """
        new = tree("new", TEXT.replace("LOG.info", "print"))

        done = venus_log("statements", "diff", tree("old"), new, *words)

        assert (done.status, len(done.rows)) == (status, rows)

    @pytest.mark.parametrize(
        ("new", "kind"),
        [("Going to start %s instances...", "reworded"), ("Nothing like it", "gone"), (None, "level")],
    )
    def test_rules(self, venus_log, tree, new, kind):
        """
        A scenario that no longer finds its statement is named; exit status 1.
        """
        line = "LOG.debug('Going to run %s instances...', x)"
        before = f"import logging\nLOG = logging.getLogger('nova.compute.api')\n{line}\n"
        after = before.replace("debug", "error") if new is None else before.replace("Going to run %s instances...", new)

        done = venus_log("statements", "diff", tree("old", before), tree("new", after))

        assert (done.status, [(row["scenario"], row["kind"]) for row in done.rows if row["what"] == "rule"]) == (
            1,
            [("compute.instance.create", kind)],
        )

    def test_rule_for_people(self, venus_log, tree):
        """
        People read what the scenario quotes, and what stands there now.
        """
        line = "LOG.debug('Going to run %s instances...', x)"
        before = f"import logging\nLOG = logging.getLogger('nova.compute.api')\n{line}\n"
        after = before.replace("run", "start")

        done = venus_log("statements", "diff", tree("old", before), tree("new", after), "--format", "table")

        assert done.out.splitlines()[-1] == (
            "scenario compute.instance.create: reworded: nova.compute.api DEBUG 'Going to run %s instances...', "
            "now DEBUG 'Going to start %s instances...'"
        )
        assert done.err.splitlines()[-1] == "1 statements that scenarios quote are no longer as they were"

    def test_missing(self, venus_log, tree):
        """
        A path that is not there is exit status 2.
        """
        assert venus_log("statements", "diff", tree("old"), "gone").status == 2
