"""Hostile records as they are drawn by the million, here by the thousand: see tests/faults/hostile.py."""

from __future__ import annotations

from hostile import Trial

RECORDS = 5_000


class TestTrial:
    def test_clean(self, tmp_path):
        """
        Nothing is raised, lost, broken, wrong or leaked, and damage is said.
        """
        trial = Trial(tmp_path / "hostile.events.jsonl", seed=7)
        *_, outcome = trial.run(RECORDS)

        assert (outcome.examples, outcome.clean, outcome.records >= RECORDS) == ([], True, True)
        assert 0 < outcome.flagged < outcome.records
