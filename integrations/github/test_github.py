"""The workflow to copy: its form, and its steps run on a service."""

from __future__ import annotations

from pathlib import Path

import yaml

WORKFLOW = yaml.safe_load(Path(__file__).with_name("logs.yml").read_text())
STEPS = WORKFLOW["jobs"]["lint"]["steps"]


def lint(project):
    """What the last step of the workflow says, run as GitHub runs a step."""
    return project.run("bash", "-e", "-o", "pipefail", "-c", STEPS[-1]["run"], GITHUB_BASE_REF="main")


class TestWorkflow:
    def test_form(self):
        """
        Every step uses an action of a fixed version or runs a command, and the token may only read.
        """
        # NOTE: YAML 1.1 reads the key `on` as true.
        assert (WORKFLOW[True], WORKFLOW["permissions"]) == ("pull_request", {"contents": "read"})
        assert [("@v" in step["uses"]) if "uses" in step else bool(step["run"]) for step in STEPS] == [True] * 4

    def test_change(self, project):
        """
        The step annotates the line that the change added, and no other, and fails.
        """
        done = lint(project)
        assert (done.returncode, done.stdout) == (
            1,
            "::error file=shelf/volumes.py,line=11,endLine=11,col=5,title=VLP208::the line cannot be formatted: no "
            "argument is called name; it asks for name; it gets pool\n",
        )

    def test_clean(self, project):
        """
        A change without a fault passes.
        """
        project.git("reset", "-q", "--hard", "origin/main")
        (project.folder / "shelf" / "new.py").write_text("VALUE = 1\n")

        assert lint(project).returncode == 0
