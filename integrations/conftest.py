"""A small service under git, on whose change the integrations are tried."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

OLD = """from oslo_log import log as logging

LOG = logging.getLogger(__name__)


def delete(volume):
    LOG.info(f'Deleted {volume.name}')
"""
NEW = """

def create(volume):
    LOG.error('Volume %(name)s has no host', {'pool': volume.pool})
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with an old fault in its first commit, and a new one in its second, on a branch of its own.

    Args:
        folder: its working tree; the package is ``shelf``, the first commit ``origin/main``.
    """

    folder: Path

    def run(self, *words: object, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in the repository, with the commands of this Python first."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, **variables}
        return subprocess.run(
            [str(word) for word in words], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def git(self, *words: str) -> None:
        """Runs git, as somebody."""
        identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
        done = self.run("git", *identity, *words)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose change adds one fault to the one that it has."""
    made = Project(tmp_path / "project")
    package = made.folder / "shelf"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "volumes.py").write_text(OLD)
    made.git("init", "-q", "-b", "main")
    made.git("add", ".")
    made.git("commit", "-q", "-m", "first")
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    made.git("checkout", "-q", "-b", "change")
    (package / "volumes.py").write_text(OLD + NEW)
    made.git("commit", "-q", "-a", "-m", "second")
    return made
