"""The tiny service of the examples: what it logs arrives as events, and is found by its request."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pages import ROOT

from venus_logging import contract, store
from venus_logging.analyse import chain
from venus_logging.deliver.ini import Ini, render, render_logrotate
from venus_logging.event import json
from venus_logging.ingest import Options, ingest
from venus_logging.store.state import State

EXAMPLE = ROOT / "examples" / "service"
NOW = 1_800_000_000_000_000_000
FAILED = "req-00000000-0000-4000-8000-000000000002"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder in which the service has run."""
    bare = shutil.ignore_patterns("volumes-api.*")
    place = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("service") / "s", ignore=bare))
    subprocess.run([sys.executable, "service.py", "--config-file", "service.conf"], cwd=place, check=True)
    return place


class TestService:
    def test_ini(self):
        """
        The example's INI is what the command prints.
        """
        ini = Ini("volumes-api", ".")
        assert (EXAMPLE / "logging.ini").read_text().startswith(render(ini))
        assert all(f"# {line}" in (EXAMPLE / "logging.ini").read_text() for line in render_logrotate(ini).splitlines())

    def test_valid(self, folder):
        """
        Every record is one event that keeps the contract.
        """
        events = [json.decode(line) for line in (folder / "volumes-api.events.jsonl").read_bytes().splitlines()]
        assert [contract.check(event) for event in events] == [[], [], []]

    def test_chain(self, folder, tmp_path):
        """
        The failed request is found by its id, with its subject, its exception and without its password.
        """
        names = ("severity_text", "openstack.resource.type", "openstack.project.id", "exception.message")
        with store.open("memory:", "w") as opened, State.open(tmp_path) as state:
            list(ingest([folder / "volumes-api.events.jsonl"], opened, state, Options("here"), now=lambda: NOW))
            got = [tuple(event.get(name) for name in names) for event in chain(opened, FAILED).events]
        assert got == [
            ("INFO", "block_storage.volume", "demo", None),
            ("ERROR", "block_storage.volume", "demo", "no backend has 1000 GiB, password='***'"),
        ]

    def test_ignored(self, folder):
        """
        What a run leaves in the checkout is ignored by git.
        """
        ignored = [Path(line) for line in (ROOT / ".gitignore").read_text().splitlines() if "examples/service/" in line]
        left = {each.name for each in folder.iterdir()} - {"README.md", "logging.ini", "service.conf", "service.py"}
        assert {name: any((EXAMPLE / name).match(str(line)) for line in ignored) for name in left} == {
            "volumes-api.events.jsonl": True,
            "volumes-api.log": True,
        }

    def test_classic(self, folder):
        """
        The classic text file goes on beside the events.
        """
        assert (
            len([line for line in (folder / "volumes-api.log").read_text().splitlines() if "volumes.api [" in line])
            == 3
        )
