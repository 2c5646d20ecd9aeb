"""Scenario tags of the recorded runs beside what the recorded requests asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import scan

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "recognition.py"
RUNS = ("run-json", "run-debug", "run-info")
SILENT = {"identity.token.issue", "network.network.create"}
AT_DEBUG = {"compute.instance.start", "compute.instance.stop", "compute.instance.resize"}


@pytest.fixture(scope="module")
def results():
    """What the benchmark measures on each run."""
    folders = [str(scan.DATA / name) for name in RUNS]
    run = subprocess.run([sys.executable, SCRIPT, "--json", *folders], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


class TestRecognition:
    @pytest.mark.parametrize("run", RUNS)
    def test_precision(self, results, run):
        """
        A tag is right wherever a request says what its chain is, but for the clean-up of a build that failed.
        """
        wrong = {tag for tag, began, *_ in results[run]["false"]}
        chains = {began for _, began, *_ in results[run]["false"]}

        assert (wrong, chains) == ({"compute.instance.delete"}, {"compute.instance.create"})

    @pytest.mark.parametrize("run", RUNS)
    def test_recall(self, results, run):
        """
        Every accepted request is recognised if its services log anything that marks it at that level.
        """
        missed = {
            name: row["chains"] - row["found"]
            for name, row in results[run]["rows"].items()
            if row["begun"] and row["found"] < row["chains"]
        }

        assert missed.keys() - SILENT == (AT_DEBUG if run == "run-info" else set())

    def test_many(self, results):
        """
        The comparison has enough tags and chains to say something.
        """
        rows = [row for result in results.values() for row in result["rows"].values() if row["begun"]]

        assert (sum(row["right"] for row in rows) >= 500, sum(row["found"] for row in rows) >= 150) == (True, True)
