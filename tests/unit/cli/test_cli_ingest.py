"""venus-log ingest: accounts as JSON lines and as a table, notes, exit status."""

from __future__ import annotations

import gzip
import json
import os
import socket

import pytest

TEXT = "2026-11-22 10:00:01.000 1 INFO nova.a [-] a\n2026-11-22 10:00:02.000 1 INFO nova.a [-] b\n"


@pytest.fixture
def log(tmp_path):
    """A log that has been quiet for long, with a line that is no record."""
    path = tmp_path / "nova-api.log"
    path.write_text(f"what?\n{TEXT}")
    os.utime(path, (0, 0))
    return path


def account(**counts):
    """An account as it is printed."""
    names = ("lines", "records", "added", "duplicate", "rejected", "continuation", "pending")
    return {**dict.fromkeys(names, 0), **counts}


HOST = socket.gethostname()


class TestAccount:
    def test_jsonl(self, venus_log, log, tmp_path):
        """
        One object a file, the last line is the total.
        """
        counts = account(lines=3, records=2, added=2, rejected=1)

        done = venus_log("ingest", log, "--format", "jsonl")

        assert (done.status, done.rows) == (
            0,
            [
                {"file": str(log), **counts},
                {"total": True, **counts, "timezone": "UTC", "host": HOST, "store": str(tmp_path / "store")},
            ],
        )

    def test_again(self, venus_log, log):
        """
        The same file again adds nothing; with --reread it is read, and all is known.
        """
        venus_log("ingest", log)

        got = [venus_log("ingest", log, *words).rows[0] for words in ((), ("--reread",))]

        assert got == [
            {"file": str(log), **account()},
            {"file": str(log), **account(lines=3, records=2, duplicate=2, rejected=1)},
        ]

    def test_table(self, venus_log, log):
        """
        People read a table with a total, and what zone was taken for times that do not say it.
        """
        done = venus_log("ingest", log, "--format", "table")

        assert [line.split() for line in done.out.splitlines()] == [
            ["file", "lines", "records", "added", "duplicate", "rejected", "continuation", "pending"],
            [*_file_words(log), "3", "2", "2", "0", "1", "0", "0"],
            ["total", "3", "2", "2", "0", "1", "0", "0"],
        ]
        assert "times without a zone were read as UTC" in done.err

    def test_rejected(self, venus_log, log, tmp_path):
        """
        Where rejected lines are kept is said on standard error.
        """
        done = venus_log("ingest", log)

        assert done.err == f"1 lines are no log records: {tmp_path / 'store.state' / 'rejected'}\n"

    def test_folder(self, venus_log, log, tmp_path):
        """
        Of a folder every log is read, and nothing else.
        """
        (tmp_path / "nova.conf").touch()

        assert [row.get("file") for row in venus_log("ingest", tmp_path).rows] == [str(log), None]


class TestOptions:
    def test_service_and_host(self, venus_log, log):
        """
        --service and --host name what the file does not.
        """
        venus_log("ingest", log, "--service", "s", "--host", "h")

        rows = venus_log("pivot", "service", "host", "--all").rows
        assert rows == [{"service.name": "s", "host.name": "h", "count": 2}]

    def test_zone(self, venus_log, log):
        """
        --timezone is the zone of times without one.
        """
        venus_log("ingest", log, "--timezone", "Europe/Berlin")

        assert [row["@timestamp"] for row in venus_log("search", "--all").rows] == [
            "2026-11-22T09:00:02.000000Z",
            "2026-11-22T09:00:01.000000Z",
        ]

    @pytest.mark.parametrize(("mode", "kept"), [("keep", ["u"]), ("drop", [])])
    def test_personal(self, venus_log, log, mode, kept):
        """
        --personal says what is kept of users.
        """
        log.write_text(TEXT.replace("[-]", "[None req-1 u p - - d d]"))
        os.utime(log, (0, 0))
        venus_log("ingest", log, "--personal", mode)

        assert [row["value"] for row in venus_log("stats", "user.id", "--all").rows] == kept


class TestErrors:
    def test_missing(self, venus_log):
        """
        A path that is not there is exit status 2 before anything is made.
        """
        done = venus_log("ingest", "gone.log")

        assert (done.status, done.err) == (2, "error: cannot read gone.log: No such file or directory\n")

    def test_corrupt(self, venus_log, tmp_path):
        """
        Of a broken packed file the rest is kept, the error is in its account and on standard error; exit status 2.
        """
        path = tmp_path / "a.log.gz"
        path.write_bytes(gzip.compress(TEXT.encode())[:-4])
        os.utime(path, (0, 0))

        done = venus_log("ingest", path)

        row = done.rows[0]
        assert (done.status, row["added"], row["pending"], row["error"] in done.err) == (2, 1, 1, True)

    def test_binary(self, venus_log, tmp_path):
        """
        Garbage is rejected, not an error.
        """
        path = tmp_path / "a.log"
        path.write_bytes(os.urandom(5000).replace(b"\x1f\x8b", b"") + b"\n")
        os.utime(path, (0, 0))

        done = venus_log("ingest", path)

        assert (done.status, done.rows[0]["rejected"]) == (0, done.rows[0]["lines"])


class TestFollow:
    def test_signal(self, process, tmp_path):
        """
        What is appended to a file is in the store within seconds, and SIGTERM ends it in order.
        """
        path = tmp_path / "nova-api.log"
        path.write_text("2026-11-25 10:00:01.000 1 INFO nova.a [-] first\n")
        running = process("ingest", "--follow", path)
        added = json.loads(running.stdout.readline())["added"]
        with path.open("a") as file:
            file.write("2026-11-25 10:00:02.000 1 INFO nova.a [-] second\n" * 2)
        while added < 2:
            added += json.loads(running.stdout.readline())["added"]
        running.terminate()

        assert (running.wait(30), added >= 2) == (0, True)

    def test_with_reread(self, venus_log, tmp_path):
        """
        It cannot be told to read whole files again.
        """
        done = venus_log("ingest", "--follow", "--reread", str(tmp_path))

        assert (done.status, "--reread alone" in done.err) == (2, True)


def _file_words(path):
    """The file as the table shows it."""
    return [str(path)]


class TestCatalogue:
    def test_text(self, venus_log, log, tmp_path):
        """
        What statements extract wrote of a code base gives its text log template ids.
        """
        package = tmp_path / "src" / "nova"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "a.py").write_text("import logging\nLOG = logging.getLogger(__name__)\nLOG.info('It is %s', x)\n")
        (tmp_path / "nova.jsonl").write_text(venus_log("statements", "extract", tmp_path / "src").out)
        log.write_text("2026-11-22 10:00:01.000 1 INFO nova.a [-] It is seven\n")
        os.utime(log, (0, 0))

        done = venus_log("ingest", log, "--catalogue", tmp_path / "nova.jsonl")

        (event,) = venus_log("search", "--all").rows
        assert (done.status, event["log.template.text"]) == (0, "It is %s")

    def test_bad(self, venus_log, log, tmp_path):
        """
        A file that is no catalogue is refused before anything is read; exit status 2.
        """
        (tmp_path / "nova.jsonl").write_text("what?\n")

        done = venus_log("ingest", log, "--catalogue", tmp_path / "nova.jsonl")

        assert (done.status, done.out, "nova.jsonl:1: no log statement" in done.err) == (2, "", True)
