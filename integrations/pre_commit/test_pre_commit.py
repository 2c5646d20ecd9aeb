"""The hooks that this repository declares, run by pre-commit from a fresh clone, and by hand."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
CONFIG = """
repos:
  - repo: {clone}
    rev: {revision}
    hooks:
      - id: venus-log-source
"""
PRE_COMMIT = shutil.which("pre-commit")


class TestHooks:
    def test_entry(self, project):
        """
        The entry on the files of a commit finds its faults, with exit status 1.
        """
        done = project.run(*shlex.split(HOOKS["venus-log-source"]["entry"]), "shelf/volumes.py", "--format", "github")
        assert (done.returncode, [line.partition("::")[2].partition(" ")[0] for line in done.stdout.splitlines()]) == (
            1,
            ["error", "error"],
        )

    def test_events(self, project):
        """
        The entry for events refuses what is no event.
        """
        (project.folder / "x.events.jsonl").write_text("{}\n")
        done = project.run(*shlex.split(HOOKS["venus-log-events"]["entry"]), "x.events.jsonl")
        assert done.returncode == 1

    @pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed (pip install pre-commit)")
    def test_fresh_clone(self, project, tmp_path):
        """
        pre-commit clones this repository, installs it and stops the commit, and lets one without faults pass.
        """
        clone = tmp_path / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        revision = subprocess.run(
            ["git", "-C", str(clone), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
        ).stdout.strip()
        (project.folder / ".pre-commit-config.yaml").write_text(CONFIG.format(clone=clone, revision=revision))
        home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
        installed = project.run(PRE_COMMIT, "install-hooks", **home)
        if "No matching distribution" in installed.stdout:
            pytest.skip("pre-commit finds no index of packages to install the hook from")
        assert installed.returncode == 0, installed.stdout

        faulty = project.run(PRE_COMMIT, "run", "--all-files", **home)
        (project.folder / "shelf" / "volumes.py").write_text("")
        clean = project.run(PRE_COMMIT, "run", "--all-files", **home)

        assert (faulty.returncode, "VLP208" in faulty.stdout, clean.returncode) == (1, True, 0)
