"""The plugin of flake8, called as flake8 calls it."""

from __future__ import annotations

import ast
from argparse import Namespace

import pytest

from venus_logging.lint.baseline import Baseline
from venus_logging.lint.flake8_plugin import Plugin
from venus_logging.lint.source import check
from venus_logging.statements import Source

TEXT = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\nLOG.info('x %s' % y)\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Makes the configuration of a project, and lets the plugin read it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def configured(text: str = "") -> None:
        (tmp_path / "tox.ini").write_text(f"[venus-logging]\n{text}\n")
        monkeypatch.setattr(Plugin, "_config", Plugin._config)
        monkeypatch.setattr(Plugin, "_baseline", Plugin._baseline)
        Plugin.parse_options(Namespace())

    return configured


def found(filename="./nova/x.py"):
    """What the plugin says about the text."""
    return [(line, column, text[:6]) for line, column, text, _ in _run(filename)]


def _run(filename):
    return Plugin(ast.parse(TEXT), filename, TEXT.splitlines(keepends=True)).run()


class TestPlugin:
    def test_finding(self, project):
        """
        Lines count from 1 and columns from 0, as flake8 has them; the code stands first.
        """
        project()
        assert found() == [(3, 9, "VLP201")]

    @pytest.mark.parametrize(
        ("option", "expected"),
        [
            ("severity = error", 1),
            ("ignore = VLP201", 1),
            ("per-file-ignores = nova/*: VLP201", 0),
            ("exclude = x.*", 0),
        ],
    )
    def test_config(self, project, option, expected):
        """
        The project's configuration counts, but select and ignore are flake8's own.
        """
        project(option)
        assert len(found()) == expected

    def test_tests(self, project):
        """
        Files of tests are left out, as by the command.
        """
        project()
        assert found("./nova/tests/x.py") == []

    def test_baseline(self, project, tmp_path):
        """
        Known findings are not reported, and the plugin writes nothing.
        """
        project()
        (tmp_path / "nova").mkdir()
        (tmp_path / "nova" / "x.py").touch()
        known = check(Source("nova/x.py", "x", TEXT))
        Baseline(tmp_path / "lint.json").renewed(known, ["nova/x.py"]).write()
        before = (tmp_path / "lint.json").read_bytes()
        project("baseline = lint.json")

        assert (found(), (tmp_path / "lint.json").read_bytes()) == ([], before)
