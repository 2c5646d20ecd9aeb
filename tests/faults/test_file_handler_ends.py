"""What is logged while the interpreter ends: by functions that run at exit, by threads, by objects that go."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SETUP = """
import atexit, logging, sys, threading, time
{early}
from venus_logging import EventFileHandler
log = logging.getLogger("nova")
log.addHandler(EventFileHandler(sys.argv[1]))
log.setLevel(logging.INFO)
class Goes:
    def __del__(self): log.info("gone")
def late():
    time.sleep(0.2)
    log.info("late")
{then}
"""
ENDS = {
    "exit function from before logging": ("atexit.register(lambda: log.info('at exit'))", "", 0, ["at exit"]),
    "exit function": ("", "atexit.register(lambda: log.info('at exit'))", 0, ["at exit"]),
    "thread": ("", "threading.Thread(target=late).start()", 0, ["late"]),
    "object": ("", "sys.modules['goes'] = Goes()", 0, ["gone"]),
    "object after an exception": ("", "sys.modules['goes'] = Goes()\nraise ValueError('end')", 1, ["gone"]),
    "exit with a status": ("", "log.info('last')\nsys.exit(3)", 3, ["last"]),
}


class TestEnds:
    @pytest.mark.parametrize("how", ENDS)
    def test_written(self, tmp_path, how):
        """
        It is written, and nothing is said on standard error but what Python says itself.
        """
        early, then, status, bodies = ENDS[how]
        path = tmp_path / "nova.events.jsonl"
        script = SETUP.format(early=early, then=then)
        done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=60)
        got = [json.loads(line)["body"] for line in path.read_text().splitlines()]

        assert (done.returncode, got, "venus_logging:" in done.stderr) == (status, bodies, False)

    def test_daemons(self, tmp_path):
        """
        Threads that are cut off in the middle leave no half line.
        """
        path = tmp_path / "nova.events.jsonl"
        work = "\ndef work():\n    while True: log.info('daemon')\n"
        start = "for _ in range(2): threading.Thread(target=work, daemon=True).start()\ntime.sleep(0.2)"
        script = SETUP.format(early="", then=f"{work}{start}")
        done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, timeout=60)

        assert (done.returncode, {json.loads(line)["body"] for line in path.read_text().splitlines()}) == (
            0,
            {"daemon"},
        )
