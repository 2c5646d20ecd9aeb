"""The role, run by ansible-playbook on this machine, and the form of the job and its playbook."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent
ROLE = FOLDER / "roles" / "venus-log-lint"
ANSIBLE = shutil.which("ansible-playbook")
PLAYBOOK = """
- hosts: all
  gather_facts: false
  roles: [venus-log-lint]
"""
RETURN = """#!/usr/bin/python3
import json
from ansible.module_utils.basic import AnsibleModule
module = AnsibleModule(argument_spec={"data": {"type": "dict"}})
open("%s", "w").write(json.dumps(module.params["data"]))
module.exit_json(changed=False)
"""


def load(path: Path):
    """A YAML file of this folder."""
    return yaml.safe_load(path.read_text())


class TestForm:
    def test_job(self):
        """
        The job runs a playbook that is there.
        """
        ((job,),) = [each.values() for each in load(FOLDER / "zuul.d" / "jobs.yaml")]
        assert (job["name"], (FOLDER / job["run"]).is_file()) == ("venus-log-lint", True)

    def test_role(self):
        """
        The playbook uses the role of this folder, and the manual names every variable of it.
        """
        ((play),) = load(FOLDER / "playbooks" / "venus-log-lint" / "run.yaml")
        manual = (FOLDER / "README.md").read_text()
        assert play["tasks"][-1]["ansible.builtin.include_role"] == {"name": ROLE.name}
        assert [name for name in load(ROLE / "defaults" / "main.yaml") if f"`{name}`" not in manual] == []


@pytest.mark.skipif(ANSIBLE is None, reason="ansible-playbook is not installed (pip install ansible-core)")
class TestRole:
    @pytest.fixture
    def play(self, project, tmp_path):
        """Runs the role on the project; gives the exit status and what zuul_return was given."""
        (tmp_path / "library").mkdir()
        (tmp_path / "library" / "zuul_return.py").write_text(RETURN % (tmp_path / "returned.json"))
        (tmp_path / "play.yaml").write_text(PLAYBOOK)

        def run(**variables):
            given = {
                "ansible_connection": "local",
                "ansible_python_interpreter": sys.executable,
                "ansible_user_dir": str(tmp_path),
                "zuul": {"project": {"src_dir": "project"}},
                "venus_log_paths": ["shelf"],
                **variables,
            }
            done = project.run(
                ANSIBLE, "-i", "host,", tmp_path / "play.yaml", "-e", json.dumps(given),
                ANSIBLE_ROLES_PATH=str(FOLDER / "roles"), ANSIBLE_LIBRARY=str(tmp_path / "library"),
                ANSIBLE_LOCALHOST_WARNING="false",
            )  # fmt: skip
            return done.returncode, json.loads((tmp_path / "returned.json").read_text())["zuul"]["file_comments"]

        return run

    def test_change(self, play):
        """
        The fault of the change is a comment beside its line, and fails the job.
        """
        status, comments = play()
        assert status != 0
        assert {path: [(each["line"], each["level"]) for each in found] for path, found in comments.items()} == {
            "shelf/volumes.py": [(11, "error")]
        }

    def test_not_voting(self, play):
        """
        A job that does not vote comments, and passes.
        """
        status, comments = play(venus_log_voting=False, venus_log_diff="")
        assert (status, [each["line"] for each in comments["shelf/volumes.py"]]) == (0, [7, 11])

    def test_clean(self, play):
        """
        A change without findings passes, without comments.
        """
        assert play(venus_log_arguments=["--ignore", "VLP2"]) == (0, {})
