"""The command line, and a store that holds the logs of the quickstart."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from pages import ROOT


@pytest.fixture(scope="session")
def venus_log(tmp_path_factory):
    """Runs ``venus-log`` words in the checkout, on the store of the quickstart's logs."""
    store = tmp_path_factory.mktemp("docs") / "store"

    def run(words: str) -> str:
        return subprocess.run(
            f"{sys.executable} -m venus_logging.cli.main {words}",
            shell=True,
            cwd=ROOT,
            env={**os.environ, "VENUS_LOG_STORE": str(store)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    run("ingest examples/quickstart/logs --host node-1")
    return run
