"""kill -9 of venus-log ingest at random moments, and again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from venus_logging import store as stores
from venus_logging.query import Query, Window

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = 6_000
KILLS = 10
_RUN = "import sys; from venus_logging.cli.main import main; sys.argv[0] = 'venus-log'; main()"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A folder of three logs with records, repeated ones, tracebacks, and lines that are rejected."""
    folder = tmp_path / "logs"
    folder.mkdir()
    for service in ("nova-api", "nova-compute", "placement"):
        text = ["no record yet\n"]
        for number in range(RECORDS // 3):
            prefix = f"2026-11-25 1{number // 3600}:{number // 60 % 60:02d}:{number % 60:02d}.000 7 ERROR nova.a "
            text.append(f"{prefix}[-] message {number}\n" * (2 if number % 10 == 0 else 1))
            if number % 50 == 0:
                text.append(f"{prefix}Traceback (most recent call last):\n{prefix}ValueError: no\n")
        (folder / f"{service}.log").write_text("".join(text))
    events = "".join(f'{{"log.record.uid":"broken {number}"\n' for number in range(3_000))
    (folder / "broken.events.jsonl").write_text(events)
    for path in folder.iterdir():
        os.utime(path, (0, 0))  # a record of a young file would wait
    return folder


def start(store: Path, log: Path, *, reread: bool = True) -> subprocess.Popen[bytes]:
    """The command, as a process of its own."""
    command = [sys.executable, "-c", _RUN, "ingest", str(log), "--store", str(store), "--host", "h1"]
    command += ["--reread"] if reread else []
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def uids(store: Path) -> Counter[str]:
    """How often each uid is in the store."""
    found: Counter[str] = Counter()
    cursor = None
    with stores.open(str(store)) as opened:
        while True:
            page = opened.search(Query(), Window(), limit=10_000, after=cursor)
            found.update(str(event["log.record.uid"]) for event in page.events)
            cursor = page.next
            if cursor is None:
                return found


def rejected(store: Path) -> list[tuple[object, ...]]:
    """The rejected lines that were kept, sorted."""
    lines = [
        json.loads(line)
        for path in store.with_name(f"{store.name}.state").joinpath("rejected").glob("*.jsonl")
        for line in path.read_bytes().splitlines()
    ]
    return sorted((each["source"], each["position"], each["reason"]) for each in lines)


class TestKill:
    def test_ten_times(self, tmp_path, log):
        """
        After ten kills and one whole run the store and the rejected lines equal those of an undisturbed run.
        """
        whole, killed = tmp_path / "whole", tmp_path / "killed"
        began = time.monotonic()
        start(whole, log).communicate()
        usual = time.monotonic() - began
        moments = random.Random(os.urandom(4))
        kills = tries = 0
        while kills < KILLS and tries < 3 * KILLS:
            process = start(killed, log)
            time.sleep(moments.uniform(0.1, 0.9) * usual)
            process.kill()
            process.communicate()
            if process.returncode == -signal.SIGKILL:
                kills += 1
            else:
                usual *= 0.8  # the first run was a slow one
            tries += 1
        last = start(killed, log)
        last.communicate()

        print(f"{kills} kills of {tries} runs; {len(uids(whole))} events, {len(rejected(whole))} rejected lines")
        assert (last.returncode, kills, uids(killed), rejected(killed)) == (0, KILLS, uids(whole), rejected(whole))
        assert set(uids(whole).values()) == {1}

    def test_without_reread(self, tmp_path, log):
        """
        A run that was killed and then finishes without being told to read again is whole too.
        """
        store = tmp_path / "store"
        process = start(store, log)
        while not list(store.glob("days/*")) and process.poll() is None:
            time.sleep(0.02)
        process.kill()
        process.communicate()
        out, _ = start(store, log, reread=False).communicate()

        total = json.loads(out.splitlines()[-1])
        assert (len(uids(store)), total["pending"]) == (RECORDS + RECORDS // 10, 0)
