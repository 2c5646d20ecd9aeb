"""Example events: the folder is the assertion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venus_logging import contract

EXAMPLES = Path(__file__).parents[2] / "examples" / "events"
VALID = sorted((EXAMPLES / "valid").glob("*.json"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.json"))


class TestExamples:
    @pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
    def test_valid(self, path):
        """
        An event in the folder valid has no problem.
        """
        assert contract.check(json.loads(path.read_text())) == []

    @pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
    def test_invalid(self, path):
        """
        An event in the folder invalid has exactly the problems that stand beside it.
        """
        example = json.loads(path.read_text())

        got = [[problem.path, problem.code] for problem in contract.check(example["event"])]

        assert got == example["expected"]

    def test_there(self):
        """
        Neither folder has run empty.
        """
        assert (len(VALID) >= 15, len(INVALID) >= 30) == (True, True)
