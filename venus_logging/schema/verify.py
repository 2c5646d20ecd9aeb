"""Compares the statements of scenarios with the log statements of real source."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.schema.specs import Specs
    from venus_logging.schema.specs import Statement as Wanted
    from venus_logging.statements import Statement

__all__ = ["Reworded", "verify"]

_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Reworded:
    """A statement of a scenario that the source does not have.

    Args:
        scenario: the scenario that quotes it.
        logger: the logger it should have.
        format: the format it should have.
        present: what the source has instead: the same format elsewhere, or the most similar one of that logger; None
            when there is nothing like it.
    """

    scenario: str
    logger: str
    format: str
    present: Statement | None


def verify(specs: Specs, statements: Iterable[Statement]) -> list[Reworded]:
    """The statements of scenarios that the source does not have, in the order of the scenarios.

    Loggers of packages that the source does not hold at all are left out.

    Args:
        specs: the scenarios.
        statements: the log statements of the source.
    """
    found = list(statements)
    known = {(each.logger, each.format) for each in found}
    quoted = {(each.logger, each.format) for scenario in specs.scenarios for each in scenario.statements}
    # NOTE: what another rule quotes is no new form of this one.
    free = [each for each in found if (each.logger, each.format) not in quoted]
    packages = {each.logger.partition(".")[0] for each in found}
    return [
        Reworded(scenario.id, wanted.logger, wanted.format, _present(wanted, found, free))
        for scenario in specs.scenarios
        for wanted in scenario.statements
        if wanted.logger.partition(".")[0] in packages and (wanted.logger, wanted.format) not in known
    ]


def _present(wanted: Wanted, found: list[Statement], free: list[Statement]) -> Statement | None:
    moved = next((each for each in found if each.format == wanted.format), None)
    if moved is not None:
        return moved
    near = [(_likeness(wanted.format, each.format), each) for each in free if each.logger == wanted.logger]
    ratio, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return best if ratio >= _ALIKE else None


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
