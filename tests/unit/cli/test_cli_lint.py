"""venus-log lint, schema, completion and drop."""

from __future__ import annotations

import json
import shutil

import pytest

from venus_logging.contract.data import folder
from venus_logging.testing import minimal_event


@pytest.fixture
def good(tmp_path):
    """A file of one valid event."""
    path = tmp_path / "good.events.jsonl"
    path.write_text(json.dumps(minimal_event()) + "\n")
    return path


@pytest.fixture
def bad(tmp_path):
    """A file of a valid event, an invalid one, one in a time of another form, and a line that is no event."""
    rows = [
        minimal_event(),
        minimal_event() | {"colour": "red"},
        minimal_event() | {"@timestamp": "2026-11-25 10:00:00"},
    ]
    path = tmp_path / "bad.events.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "what?\n")
    return path


class TestLint:
    def test_good(self, venus_log, good):
        """
        Valid events are exit status 0, and what was looked at is said beside.
        """
        done = venus_log("lint", "events", good)

        assert (done.status, done.out, done.err) == (0, "", "1 events in 1 files, no findings\n")

    def test_bad(self, venus_log, bad):
        """
        Each finding is an object; exit status 1.
        """
        done = venus_log("lint", "events", bad)

        assert done.status == 1
        assert [(row["source"], row["line"], row["code"], row["path"], row["got"]) for row in done.rows] == [
            (str(bad), 2, "unknown", "colour", "red"),
            (str(bad), 3, "format", "@timestamp", "2026-11-25 10:00:00"),
            (str(bad), 4, "unreadable", "", None),
        ]

    def test_shape(self, venus_log, bad):
        """
        The names of a finding are those that scripts rely on.
        """
        assert list(venus_log("lint", "events", bad).rows[0]) == ["source", "line", "code", "path", "message", "got"]

    def test_table(self, venus_log, bad):
        """
        People read source, line, code and attribute, as compilers say it.
        """
        first = venus_log("lint", "events", bad, "--format", "table").out.splitlines()[0]

        assert first == f"{bad}:2: unknown colour: no attribute of the registry and not under x. (got 'red')"

    def test_folder(self, venus_log, good, bad, tmp_path):
        """
        Of a folder the files of events are checked, other logs are not.
        """
        (tmp_path / "nova-api.log").write_text("text\n")

        done = venus_log("lint", "events", tmp_path)

        assert (done.status, {row["source"] for row in done.rows}) == (1, {str(bad)})

    def test_empty_folder(self, venus_log, tmp_path):
        """
        A folder without files of events was not checked: exit status 2, not a clean run.
        """
        folder = tmp_path / "empty"
        folder.mkdir()
        (folder / "nova-api.log").write_text("text\n")

        done = venus_log("lint", "events", "empty")

        assert (done.status, done.out, done.err) == (
            2,
            "",
            "error: no *.events.jsonl in empty; name a file, and it is checked whatever its name\n",
        )

    def test_missing(self, venus_log):
        """
        A path that is not there is exit status 2.
        """
        assert venus_log("lint", "events", "gone").status == 2


class TestSchema:
    def test_check(self, venus_log):
        """
        The schemas of this checkout are as generated.
        """
        done = venus_log("schema", "generate", "--check")

        assert (done.status, done.out) == (0, "")

    def test_generate(self, venus_log, tmp_path):
        """
        What differs is named by --check with exit status 1, and mended without it.
        """
        schemas = tmp_path / "schemas"
        shutil.copytree(folder("schemas"), schemas)
        registry = next(schemas.glob("*/registry.json"))
        registry.write_text("{}")
        words = ("schema", "generate", "--schemas", schemas)

        got = [venus_log(*words, "--check"), venus_log(*words), venus_log(*words, "--check")]

        rows = [{"file": str(registry.relative_to(schemas)), "was": "different"}]
        assert [(each.status, each.rows) for each in got] == [(1, rows), (0, rows), (0, [])]

    def test_bad_specs(self, venus_log, tmp_path):
        """
        A specification that cannot be read is one clear line; exit status 2.
        """
        done = venus_log("schema", "generate", "--specs", tmp_path, "--schemas", tmp_path)

        assert (done.status, done.err.startswith("error: "), "Traceback" in done.err) == (2, True, False)


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_script(self, venus_log, shell):
        """
        The script of each shell completes venus-log.
        """
        done = venus_log("completion", shell)

        assert (done.status, f"_VENUS_LOG_COMPLETE={shell}_complete" in done.out) == (0, True)

    def test_completes(self, venus_log, monkeypatch):
        """
        What the script calls answers with commands.
        """
        for name, value in {
            "_VENUS_LOG_COMPLETE": "bash_complete",
            "COMP_WORDS": "venus-log pi",
            "COMP_CWORD": "1",
        }.items():
            monkeypatch.setenv(name, value)

        assert venus_log().out == "plain,pivot\n"


class TestDrop:
    @pytest.fixture
    def days(self, fill, event):
        """A store of three days."""
        fill(*(event(day, **{"@timestamp": f"2026-11-{day}T10:00:00.000000Z"}) for day in (20, 21, 22)))

    @pytest.mark.usefixtures("days")
    def test_dry(self, venus_log):
        """
        Without --yes days are only named.
        """
        done = venus_log("drop", "--before", "2026-11-22")

        assert (done.rows, done.err, venus_log("info").rows[0]["events"]) == (
            [{"day": "2026-11-20", "dropped": False}, {"day": "2026-11-21", "dropped": False}],
            "2 days would go; --yes removes them\n",
            3,
        )

    @pytest.mark.usefixtures("days")
    def test_yes(self, venus_log):
        """
        With --yes they are gone.
        """
        done = venus_log("drop", "--before", "2026-11-22", "--yes")

        assert (done.rows[0], venus_log("info").rows[0]["days"]) == (
            {"day": "2026-11-20", "dropped": True},
            ["2026-11-22"],
        )
