"""Where settings come from: before or after the command, flag, environment, file, default."""

from __future__ import annotations

import os

import pytest

from venus_logging.cli._options import Settings
from venus_logging.cli.main import _COMMANDS as NAMES


@pytest.fixture
def stores(venus_log, tmp_path):
    """Stores one, two and three with as many events each."""
    for name, count in (("one", 1), ("two", 2), ("three", 3)):
        path = tmp_path / f"{name}.log"
        path.write_text("".join(f"2026-11-22 10:00:0{number}.000 1 INFO a [-] b\n" for number in range(count)))
        # NOTE: the last record of a file that was just written would wait for further lines.
        os.utime(path, (0, 0))
        venus_log("ingest", path, "--store", tmp_path / name)
        venus_log("ingest", path, "--store", tmp_path / name)


@pytest.mark.usefixtures("stores")
class TestOrigin:
    @pytest.mark.parametrize(
        "words",
        [
            ("--store", "two", "--all", "--limit", "1", "search"),
            ("search", "--store", "two", "--all", "--limit", "1"),
            ("--store", "two", "search", "--all", "--limit", "1"),
            ("--store", "one", "--limit", "9", "search", "--store", "two", "--limit", "1", "--all"),
        ],
    )
    def test_before_and_after(self, venus_log, words):
        """
        Options may stand before or after the command; the one behind wins.
        """
        done = venus_log(*words)

        assert (len(done.rows), done.err) == (1, "1 of 2 events; --limit N or --all shows more\n")

    def test_precedence(self, venus_log, tmp_path, monkeypatch):
        """
        The flag comes before the environment, the environment before the file.
        """
        (tmp_path / "v.conf").write_text("[DEFAULT]\nstore = one\n")
        file = ("--config-file", "v.conf", "--all")
        monkeypatch.setenv("VENUS_LOG_STORE", "two")
        both = len(venus_log("search", *file, "--store", "three").rows), len(venus_log("search", *file).rows)
        monkeypatch.delenv("VENUS_LOG_STORE")

        assert (*both, len(venus_log("search", *file).rows)) == (3, 2, 1)

    def test_zone_of_environment(self, venus_log, monkeypatch):
        """
        VENUS_LOG_TIMEZONE is the zone of what people read.
        """
        monkeypatch.setenv("VENUS_LOG_TIMEZONE", "Asia/Tokyo")

        assert "2026-11-22 19:00:00" in venus_log("search", "--store", "one", "--all", "--format", "table").out

    def test_url_of_a_folder(self, venus_log, tmp_path):
        """
        A folder may be given as file: URL.
        """
        assert len(venus_log("search", "--all", "--store", f"file:{tmp_path}/two").rows) == 2

    @pytest.mark.parametrize("text", [None, "no ini at all"])
    def test_bad_file(self, venus_log, tmp_path, text):
        """
        A configuration file that is named must be there and be one; exit status 2.
        """
        if text is not None:
            (tmp_path / "v.conf").write_text(text)

        done = venus_log("search", "--config-file", "v.conf")

        assert (done.status, done.err.startswith("error: cannot read v.conf"), "Traceback" in done.err) == (
            2,
            True,
            False,
        )


class TestStoreName:
    @pytest.mark.parametrize(
        ("store", "name"),
        [
            ("opensearch://me:s3cret@search:9200/logs", "opensearch://search:9200/logs"),
            ("opensearch+https://me:p@ss/w@search", "opensearch+https://search"),
            ("/var/lib/me@here/store", "/var/lib/me@here/store"),
            ("memory:", "memory:"),
        ],
    )
    def test_hides_who_asks(self, store, name):
        """
        What is shown of a store's URL has no user and no password.
        """
        assert Settings(store=store).store_name == name


class TestState:
    @pytest.mark.parametrize(
        ("store", "folder"),
        [
            ("/a/store", "/a/store.state"),
            ("/a/store/", "/a/store.state"),
            ("file:/a/my%20store", "/a/my store.state"),
            ("store", "{here}/store.state"),
        ],
    )
    def test_beside_the_store(self, tmp_path, monkeypatch, store, folder):
        """
        The state is beside the store unless --state says otherwise.
        """
        monkeypatch.chdir(tmp_path)

        assert str(Settings(store=store).state_folder) == folder.format(here=tmp_path)

    def test_said(self, venus_log, tmp_path):
        """
        --state is where positions and rejected lines are.
        """
        (tmp_path / "a.log").write_text("what?\n")
        venus_log("ingest", "a.log", "--state", "here")

        assert [path.suffix for path in (tmp_path / "here" / "rejected").iterdir()] == [".jsonl"]

    def test_no_folder(self, venus_log, tmp_path):
        """
        A store that is no folder has no place beside it: nothing is written anywhere, and --state is asked for.
        """
        (tmp_path / "a.log").touch()
        done = venus_log("ingest", "a.log", "--store", "memory:")

        assert (done.status, done.err, [path.name for path in tmp_path.iterdir()]) == (
            2,
            "error: store memory: is no folder; say --state DIR as well\n",
            ["a.log"],
        )


class TestHelp:
    def test_names_every_command(self, venus_log):
        """
        Help names every command and the exit statuses.
        """
        out = venus_log("--help").out

        assert [name for name in (*NAMES, "Exit status") if name not in out] == []

    @pytest.mark.parametrize(
        "name",
        NAMES,
    )
    def test_of_command(self, venus_log, name):
        """
        Every command explains itself and its common options.
        """
        done = venus_log(name, "--help")

        assert (done.status, "--store" in done.out, f"venus-log {name}" in done.out) == (0, True, True)

    def test_version(self, venus_log):
        """
        --version names the program and its version.
        """
        assert venus_log("--version").out.startswith("venus-log, version ")
