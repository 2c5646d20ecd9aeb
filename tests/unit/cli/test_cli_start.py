"""How a process begins and ends before there is a command line: interrupted, or without a library."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOADING = """
import runpy, sys
class Loading:
    def find_spec(self, name, *_):
        if name == {name!r}:
            raise {problem}
sys.meta_path.insert(0, Loading())
sys.argv[1:] = {words!r}
runpy.run_module("venus_logging.cli", run_name="__main__")
"""


def start(name: str, problem: str, *words: str) -> tuple[int, str, str]:
    """How venus-log ends if loading a module raises something."""
    code = LOADING.format(name=name, problem=problem, words=list(words))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class TestStart:
    @pytest.mark.parametrize("name", ["venus_logging.cli.main", "click", "venus_logging.cli.search"])
    def test_interrupted(self, name):
        """
        Control-C while modules are loaded is one line and exit status 130, as it is later.
        """
        status, out, err = start(name, "KeyboardInterrupt", "search")

        assert (status, out, err.strip()) == (130, "", "error: interrupted")

    def test_script(self):
        """
        The installed command begins where that is caught.
        """
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

        assert project["scripts"] == {"venus-log": "venus_logging.cli.__main__:main"}

    def test_missing_library(self):
        """
        A command that lacks a library says what to install, from an index or from the checkout; exit status 3.
        """
        got = start("yaml", "ModuleNotFoundError('no', name='yaml')", "schema", "generate", "--check")

        assert got == (
            3,
            "",
            "error: this command needs yaml; pip install 'venus-logging[lint]', or '.[lint]' in its checkout\n",
        )
