"""Disks that fill up and file systems that become read-only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

# Writes until events are lost, makes room, writes five more; prints how many records there were and how many were lost.
WRITER = """
import logging, os, resource, sys
from venus_logging import EventFileHandler
path, kind = sys.argv[1:]
handler = EventFileHandler(path)
log = logging.getLogger("nova")
log.addHandler(handler)
log.setLevel(logging.INFO)
ballast = os.path.join(os.path.dirname(path), "ballast")
if kind == "disk":
    with open(ballast, "wb") as file:
        file.write(bytes(32768))
else:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (20001, hard))
records = 0
while handler.lost < 20 and records < 5000:
    log.info("record %d", records)
    records += 1
if kind == "disk":
    os.remove(ballast)
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
for number in range(5):
    log.info("after %d", number)
print(records + 5, handler.lost)
"""
READ_ONLY = """
import logging, os, subprocess, sys, time
from venus_logging import EventFileHandler
folder, = sys.argv[1:]
subprocess.check_call(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder])
handler = EventFileHandler(os.path.join(folder, "a.events.jsonl"))
log = logging.getLogger("nova")
log.addHandler(handler)
log.setLevel(logging.INFO)
log.info("before")
handler.close()
subprocess.check_call(["mount", "-o", "remount,ro", folder])
log.info("lost")
log.info("lost")
subprocess.check_call(["mount", "-o", "remount,rw", folder])
log.info("after")
print(handler.lost, open(handler.filename).read().count("\\n"))
"""
LOST = r"venus_logging: events are being lost: OSError: (?:\[Errno \d+\] .*|wrote \d+ of \d+ bytes to .*)"


def private():
    """A command that runs another with mounts of its own, which end with it."""
    program = shutil.which("unshare")
    if program is None or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root and unshare")
    command = (program, "--mount", "--propagation", "private")
    if subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        pytest.skip("this kernel lets nobody have mounts of their own")
    return command


def on_small_disk(folder):
    mount = 'mount -t tmpfs -o size=64k tmpfs "$0" && "$@"; status=$?; cp "$0"/*.jsonl "$0.left"; exit $status'
    return (*private(), "sh", "-c", mount, str(folder))


class TestFull:
    def check(self, done, got):
        records, lost = map(int, done.out.split())
        assert (len(got.events), lost >= 20, got.bodies[-5:]) == (
            records - lost,
            True,
            [f"after {number}" for number in range(5)],
        )
        assert (len(got.broken) <= 1, [line for line in got.broken if b"}{" in line]) == (True, [])
        assert [bool(re.fullmatch(LOST, line)) for line in done.err] == [True, False]
        assert done.err[1] == f"venus_logging: events are written again, {lost} were lost"

    def test_size_limit(self, tmp_path, child, left):
        """
        At the limit of a file's size events are counted, said once, and written again when there is room.
        """
        path = tmp_path / "nova.events.jsonl"
        done = child(WRITER, path, "limit")

        self.check(done, left([path]))

    def test_disk(self, tmp_path, child, left):
        """
        On a full disk events are counted, said once, and no later event is glued to half a line.
        """
        folder = tmp_path / "disk"
        folder.mkdir()
        done = child(WRITER, folder / "nova.events.jsonl", "disk", within=on_small_disk(folder))

        self.check(done, left([tmp_path / "disk.left"]))

    def test_device(self, child):
        """
        A device that is always full loses everything but the service.
        """
        script = WRITER.replace("ballast = ", "ballast = '/nonexistent' or ").replace('if kind == "disk":', "if False:")
        done = child(script.replace("handler.lost < 20", "records < 20"), "/dev/full", "limit")

        assert (done.out, len(done.err)) == ("25 25\n", 1)


class TestReadOnly:
    def test_remounted(self, tmp_path, child):
        """
        On a file system that became read-only events are counted, said once, and written when it is writable again.
        """
        done = child(READ_ONLY, tmp_path, within=private())

        assert (done.out, len(done.err)) == ("2 2\n", 2)
        assert "Read-only file system" in done.err[0]
