"""What mypy says of a project that names events and error codes."""

from __future__ import annotations

from pathlib import Path

import pytest

api = pytest.importorskip("mypy.api", reason="mypy is not installed")

ROOT = Path(__file__).parents[3]
RIGHT = """\
import logging

from venus_logging import emit_event, operation
from venus_logging.emit.operation import ErrorCodes

CODES: ErrorCodes = {KeyError: "compute.scheduler.no-valid-host"}

with operation("compute.instance.create", error_codes=CODES) as work:
    work.fail("compute.quota.exceeded", "no cores left")
operation("compute.instance.create", error_codes={OSError: ("compute.quota.exceeded", logging.WARNING)})
emit_event("compute.service.down", "down", {"x.rack": "r1"})
"""


class TestMypy:
    def test_typos(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A misspelt event and a misspelt code are found, wherever they stand; right ones pass."""
        monkeypatch.chdir(ROOT)
        wrong = RIGHT.replace(".create", ".creat").replace("no-valid", "no-vlid").replace("down", "dwn")
        wrong = wrong.replace("quota.exceeded", "quota.exceded")
        for name, text in (("right.py", RIGHT), ("wrong.py", wrong)):
            (tmp_path / name).write_text(text)
        said, _, _ = api.run(["--strict", *(str(tmp_path / name) for name in ("right.py", "wrong.py"))])
        found = [line.split(":") for line in said.splitlines() if ": error:" in line]
        # NOTE: what mypy keeps of a run before may name the folder of that run.
        names = ("right.py", "wrong.py")
        assert [(Path(path).name, int(number)) for path, number, *_ in found if Path(path).name in names] == [
            ("wrong.py", number) for number in (6, 8, 9, 10, 10, 11)
        ]
