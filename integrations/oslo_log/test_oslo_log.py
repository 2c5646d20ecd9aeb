"""Programs that use oslo.log, changed by their configuration only, there and back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAM = """
import sys
from oslo_config import cfg
from oslo_log import log
log.register_options(cfg.CONF)
cfg.CONF(sys.argv[1:], project="nova")
log.setup(cfg.CONF, "nova")
log.getLogger("nova.demo").info("served %s", 1)
"""


@pytest.fixture
def folder(tmp_path):
    """Two programs, the shared INI with its files here, and a configuration file with the one entry."""
    for name in ("nova-scheduler", "nova-conductor"):
        (tmp_path / name).write_text(PROGRAM)
    (tmp_path / "shared.ini").write_text((HERE / "shared.ini").read_text().replace("/var/log/nova", str(tmp_path)))
    (tmp_path / "nova.conf").write_text(f"[DEFAULT]\nlog_config_append = {tmp_path / 'shared.ini'}\n")
    (tmp_path / "back.conf").write_text(f"[DEFAULT]\nlog_file = {tmp_path / 'classic.log'}\n")
    return tmp_path


def run(folder: Path, program: str, configuration: str) -> None:
    """Runs a program to its end."""
    subprocess.run([sys.executable, program, "--config-file", configuration], cwd=folder, check=True)


class TestOsloLog:
    def test_shared(self, folder):
        """
        Programs that share one INI write a file each, under their own names.
        """
        for program in ("nova-scheduler", "nova-conductor"):
            run(folder, program, "nova.conf")
        events = {path.name: json.loads(path.read_text()) for path in sorted(folder.glob("*.events.jsonl"))}
        got = {name: (event["service.name"], event["body"], event["cloud.region"]) for name, event in events.items()}
        assert got == {
            "nova-conductor.events.jsonl": ("nova-conductor", "served 1", "RegionOne"),
            "nova-scheduler.events.jsonl": ("nova-scheduler", "served 1", "RegionOne"),
        }

    def test_back(self, folder):
        """
        Without the entry the same program writes its classic file, and no event.
        """
        run(folder, "nova-scheduler", "back.conf")
        assert (list(folder.glob("*.events.jsonl")), "served 1" in (folder / "classic.log").read_text()) == ([], True)
