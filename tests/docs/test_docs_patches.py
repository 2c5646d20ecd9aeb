"""The patches of nova and neutron: they apply to the released versions, and give the events that the page names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pages import ROOT

from venus_logging import contract

PATCHES = ROOT / "examples" / "patches"
CLOUD = Path(os.environ.get("MINICLOUD_HOME", "~/.minicloud")).expanduser() / "venv"
# What is patched, in which version, and the levels, phases and codes that come of it.
PROJECTS = {
    "nova": (
        "34.0.0",
        "nova/compute/manager.py",
        "compute.instance.create",
        [
            ("INFO", "start", None),
            ("INFO", "success", None),
            ("INFO", "start", None),
            ("ERROR", "failure", "compute.instance.build-failed"),
        ],
    ),
    "neutron": (
        "29.0.0",
        "neutron/plugins/ml2/plugin.py",
        "network.port.bind",
        [
            ("INFO", "start", None),
            ("INFO", "success", None),
            ("INFO", "start", None),
            ("WARNING", "failure", "network.port.binding-failed"),
        ],
    ),
}
SHOWN = ("severity_text", "openstack.operation.phase", "openstack.error.code")


@pytest.fixture(scope="module", params=PROJECTS)
def patched(request, tmp_path_factory):
    """A project's name, and its patched file in a copy of its folders."""
    version, file, *_ = PROJECTS[request.param]
    found = list(CLOUD.glob(f"lib/python3*/site-packages/{request.param}-{version}.dist-info"))
    if not found:
        pytest.skip(f"{request.param} {version} is not installed in {CLOUD}")
    copy = tmp_path_factory.mktemp(request.param) / file
    copy.parent.mkdir(parents=True)
    shutil.copy(found[0].parent / file, copy)
    root = copy.parents[file.count("/")]
    subprocess.run(["git", "apply", str(PATCHES / f"{request.param}.patch")], cwd=root, check=True)
    return request.param, copy


@pytest.fixture(scope="module")
def events(patched, tmp_path_factory):
    """What the patched function says."""
    name, copy = patched
    path = tmp_path_factory.mktemp("events") / f"{name}.events.jsonl"
    command = [CLOUD / "bin" / "python", "-W", "ignore", PATCHES / f"run_{name}.py", copy, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return [json.loads(line) for line in path.read_bytes().splitlines()]


class TestPatches:
    @pytest.mark.parametrize("name", PROJECTS)
    def test_whole(self, name):
        """
        A patch is well-formed, and changes one file.
        """
        got = subprocess.run(
            ["git", "apply", "--numstat", str(PATCHES / f"{name}.patch")], check=True, capture_output=True, text=True
        )

        assert [line.split("\t")[2] for line in got.stdout.splitlines()] == [PROJECTS[name][1]]

    def test_events(self, patched, events):
        """
        The typed events have the levels, phases and codes of the page.
        """
        *_, event_name, expected = PROJECTS[patched[0]]
        typed = [each for each in events if each.get("event_name") == event_name]

        assert [tuple(each.get(name) for name in SHOWN) for each in typed] == expected

    def test_valid(self, events):
        """
        They keep the contract, and so do the classic lines beside them.
        """
        assert [contract.check(each) + contract.check_typed(each) for each in events] == [[]] * len(events)
        assert [each[contract.INVALID] for each in events if contract.INVALID in each] == []

    def test_page(self, events):
        """
        Every attribute that the page names is in one of them.
        """
        page = (PATCHES / "README.md").read_text()
        named = [name for name in contract.attributes() if f"`{name}`" in page]
        has = {name for each in events for name in each}

        assert {name for name in named if name.startswith(("openstack.operation", "event"))} <= has
