"""export: whole events as JSON lines, columns as CSV, files that appear when they are whole."""

from __future__ import annotations

import csv
import json
import os
import stat

import pytest


@pytest.mark.usefixtures("filled")
class TestExport:
    def test_jsonl(self, venus_log):
        """
        Without a file, whole events go to standard output, oldest first, of all times.
        """
        done = venus_log("export", "level>=WARNING")

        assert (done.status, [row["body"] for row in done.rows]) == (0, ["event 4", "event 6"])

    def test_file(self, venus_log, tmp_path):
        """
        A file has the same lines, is private, and nothing is left beside it.
        """
        path = tmp_path / "out" / "errors.jsonl"
        path.parent.mkdir()
        done = venus_log("export", "-o", path)

        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert (rows, path.stat().st_mode & 0o777, list(path.parent.iterdir()), done.out) == (
            venus_log("export").rows,
            0o640,
            [path],
            "",
        )

    def test_pipe(self, venus_log, tmp_path):
        """
        A named pipe is written to and stays a pipe, for a file in its place would take away what others write to.
        """
        path = tmp_path / "pipe"
        os.mkfifo(path)
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        venus_log("export", "-o", path)
        written = os.read(reader, 65_536).decode()
        os.close(reader)

        assert (written, stat.S_ISFIFO(path.lstat().st_mode)) == (venus_log("export").out, True)

    def test_link(self, venus_log, tmp_path):
        """
        A link stays a link, and the file that it points to has the export.
        """
        path = tmp_path / "latest.jsonl"
        path.symlink_to("real.jsonl")
        venus_log("export", "-o", path)

        assert (path.is_symlink(), (tmp_path / "real.jsonl").read_text()) == (True, venus_log("export").out)

    def test_csv(self, venus_log):
        """
        Columns by their names or aliases, under their canonical names; what an event lacks is empty.
        """
        done = venus_log("export", "level>=WARNING", "--columns", "service, level, exception.type")

        assert list(csv.reader(done.out.splitlines())) == [
            ["service.name", "severity_text", "exception.type"],
            ["nova-api", "ERROR", "ValueError"],
            ["nova-compute", "WARNING", ""],
        ]

    def test_round_trip(self, venus_log, tmp_path):
        """
        What was exported can be read into another store, whole.
        """
        path = tmp_path / "all.events.jsonl"
        venus_log("export", "-o", path)
        venus_log("ingest", path, "--store", tmp_path / "other")

        assert venus_log("export", "--store", tmp_path / "other").out == path.read_text()

    def test_nothing(self, venus_log):
        """
        No hits are said, and are no error.
        """
        done = venus_log("export", "nowhere")

        assert (done.status, done.out, "0 events" in done.err) == (0, "", True)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("* | stats count()",), "a stage makes a table"),
            (("--columns", "servise"), "did you mean service"),
            (("-o", "/nowhere/x"), "cannot write"),
        ],
    )
    def test_refused(self, venus_log, words, said):
        """
        What cannot be exported is refused before anything is written.
        """
        done = venus_log("export", *words)

        assert (done.status in (2, 3), said in done.err, done.out) == (True, True, "")


class TestTail:
    def test_process(self, process, fill, event):
        """
        tail shows the newest events and ends in order on SIGTERM.
        """
        fill(event(1), event(2), event(3))
        running = process("tail", "--limit", 2)
        lines = [json.loads(running.stdout.readline())["body"] for _ in range(2)]
        running.terminate()

        assert (lines, running.wait(30)) == (["event 2", "event 3"], 0)
