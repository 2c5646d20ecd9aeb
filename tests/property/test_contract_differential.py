"""The differential run of the benchmarks, a sample of it: three judges, no difference."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "differential.py"


class TestDifferential:
    def test_sample(self):
        """
        Over a thousand events, of which a third at least are valid, all three judges agree.
        """
        run = subprocess.run([sys.executable, SCRIPT, "1000", "7"], capture_output=True, text=True, check=False)

        assert (run.returncode, run.stdout.split(", ")[1]) == (0, "seed 7: 0 differences")
