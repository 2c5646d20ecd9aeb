"""The unit is one that systemd takes, and its command line one that venus-log takes."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from venus_logging.cli.ingest import command

UNIT = Path(__file__).with_name("venus-log-ingest.service")


def _line() -> list[str]:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # as the library's own manual says
    unit.read(UNIT)
    return shlex.split(unit["Service"]["ExecStart"])


class TestUnit:
    def test_command(self):
        """
        The command line is understood, and follows folders.
        """
        program, name, *arguments = _line()
        context = command.make_context(name, arguments)

        assert (Path(program).name, name, context.params["following"]) == ("venus-log", "ingest", True)

    def test_unknown_option(self):
        """
        The check above would see an option that does not exist.
        """
        with pytest.raises(click.UsageError):
            command.make_context("ingest", ["--folow", "/var/log/nova"])

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
    def test_verify(self, tmp_path):
        """
        systemd finds nothing wrong with it.
        """
        unit = tmp_path / UNIT.name
        unit.write_text(UNIT.read_text().replace("/usr/bin/venus-log ", "/bin/true "))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)

        assert [line for line in done.stderr.splitlines() if UNIT.name in line] == []
