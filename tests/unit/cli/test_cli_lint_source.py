"""venus-log lint source and explain."""

from __future__ import annotations

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
