"""Example logs: the folder is the assertion, ``expected.json`` beside the log says what becomes of it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from ingesting import Ingester

EXAMPLES = Path(__file__).parents[2] / "examples" / "logs"
CASES = sorted(EXAMPLES.iterdir())


def outcome(case: Path) -> dict[str, object]:
    """Account, events (without the schema's version) and rejects of the one log in a folder."""
    (log,) = (path for path in case.iterdir() if path.name != "expected.json")
    with TemporaryDirectory() as folder:
        ingester = Ingester(Path(folder))
        with ingester.state:
            path = ingester.folder / log.name
            path.write_bytes(log.read_bytes())
            os.utime(path, (0, 0))  # long ago: nothing waits
            (report,) = ingester.read(path)
            counts = {name: value for name, value in asdict(report).items() if name != "file" and value}
            events = [
                {name: value for name, value in sorted(event.items()) if name != "schema_url"}
                for event in ingester.events()
            ]
            # NOTE: what is said of broken JSON depends on the parser that is installed.
            rejects = [
                ["not JSON" if reason.startswith("not JSON") else reason, raw] for reason, raw in ingester.rejects()
            ]
            return {"account": counts, "events": events, "rejects": rejects}


class TestExamples:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
    def test_as_expected(self, case):
        """
        The log becomes exactly the events and rejects that stand beside it.
        """
        assert outcome(case) == json.loads((case / "expected.json").read_text())

    def test_there(self):
        """
        The folder has not run empty.
        """
        assert len(CASES) >= 17
