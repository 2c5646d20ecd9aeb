"""The real logrotate rotates the file of a process that goes on writing: no event is lost, none comes twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from venus_logging import store
from venus_logging.deliver.ini import Ini, render_logrotate
from venus_logging.ingest import Options, find, ingest
from venus_logging.query import Query, Window
from venus_logging.store.state import State

LOGROTATE = shutil.which("logrotate", path="/usr/sbin:/usr/bin:/sbin:/bin")
NOW = 1_900_000_000_000_000_000
EACH = 200
WRITER = """
import logging, sys, time
from venus_logging import EventFileHandler
handler = EventFileHandler(sys.argv[1])
log = logging.getLogger("writer")
log.addHandler(handler)
for line in sys.stdin:
    for number in range(200):
        log.warning("event %d of round %s", number, line.strip())
    print("done", flush=True)
    time.sleep(1.1)  # the handler looks once a second
"""


@pytest.fixture
def folder(tmp_path):
    """A folder as logrotate accepts one: nobody else may write there."""
    place = tmp_path / "log"
    place.mkdir(mode=0o750)
    return place


@pytest.fixture
def rotate(folder, tmp_path):
    """Rotates the folder with the shipped snippet, now."""
    config = tmp_path / "snippet"
    config.write_text(render_logrotate(Ini("nova-api", str(folder))))
    config.chmod(0o644)
    return lambda: subprocess.run(
        [str(LOGROTATE), "--force", "--state", str(tmp_path / "state"), str(config)], check=True
    )


def _ask(writer: subprocess.Popen[str], word: str) -> None:
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(f"{word}\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == "done\n"


class TestLogrotate:
    def test_snippet(self):
        """
        The snippet in this folder is what the command prints.
        """
        shipped = Path(__file__).with_name("nova-events.logrotate").read_text()
        assert shipped == render_logrotate(Ini("nova-api"))

    @pytest.mark.skipif(LOGROTATE is None, reason="logrotate is not installed (apt install logrotate)")
    def test_nothing_lost(self, folder, rotate, tmp_path):
        """
        After two rotations under a writing process all pieces together hold every event exactly once.
        """
        command = [sys.executable, "-c", WRITER, str(folder / "nova-api.events.jsonl")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
            for word in ("one", "two", "three"):
                _ask(writer, word)
                if word != "three":
                    rotate()
            assert writer.stdin is not None
            writer.stdin.close()
        with store.open("memory:", "w") as opened, State.open(tmp_path / "s") as state:
            reports = list(ingest(find([folder]), opened, state, Options("here", reread=True), now=lambda: NOW))
            events = opened.search(Query(), Window(), limit=10_000, order="oldest").events
        assert sorted(path.name for path in folder.iterdir()) == [
            "nova-api.events.jsonl", "nova-api.events.jsonl.1", "nova-api.events.jsonl.2.gz",
        ]  # fmt: skip
        assert (sum(report.added for report in reports), sum(report.duplicate for report in reports)) == (3 * EACH, 0)
        assert [event["openstack.emitter.sequence"] for event in events] == list(range(1, 3 * EACH + 1))
