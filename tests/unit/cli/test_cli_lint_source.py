"""venus-log lint source and explain."""

from __future__ import annotations

import io

import pytest

TEXT = """from oslo_log import log as logging
LOG = logging.getLogger(__name__)


def delete(volume):
\tLOG.info(f'Deleted \x1b[31m{volume}')
"""


@pytest.fixture
def bad(tmp_path):
    """A file with one finding, whose line would steer a terminal."""
    path = tmp_path / "driver.py"
    path.write_text(TEXT)
    return path


class TestSource:
    def test_human(self, venus_log, bad):
        """
        People read the place, the line with a mark below it and what to write instead; the summary stands beside.
        """
        done = venus_log("lint", "source", bad)

        assert done.status == 1
        assert done.out == (
            f"{bad}:6:11: error VLP201 the text is formatted by an f-string in the call: template and arguments are "
            "lost\n"
            "6 |  LOG.info(f'Deleted \\x1b[31m{volume}')\n"
            "  |           ^^^^^^^^^^^^^^^^^^^^^^^^\n"
            "  hint: give logging the format string and its arguments\n"
            "\n"
        )
        assert done.err == "     1 VLP201 error    no formatting in the log call\n1 findings in 1 files\n"

    def test_jsonl(self, venus_log, bad):
        """
        Programs read one object a finding; the format may be said before the command too.
        """
        done = venus_log("--format", "jsonl", "lint", "source", bad.parent)

        assert [(row["path"], row["line"], row["rule"], row["severity"]) for row in done.rows] == [
            (str(bad), 6, "VLP201", "error")
        ]
        assert done.out == venus_log("lint", "source", bad.parent, "--format", "jsonl").out

    @pytest.mark.parametrize("words", [("--select", "VLP202,VLP208"), ("--ignore", "vlp201"), ("--ignore", "VLP")])
    def test_none(self, venus_log, bad, words):
        """
        Without findings of the chosen rules the exit status is 0.
        """
        done = venus_log("lint", "source", bad, *words)

        assert (done.status, done.out, done.err) == (0, "", "0 findings in 1 files\n")

    def test_missing(self, venus_log):
        """
        A path that is not there is exit status 2.
        """
        done = venus_log("lint", "source", "gone")

        assert (done.status, done.err) == (
            2,
            "error: no file or folder gone; say what to check: venus-log lint source PATH...\n",
        )


class TestChoice:
    def test_project(self, venus_log, bad):
        """
        What options do not say is taken from the project's configuration; an option wins.
        """
        (bad.parent / "tox.ini").write_text("[venus-logging]\nselect = VLP202\n")

        assert venus_log("lint", "source", bad).status == 0
        assert venus_log("lint", "source", bad, "--select", "VLP201").status == 1

    def test_excluded(self, venus_log, bad):
        """
        A folder is read without what is excluded.
        """
        done = venus_log("lint", "source", bad.parent, "--exclude", "driver.*")
        assert (done.status, done.err) == (0, "0 findings in 0 files\n")

    def test_unknown_code(self, venus_log, bad):
        """
        A code that no rule has is exit status 2, not a clean run.
        """
        done = venus_log("lint", "source", bad, "--select", "VLP9")
        assert (done.status, done.err.partition(";")[0]) == (2, "error: no rule's code begins with VLP9")

    @pytest.mark.parametrize(("form", "start"), [("github", "::error file="), ("zuul", '{"zuul":{"file_comments":')])
    def test_forms(self, venus_log, bad, form, start):
        """
        Other programs read it in their own form.
        """
        assert venus_log("lint", "source", bad, "--format", form).out.startswith(start)


class TestBaseline:
    @pytest.fixture
    def known(self, venus_log, bad):
        """A baseline of the one finding."""
        done = venus_log("lint", "source", bad, "--baseline", "lint.json", "--write-baseline")
        assert (done.status, done.err) == (0, "1 known findings in lint.json\n")
        return bad.parent / "lint.json"

    def test_unchanged(self, venus_log, bad, known):
        """
        Nothing is new while nothing changes.
        """
        done = venus_log("lint", "source", bad, "--baseline", known)
        assert (done.status, done.err) == (0, "0 findings in 1 files\n")

    def test_new(self, venus_log, bad, known):
        """
        One more fault is exactly one finding.
        """
        bad.write_text(TEXT + "\tLOG.error(f'Lost {volume} of many')\n")
        done = venus_log("lint", "source", bad, "--baseline", known, "--format", "jsonl")
        assert [(row["line"], row["rule"]) for row in done.rows] == [(7, "VLP201")]

    def test_mended(self, venus_log, bad, known):
        """
        A mended fault leaves the baseline by itself, so that it cannot come back.
        """
        bad.write_text("")
        mended = venus_log("lint", "source", bad, "--baseline", known).err
        bad.write_text(TEXT)
        back = venus_log("lint", "source", bad, "--baseline", known).status

        assert (mended, back) == (
            f"1 known findings are mended and left {known}\n0 findings in 1 files\n",
            1,
        )

    def test_unnamed(self, venus_log, bad):
        """
        A baseline is never written to a place that nobody named.
        """
        assert venus_log("lint", "source", bad, "--write-baseline").status == 2


class TestDiff:
    @pytest.mark.parametrize(("line", "status"), [(6, 1), (5, 0)])
    def test_file(self, venus_log, bad, line, status):
        """
        Only findings on changed lines count.
        """
        (bad.parent / "x.diff").write_text(f"--- a/driver.py\n+++ b/driver.py\n@@ -{line} +{line} @@\n-a\n+b\n")
        assert venus_log("lint", "source", bad, "--diff", "x.diff").status == status

    def test_stdin(self, venus_log, bad, monkeypatch):
        """
        A diff may come on standard input; files that it does not name are not even read.
        """
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"+++ b/other.py\n@@ -1 +1 @@\n-a\n+b\n")))
        done = venus_log("lint", "source", bad.parent, "--diff", "-")
        assert (done.status, done.err) == (0, "0 findings in 0 files\n")

    def test_no_revision(self, venus_log, bad):
        """
        A word that is neither a file nor a revision is exit status 2.
        """
        assert venus_log("lint", "source", bad, "--diff", "gone").status == 2


class TestCache:
    def test_kept(self, venus_log, bad):
        """
        Findings are kept beside the configuration, in a folder that git ignores, unless that is not wanted.
        """
        folder = bad.parent / ".venus_lint_cache"
        venus_log("lint", "source", bad, "--no-cache")
        before = folder.exists()
        venus_log("lint", "source", bad)

        assert (before, (folder / ".gitignore").read_text()) == (False, "*\n")

    def test_unwritable(self, venus_log, bad):
        """
        A cache that cannot be kept is said, and the findings are there.
        """
        (bad.parent / ".venus_lint_cache").write_text("no folder")
        done = venus_log("lint", "source", bad)

        assert (done.status, done.err.splitlines()[0]) == (1, "the cache is not kept: File exists")


class TestExplain:
    def test_rule(self, venus_log):
        """
        The manual of a rule begins with its code, name, severity and what it asks for.
        """
        done = venus_log("lint", "explain", "vlp202")

        assert done.out.splitlines()[0] == (
            "VLP202 eager-variable (error): no formatting into a variable that is logged"
        )
        assert "Bad:" in done.out

    def test_unknown(self, venus_log):
        """
        An unknown code is exit status 2, with the codes that there are.
        """
        done = venus_log("lint", "explain", "VLP999")

        assert done.status == 2
        assert done.err.startswith("error: no rule VLP999; rules are VLP201, VLP202")
