"""The environments to copy, run on a service."""

from __future__ import annotations

import configparser
import shlex
import shutil
from pathlib import Path

import pytest

FILE = Path(__file__).with_name("tox.ini")
TOX = shutil.which("tox")


def commands(name: str, posargs: str = "") -> list[list[str]]:
    """The commands of an environment, as tox reads them."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(FILE)
    lines = parser[f"testenv:{name}"]["commands"].strip().splitlines()
    return [shlex.split(line.replace("{posargs}", posargs)) for line in lines]


@pytest.fixture
def service(project):
    """The project with the file of this folder, and a baseline of what it had before its change."""
    shutil.copy(FILE, project.folder)
    project.git("checkout", "-q", "main")
    (words,) = commands("logs-baseline")
    assert project.run(*words).returncode == 0
    project.git("checkout", "-q", "change")
    return project


class TestTox:
    def test_change(self, service):
        """
        Only the fault of the change is reported.
        """
        (words,) = commands("logs")
        done = service.run(*words, "--format", "github")
        assert (done.returncode, [line.partition("title=")[2][:6] for line in done.stdout.splitlines()]) == (
            1,
            ["VLP208"],
        )

    def test_posargs(self, service):
        """
        Arguments behind -- reach the command.
        """
        (words,) = commands("logs", "--diff HEAD")
        assert service.run(*words).returncode == 0

    @pytest.mark.skipif(TOX is None, reason="tox is not installed (pip install tox)")
    def test_known_to_tox(self, service):
        """
        tox itself reads the file, with both environments.
        """
        done = service.run(TOX, "list", "--no-desc")
        assert done.stdout.split() == ["logs", "logs-baseline"]
