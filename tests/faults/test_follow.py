"""venus-log ingest --follow through rotations of both kinds and kill -9: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from venus_logging import store as stores
from venus_logging.query import Query, Window

ROTATIONS = 20
KILLS = 5
_STEPS = 400
_LINES = 25
_RUN = "import sys; from venus_logging.cli.main import main; sys.argv[0] = 'venus-log'; main()"


class Follower:
    """The command as a process that is killed and started again."""

    def __init__(self, store: Path, path: Path) -> None:
        self._command = [sys.executable, "-c", _RUN, "ingest", str(path), "--follow", "--store", str(store)]
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """Kills it without a warning and starts another."""
        self._process.kill()
        self._process.wait()
        self._process = self._start()

    def stop(self) -> int:
        """Stops it as systemd does; its exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)


class Log:
    """A service's log under logrotate: whole lines, files numbered from the newest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: list[str] = []
        self._file = path.open("ab", buffering=0)

    def write(self, count: int) -> None:
        """Some records, each with a text of its own."""
        for _ in range(count):
            body = f"record {len(self.written)}"
            now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"[:-3]
            self._file.write(f"{now} 7 INFO nova.a [-] {body}\n".encode())
            self.written.append(body)

    def rename(self) -> None:
        """Rotates as logrotate's ``create`` does: the service goes on in a new file."""
        self._shift()
        self.path.rename(f"{self.path}.1")
        self.write(3)  # the service has not yet been told
        self._file.close()
        self._file = self.path.open("ab", buffering=0)

    def copytruncate(self) -> None:
        """Rotates as ``copytruncate`` does; what is written between copy and cut is lost by it, so nothing is."""
        self._shift()
        shutil.copy(self.path, f"{self.path}.1")
        os.truncate(self.path, 0)

    def _shift(self) -> None:
        rotated = sorted(self.path.parent.glob(f"{self.path.name}.*"), key=lambda path: -int(path.suffix[1:]))
        for path in rotated:
            path.rename(f"{self.path}.{int(path.suffix[1:]) + 1}")


def bodies(store: Path) -> Counter[str]:
    """How often each text is in the store."""
    with stores.open(str(store)) as opened:
        page = opened.search(Query(), Window(), limit=1_000_000)
    return Counter(str(event["body"]) for event in page.events)


def _wait_for(store: Path, count: int) -> None:
    """Returns when so many events are in the store, or when it is plain that they never will be."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if list(store.glob("days/*/meta.json")) and bodies(store).total() >= count:
            return
        time.sleep(0.5)


class TestFollow:
    @pytest.mark.parametrize("kind", ["rename", "copytruncate"])
    def test_rotations_and_kills(self, tmp_path, kind):
        """
        After 20 rotations and 5 kills in mid-traffic every record is in the store once.
        """
        folder = tmp_path / "logs"
        folder.mkdir()
        store = tmp_path / "store"
        log = Log(folder / "nova-api.log")
        follower = Follower(store, log.path)
        log.write(1)
        _wait_for(store, 1)  # from then on it knows the file
        for step in range(1, _STEPS + 1):
            log.write(_LINES)
            time.sleep(0.03)
            if step % (_STEPS // ROTATIONS) == 0:
                getattr(log, kind)()
            if step % (_STEPS // KILLS) == _STEPS // KILLS // 2:
                follower.kill()
        log.write(1)
        _wait_for(store, len(log.written))
        status = follower.stop()

        got = bodies(store)

        lost, twice = len(set(log.written) - set(got)), sum(count > 1 for count in got.values())
        print(f"{kind}: {len(log.written)} records, {lost} lost, {twice} twice")
        assert (status, lost, twice) == (0, 0, 0)
