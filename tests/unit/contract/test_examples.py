"""Example events: the folder is the assertion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venus_logging import contract
from venus_logging.testing import full_event, mutations

EXAMPLES = Path(__file__).parents[2] / "examples"
VALID = sorted((EXAMPLES / "events" / "valid").glob("*.json"))
INVALID = sorted((EXAMPLES / "events" / "invalid").glob("*.json"))
TYPED = sorted((EXAMPLES / "events" / "typed").iterdir())
LEAST_FAULTS = 4


def read(path):
    return json.loads(path.read_text())


def codes(event):
    return [[problem.path, problem.code] for problem in contract.check(event)]


class TestExamples:
    @pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
    def test_valid(self, path):
        """
        An event in the folder valid has no problem.
        """
        assert contract.check(read(path)) == []

    @pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
    def test_invalid(self, path):
        """
        An event in the folder invalid has exactly the problems that stand beside it.
        """
        example = read(path)

        assert codes(example["event"]) == example["expected"]

    def test_there(self):
        """
        Neither folder has run empty.
        """
        assert (len(VALID) >= 15, len(INVALID) >= 30) == (True, True)


class TestTyped:
    def test_all(self):
        """
        Every event of the registry has a folder of examples, and no folder is left over.
        """
        assert [path.name for path in TYPED] == sorted(contract.event_names())

    @pytest.mark.parametrize("folder", TYPED, ids=lambda path: path.name)
    def test_valid(self, folder):
        """
        The valid example is an event of the folder's name and keeps the contract.
        """
        event = read(folder / "valid.json")

        assert (event["event_name"], contract.check(event)) == (folder.name, [])

    @pytest.mark.parametrize("folder", TYPED, ids=lambda path: path.name)
    def test_invalid(self, folder):
        """
        Each invalid example changes the valid one, and has the one problem that stands beside it.
        """
        event, faults = read(folder / "valid.json"), read(folder / "invalid.json")

        got = {
            fault["says"]: codes(
                {
                    name: value
                    for name, value in (event | fault.get("set", {})).items()
                    if name not in fault.get("without", ())
                }
            )
            for fault in faults
        }

        assert (len(got) >= LEAST_FAULTS, got) == (True, {fault["says"]: [fault["expected"]] for fault in faults})


class TestMessages:
    def test_golden(self):
        """
        A message names the attribute, what was expected and what was got; forty of them stand as written.
        """
        golden = read(EXAMPLES / "messages.json")
        faults = dict(mutations(full_event("compute.instance.create")))

        got = [[name, *map(str, contract.check(faults[name]))] for name, _ in golden]

        assert (len(golden), got) == (40, golden)
