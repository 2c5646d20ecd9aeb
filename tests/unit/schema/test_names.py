"""Names of the contract as types."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

import venus_logging.contract.names as generated
from venus_logging import contract
from venus_logging.schema import load
from venus_logging.schema.names import names
from venus_logging.schema.specs import PHASES

ROOT = Path(__file__).parents[3]


class TestNames:
    def test_committed(self):
        """
        The module that is committed is the one that specs/ generates now.
        """
        assert Path(generated.__file__).read_text() == names(load(ROOT / "specs"))

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            (generated.AttributeName, set(contract.attributes())),
            (generated.EventName, {path.stem for path in (ROOT / "specs" / "scenarios").glob("*.yaml")}),
            (generated.Outcome, set(contract.attributes()["openstack.operation.outcome"].values)),
            (generated.Phase, set(PHASES)),
        ],
        ids=["attributes", "events", "outcomes", "phases"],
    )
    def test_members(self, kind, expected):
        """
        A type has exactly the names of the registry.
        """
        assert set(get_args(kind)) == expected

    def test_phases(self):
        """
        Statements and events know the same phases.
        """
        assert contract.attributes()["openstack.operation.phase"].values == PHASES
