"""The service of the examples that uses the event API: its events are accepted, and a chain explains its operations."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from pages import ROOT

from venus_logging import contract

SERVICE = ROOT / "examples" / "operations" / "compute.py"
REQUEST = "req-00000000-0000-4000-8000-00000000000"
CREATE, BIND = "compute.instance.create", "network.port.bind"
COLUMNS = ("severity_text", "event_name", "openstack.operation.phase", "openstack.error.code")


@pytest.fixture(scope="module", params=["native", "green"])
def folder(request, tmp_path_factory):
    """A folder in which the service has run, and its events were read into a store."""
    if request.param == "green" and find_spec("eventlet") is None:
        pytest.skip("eventlet is not installed")
    place = tmp_path_factory.mktemp(request.param)
    arguments = ["--green"] if request.param == "green" else []
    subprocess.run([sys.executable, str(SERVICE), *arguments], cwd=place, check=True, capture_output=True)
    run(place, "ingest", "compute.events.jsonl", "--store", "store")
    return place


def run(folder, *words):
    """What the command prints, run in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "venus_logging.cli", *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def chain(folder, number):
    """The events of one request, in order."""
    lines = run(folder, "chain", f"{REQUEST}{number}", "--store", "store", "--format", "jsonl").splitlines()
    return [json.loads(line) for line in lines]


class TestOperations:
    def test_valid(self, folder):
        """
        Every event keeps the contract, that of its name included.
        """
        events = [json.loads(line) for line in (folder / "compute.events.jsonl").read_bytes().splitlines()]

        assert [contract.check(each) + contract.check_typed(each) for each in events] == [[]] * 15
        assert [each[contract.INVALID] for each in events if contract.INVALID in each] == []

    def test_lint(self, folder):
        """
        The lint has nothing against them.
        """
        assert run(folder, "lint", "events", "compute.events.jsonl") == ""

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            (2, [("INFO", CREATE, "start", None), ("WARNING", CREATE, "failure", "compute.quota.exceeded")]),
            (3, [("INFO", CREATE, "start", None), ("ERROR", CREATE, "failure", "compute.scheduler.no-valid-host")]),
            (
                4,
                [
                    ("INFO", CREATE, "start", None),
                    ("INFO", CREATE, "step", None),
                    ("INFO", BIND, "success", None),
                    ("ERROR", BIND, "failure", "network.port.binding-failed"),
                    ("ERROR", CREATE, "failure", "compute.instance.build-failed"),
                ],
            ),
        ],
    )
    def test_failed(self, folder, number, expected):
        """
        The chain of a request that failed says what failed, inside of what, and why.
        """
        events = chain(folder, number)

        assert [tuple(each.get(name) for name in COLUMNS) for each in events] == expected
        assert {each["openstack.scenario.id"] for each in events} == {CREATE}

    def test_succeeded(self, folder):
        """
        The chain of one that succeeded has its steps, its threads and a duration that includes theirs.
        """
        events = chain(folder, 1)
        phases = [each.get("openstack.operation.phase") for each in events]
        *inner, whole = [
            each["openstack.operation.duration"] for each in events if "openstack.operation.duration" in each
        ]

        assert (phases, max(inner) <= whole) == (["start", "step", "success", "success", None, "success"], True)

    def test_ignored(self, folder):
        """
        What a run leaves in the checkout is ignored by git.
        """
        assert any(Path(line).match("examples/operations/*") for line in (ROOT / ".gitignore").read_text().splitlines())
