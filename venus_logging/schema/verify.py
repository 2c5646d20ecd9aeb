"""Compares the statements of scenarios with the log statements of real source."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from venus_logging.schema.specs import Specs
    from venus_logging.schema.specs import Statement as Wanted
    from venus_logging.statements import Statement

__all__ = ["Difference", "packages", "quoted", "verify"]

Kind: TypeAlias = Literal["level", "moved", "reworded", "gone"]
_ALIKE: Final = 0.6
_ANY_LEVEL: Final = "?"


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement of a scenario that the source does not have as it is quoted.

    Args:
        scenario: the scenario that quotes it.
        kind: level (the same statement at another level), moved (the same format elsewhere), reworded (something like
            it) or gone (nothing like it).
        logger: the logger it should have.
        level: the level it should have, or several.
        format: the format it should have.
        present: what the source has instead; None when there is nothing like it.
    """

    scenario: str
    kind: Kind
    logger: str
    level: str
    format: str
    present: Statement | None


def packages(specs: Specs) -> set[str]:
    """The Python packages whose statements the scenarios quote."""
    return {_package(wanted.logger) for _, wanted in _wanted(specs)}


def quoted(specs: Specs, statements: Iterable[Statement]) -> int:
    """How many statements of the scenarios are of packages that the source holds.

    Args:
        specs: the scenarios.
        statements: the log statements of the source.
    """
    held = {_package(each.logger) for each in statements}
    return sum(_package(wanted.logger) in held for _, wanted in _wanted(specs))


def verify(specs: Specs, statements: Sequence[Statement]) -> list[Difference]:
    """The statements of scenarios that the source has otherwise or not at all, in the order of the scenarios.

    Loggers of packages that the source does not hold are left out.

    Args:
        specs: the scenarios.
        statements: the log statements of the source.
    """
    known: dict[tuple[str, str], list[Statement]] = {}
    for each in statements:
        known.setdefault((each.logger, each.format), []).append(each)
    taken = {(wanted.logger, wanted.format) for _, wanted in _wanted(specs)}
    # NOTE: what another rule quotes is no new form of this one.
    free = [each for each in statements if (each.logger, each.format) not in taken]
    held = {_package(each.logger) for each in statements}
    found = []
    for scenario, wanted in _wanted(specs):
        if _package(wanted.logger) not in held:
            continue
        same = known.get((wanted.logger, wanted.format))
        kind, present = _present(wanted, statements, free) if same is None else _levels(wanted, same)
        if kind is not None:
            level = wanted.level if isinstance(wanted.level, str) else " or ".join(wanted.level)
            found.append(Difference(scenario, kind, wanted.logger, level, wanted.format, present))
    return found


def _wanted(specs: Specs) -> Iterator[tuple[str, Wanted]]:
    return ((scenario.id, wanted) for scenario in specs.scenarios for wanted in scenario.statements)


def _package(logger: str) -> str:
    return logger.partition(".")[0]


def _levels(wanted: Wanted, same: Sequence[Statement]) -> tuple[Kind | None, Statement | None]:
    levels = {wanted.level} if isinstance(wanted.level, str) else set(wanted.level)
    fits = any(each.level in levels or each.level == _ANY_LEVEL for each in same)
    return (None, None) if fits else ("level", same[0])


def _present(
    wanted: Wanted, statements: Sequence[Statement], free: Sequence[Statement]
) -> tuple[Kind, Statement | None]:
    moved = next((each for each in statements if each.format == wanted.format), None)
    if moved is not None:
        return "moved", moved
    near = [(_likeness(wanted.format, each.format), each) for each in free if each.logger == wanted.logger]
    ratio, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return ("reworded", best) if ratio >= _ALIKE else ("gone", None)


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
