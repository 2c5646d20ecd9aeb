"""The example of testing in other projects runs."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "testing"


@pytest.mark.skipif(find_spec("fixtures") is None, reason="the package fixtures is not installed")
class TestExample:
    def test_runs(self):
        """
        The tests of the example pass, with pytest's fixture and with fixtures.
        """
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(EXAMPLE), "."]
        run = subprocess.run(words, cwd=EXAMPLE, capture_output=True, text=True, check=False)

        assert (run.returncode, run.stdout.splitlines()[-1].partition(" in ")[0]) == (0, "4 passed")
