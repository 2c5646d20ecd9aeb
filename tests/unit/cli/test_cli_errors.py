"""Bad calls and bad places: one clear line, the right exit status, never a traceback."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BAD = [
    (("search", "level:"), "position 6", "expected", "level:"),
    (("search", "("), "position 1", "expected", "("),
    (("search", "levle:ERROR"), "position 0", "level", "levle:ERROR"),
    (("search", '"never closed'), "position 0", '"', '"never closed'),
    (("search", "since:yesterday"), "position", "now-2h", "since:yesterday"),
    (("search", "a AND"), "position", "expected", "a AND"),
    (("search", "severity_number:[1 TO"), "position", "expected", "severity_number:[1 TO"),
    (("search", "severity_number:many"), "position", "number", "severity_number:many"),
    (("search", "a", "--since", "soon"), "position 0", "now-2h", "soon"),
    (("search", "since:now until:now-1h"), "position", "later", "until:now-1h"),
    (("pivot", "service", "levl"), "position 0", "level", "levl"),
    (("pivot", "service", "level", "--by", "often"), "position", "5m", "often"),
    (("stats", "body"), "position 0", "log.template.text", "body"),
    (("fields", "--where", "a | stats count() by service"), "position 2", "venus-log search", "a | stats"),
    (("search", "a | stats count() by servce"), "position 21", "service", "a | stats"),
    (("search", "| stats count() | sort cout"), "position 23", "count", "| stats"),
]


def one_line(done):
    """Whether a command failed with one clear error, and perhaps the question with a mark below."""
    lines = done.err.splitlines()
    return lines[0].startswith("error: ") and len(lines) in (1, 3) and "Traceback" not in done.err and done.out == ""


class TestBadQuestions:
    @pytest.mark.usefixtures("filled")
    @pytest.mark.parametrize(("words", "position", "hint", "shown"), BAD, ids=lambda each: str(each)[:40])
    def test_said(self, venus_log, words, position, hint, shown):
        """
        A bad question says where, what was expected or meant, and shows itself; exit status 2.
        """
        done = venus_log(*words)

        assert (done.status, one_line(done)) == (2, True), done.err
        assert (position in done.err, hint in done.err, shown in done.err) == (True, True, True), done.err

    @pytest.mark.usefixtures("filled")
    def test_caret(self, venus_log):
        """
        The mark stands below the place, also behind a control character.
        """
        _, question, mark = venus_log("search", "a\t levle:ERROR").err.splitlines()

        assert question[mark.index("^") :] == "levle:ERROR"

    @pytest.mark.parametrize(
        "words",
        [
            ("search", "--limit", "0"),
            ("search", "--limit", "many"),
            ("search", "--format", "xml"),
            ("search", "--no-such-option"),
            ("serach",),
            ("pivot", "service"),
            ("pivot", "a", "b", "c", "d"),
            ("pivot", "service", "service"),
            ("context",),
            ("chain",),
            ("ingest",),
            ("drop", "--before", "soon"),
            ("completion", "tcsh"),
        ],
        ids=" ".join,
    )
    def test_bad_call(self, venus_log, words):
        """
        A call that click refuses is exit status 2.
        """
        done = venus_log(*words)

        assert (done.status, "Error: " in done.err, "Traceback" in done.err) == (2, True, False)

    @pytest.mark.usefixtures("filled")
    @pytest.mark.parametrize("zone", ["Europe/Nowhere", "+99:99", "+2:00", "../../etc/passwd"])
    def test_zone(self, venus_log, zone):
        """
        An unknown time zone says what one looks like.
        """
        done = venus_log("search", "--timezone", zone)

        assert (done.status, done.err) == (
            2,
            f"error: unknown time zone {zone!r}; use UTC, Europe/Berlin, or +02:00\n",
        )

    @pytest.mark.usefixtures("filled")
    def test_ambiguous_uid(self, venus_log):
        """
        A short uid that means several events is refused.
        """
        done = venus_log("context", "0000")

        assert (done.status, done.err) == (
            2,
            "error: 6 events have a uid that begins with '0000'; give more of it\n",
        )


@pytest.mark.usefixtures("filled")
class TestNothingFound:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("chain", "req-nobody"), "no event carries the request id req-nobody\n"),
            (("context", "nobody"), "no event has the uid nobody\n"),
            (("drop", "--before", "2020-01-01"), "no day before 2020-01-01\n"),
        ],
    )
    def test_said(self, venus_log, words, said):
        """
        No hits are no error: exit status 0, and a note.
        """
        done = venus_log(*words)

        assert (done.status, done.out, done.err) == (0, "", said)


class TestPlaces:
    @pytest.mark.parametrize(
        "words", [("search",), ("chain", "a"), ("info",), ("drop", "--before", "2020-01-01", "--yes")]
    )
    def test_missing(self, venus_log, tmp_path, words):
        """
        A store that is not there is not made by a question; exit status 3.
        """
        done = venus_log(*words)

        assert (done.status, done.err, (tmp_path / "store").exists()) == (
            3,
            f"error: no store in {tmp_path / 'store'}; run venus-log ingest first\n",
            False,
        )

    @pytest.mark.parametrize("words", [("search",), ("ingest", "a.log")])
    def test_foreign(self, venus_log, tmp_path, words):
        """
        A folder of something else is left alone; exit status 3.
        """
        (tmp_path / "a.log").touch()
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "letter.txt").touch()

        done = venus_log(*words)

        left = (tmp_path / "store").iterdir()
        assert (done.status, one_line(done), [path.name for path in left]) == (3, True, ["letter.txt"])

    @pytest.mark.usefixtures("filled")
    @pytest.mark.parametrize("words", [("search",), ("ingest", "a.log")])
    def test_newer(self, venus_log, tmp_path, words):
        """
        A store of a newer version is refused; exit status 3.
        """
        (tmp_path / "a.log").touch()
        (tmp_path / "store" / "format.json").write_text(json.dumps({"format": 99}))

        done = venus_log(*words)

        assert (done.status, one_line(done), "use a newer venus-logging" in done.err) == (3, True, True)

    @pytest.mark.usefixtures("filled")
    def test_second_writer(self, venus_log, tmp_path):
        """
        While a process writes, a second writer is told which; readers are not disturbed.
        """
        (tmp_path / "a.log").touch()
        with (tmp_path / "store" / "writer.lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.truncate(0)
            lock.write("4711\n")
            lock.flush()
            done, reader = venus_log("ingest", "a.log"), venus_log("search", "--all")

        assert (done.status, one_line(done), "process 4711" in done.err, reader.status) == (3, True, True, 0)

    @pytest.mark.parametrize("url", ["opensearch://host:9200/logs", "ftp://host/x"])
    def test_url(self, venus_log, url):
        """
        A store of an unknown kind is one clear line.
        """
        done = venus_log("search", "--store", url)

        assert (done.status, one_line(done)) == (3, True)

    def test_no_engine(self, tmp_path):
        """
        Without the store's engine a command says what to install.
        """
        code = "import sys; sys.modules['tantivy'] = None; from venus_logging.cli.main import main; main()"
        command = [sys.executable, "-c", code, "search", "--store", str(tmp_path)]

        done = subprocess.run(command, capture_output=True, text=True)

        assert (done.returncode, done.stderr) == (
            3,
            "error: tantivy is not installed; pip install 'venus-logging[server]'\n",
        )


class TestPipe:
    def test_reader_leaves(self, process, fill, event):
        """
        A reader of a pipe that leaves early is no error, and nothing is said.
        """
        fill(*(event(number, body="x" * 1000) for number in range(2000)))
        running = process("search", "--all")
        running.stdout.readline()
        running.stdout.close()

        assert (running.stderr.read(), running.wait(60)) == (b"", 0)

    @pytest.mark.usefixtures("filled")
    def test_disk_full(self, process):
        """
        An answer that cannot be written is one clear line; exit status 3.
        """
        with Path("/dev/full").open("wb") as full:
            running = process("search", "--all", stdout=full)
            said = running.stderr.read()

        assert (running.wait(60), said) == (3, b"error: cannot write the answer: No space left on device\n")


class TestInterrupt:
    def test_ingest(self, process, venus_log, tmp_path):
        """
        Control-C ends ingest with one line, and the next run makes it whole.
        """
        path = tmp_path / "a.log"
        path.write_text("".join(f"2026-11-22 10:00:00.{n % 1000:03d} 1 INFO a [-] {n}\n" for n in range(12_000)))
        os.utime(path, (0, 0))
        running = process("ingest", path)
        while not list(tmp_path.glob("store/days/*")) and running.poll() is None:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()

        assert (running.wait(60), said.splitlines()[-1]) == (130, b"error: interrupted")
        assert (venus_log("ingest", path).status, venus_log("info").rows[0]["events"]) == (0, 12_000)

    def test_search(self, process, fill, event):
        """
        Control-C in the middle of an answer ends it with one line, and without a traceback.
        """
        fill(*(event(number, body="x" * 500) for number in range(2_000)))
        running = process("search", "--all", "--json")
        first = running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)

        assert (first[:1], running.returncode, said.strip()) == (b"{", 130, b"error: interrupted")
