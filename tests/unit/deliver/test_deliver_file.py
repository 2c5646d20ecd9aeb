"""What the file handler writes, and what it refuses."""

from __future__ import annotations

import io
import logging
import os
import socket
import stat
import sys
from pathlib import Path

import pytest
from oslo_log import formatters

from venus_logging import EventFileHandler, EventFormatter
from venus_logging.errors import ConfigError

STREAM, SEQUENCE = "openstack.emitter.stream", "openstack.emitter.sequence"


def counted(events):
    return [(event["body"], event[STREAM], event[SEQUENCE]) for event in events]


class TestEvents:
    def test_lines(self, handler, path, record, written):
        """
        Every record is a line that also says which handler wrote it and how many it wrote.
        """
        handler.setFormatter(EventFormatter("service=nova-api host=h"))
        records = [record("a"), record("b\nc")]
        for each in records:
            handler.handle(each)

        assert written(path) == [
            handler.formatter.event(each) | {STREAM: "file", SEQUENCE: number}
            for number, each in enumerate(records, start=1)
        ]

    def test_at_once(self, handler, path, record, written):
        """
        A record is in the file when the log call returns.
        """
        handler.handle(record("a"))

        assert counted(written(path)) == [("a", "file", 1)]

    def test_appended(self, path, record, written):
        """
        A file that is there already keeps its events.
        """
        for body in ("a", "b"):
            handler = EventFileHandler(str(path))
            handler.handle(record(body))
            handler.close()

        assert [event["body"] for event in written(path)] == ["a", "b"]

    def test_shared_event(self, tmp_path, record, written):
        """
        Two handlers write one event under one uid, each with its own count.
        """
        first = EventFileHandler(str(tmp_path / "a.events.jsonl"), "all")
        second = EventFileHandler(str(tmp_path / "b.events.jsonl"), stream="errors")
        first.handle(record("only the first"))
        both = record("both")
        first.handle(both)
        second.handle(both)
        (_, one), (other,) = written(tmp_path / "a.events.jsonl"), written(tmp_path / "b.events.jsonl")

        assert (one[STREAM], one[SEQUENCE], other[STREAM], other[SEQUENCE]) == ("all", 2, "errors", 1)
        assert one["log.record.uid"] == other["log.record.uid"]

    def test_filtered(self, handler, path, record, written):
        """
        What a filter holds back is no gap in the count.
        """
        handler.addFilter(lambda each: each.msg != "b")
        for body in "abc":
            handler.handle(record(body))

        assert counted(written(path)) == [("a", "file", 1), ("c", "file", 2)]

    def test_closed(self, handler, path, record, written):
        """
        A record after the end opens the file again; the count goes on.
        """
        handler.handle(record("a"))
        handler.close()
        handler.close()
        handler.handle(record("b"))

        assert counted(written(path)) == [("a", "file", 1), ("b", "file", 2)]

    def test_rebuilt(self, path, record, written):
        """
        A handler that a reload built anew goes on counting where the old one stopped.
        """
        for body in "ab":
            handler = EventFileHandler(str(path))
            handler.handle(record(body))
            handler.close()

        assert counted(written(path)) == [("a", "file", 1), ("b", "file", 2)]


class TestFile:
    @pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o640), (0o000, 0o640), (0o077, 0o600)])
    def test_mode(self, path, umask, mode):
        """
        The file is for its owner and group only.
        """
        before = os.umask(umask)
        EventFileHandler(str(path)).close()
        os.umask(before)

        assert stat.S_IMODE(path.stat().st_mode) == mode

    def test_filled_in(self, tmp_path, monkeypatch):
        """
        The names of program and host are filled into the file's.
        """
        monkeypatch.setattr(sys, "argv", ["/usr/bin/nova-api"])
        handler = EventFileHandler(str(tmp_path / "{program}@{host}.events.jsonl"))

        assert handler.filename == str(tmp_path / f"nova-api@{socket.gethostname()}.events.jsonl")

    def test_not_inherited(self, handler):
        """
        A program that the service starts does not hold the file.
        """
        held = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if inheritable(int(each.name))]

        assert handler.filename not in held


def inheritable(descriptor):
    try:
        return os.get_inheritable(descriptor)
    except OSError:
        return False


class TestRefused:
    def test_log(self, tmp_path):
        """
        A name that collectors of text logs read is refused, and no file is made.
        """
        name = str(tmp_path / "nova-api.log")
        with pytest.raises(ConfigError) as caught:
            EventFileHandler(name)

        assert (caught.value.message, caught.value.hint, list(tmp_path.iterdir())) == (
            f"EventFileHandler cannot write {name!r}: collectors of text logs read *.log",
            "name it *.events.jsonl",
            [],
        )

    @pytest.mark.parametrize(
        ("formatter", "name"),
        [
            (logging.Formatter(), "logging.Formatter"),
            (formatters.JSONFormatter(), "oslo_log.formatters.JSONFormatter"),
        ],
        ids=["text", "oslo"],
    )
    def test_formatter(self, handler, formatter, name):
        """
        A formatter whose lines are no events is refused.
        """
        with pytest.raises(ConfigError) as caught:
            handler.setFormatter(formatter)

        assert (caught.value.message, caught.value.hint) == (
            f"EventFileHandler cannot use {name}",
            "name a formatter of class venus_logging.EventFormatter",
        )

    def test_no_formatter(self, handler, path, record, written):
        """
        No formatter is one without options.
        """
        handler.setFormatter(None)
        handler.handle(record("a"))

        assert counted(written(path)) == [("a", "file", 1)]

    def test_no_folder(self, tmp_path):
        """
        A folder that is not there is an error at start, when somebody looks.
        """
        with pytest.raises(FileNotFoundError):
            EventFileHandler(str(tmp_path / "none" / "a.events.jsonl"))


class Stopped:
    """Rendered while a signal ends the process."""

    def __str__(self) -> str:
        raise SystemExit(3)


class TestTrouble:
    def test_stop(self, handler, path, record, written):
        """
        A signal's exit while a record is rendered passes, after the line is written.
        """
        with pytest.raises(SystemExit):
            handler.handle(record("stop %s", args=(Stopped(),)))

        assert [event["x.venus.invalid"] for event in written(path)] == ["body: cannot be formatted: SystemExit"]

    @pytest.mark.parametrize("stderr", [None, io.StringIO()], ids=["none", "closed"])
    def test_no_stderr(self, handler, record, monkeypatch, stderr):
        """
        A daemon without stderr loses the complaint, not itself.
        """
        if stderr is not None:
            stderr.close()
        monkeypatch.setattr(sys, "stderr", stderr)
        handler.close()
        handler.filename = "/proc/none/a.events.jsonl"
        handler.handle(record("a"))

        assert handler.lost == 1
