"""On a terminal people get tables and progress; in a pipe programs get JSON lines and no noise."""

from __future__ import annotations

import os
import pty
import re

import pytest


@pytest.fixture
def terminal():
    """A terminal: what a process writes to, and a function that reads what was written."""
    ours, theirs = pty.openpty()

    def read() -> str:
        os.close(theirs)
        parts = []
        while True:
            try:
                parts.append(os.read(ours, 65_536))
            except OSError:  # the other end is closed: Linux says so with EIO
                return b"".join(parts).decode().replace("\r\n", "\n")

    yield theirs, read
    os.close(ours)


class TestTerminal:
    @pytest.mark.usefixtures("filled")
    def test_table(self, process, terminal):
        """
        The default on a terminal is a table.
        """
        theirs, read = terminal
        done = process("stats", "host", "--all", stdout=theirs).wait(60)

        assert (done, [line.split() for line in _plain(read()).splitlines()]) == (
            0,
            [["value", "count"], ["h1", "5"], ["h2", "1"]],
        )

    @pytest.mark.usefixtures("filled")
    def test_jsonl_if_told(self, process, terminal):
        """
        --format jsonl is JSON lines, on a terminal too.
        """
        theirs, read = terminal
        process("stats", "host", "--all", "--limit", "1", "--format", "jsonl", stdout=theirs).wait(60)

        assert read() == '{"value":"h1","count":5}\n'

    def test_progress(self, process, terminal, tmp_path):
        """
        ingest shows how far it is on a terminal, and clears the line in the end.
        """
        (tmp_path / "a.log").write_text("2026-11-22 10:00:00.000 1 INFO a [-] b\n" * 3)
        os.utime(tmp_path / "a.log", (0, 0))
        theirs, read = terminal
        process("ingest", tmp_path / "a.log", stderr=theirs).wait(60)

        assert read() == "\r\x1b[K[1/1] a.log: 3 lines, 3 added\r\x1b[K"

    def test_no_progress_in_a_pipe(self, process, tmp_path):
        """
        Elsewhere standard error stays empty.
        """
        (tmp_path / "a.log").touch()

        assert process("ingest", tmp_path / "a.log").communicate()[1] == b""


def _plain(text):
    """A text without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
