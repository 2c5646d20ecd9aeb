"""A statement marks one phase of its scenario, and says its text where the format is gone at run time.

Good: ``style: var_eager`` with ``text: Image {id} is gone``.
Bad: the same logger and format as ``start`` and as ``success`` of one scenario.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.schema.statements import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import ScenarioSpec, Specs

ID: Final = "statements"


def check(specs: Specs) -> Iterator[str]:
    """One line per ambiguous statement, per missing or superfluous text, and per text with a stray brace."""
    for scenario in specs.scenarios:
        yield from _phases(scenario)
        yield from _texts(scenario)


def _phases(scenario: ScenarioSpec) -> Iterator[str]:
    phases: dict[tuple[str, str], str] = {}
    for each in scenario.statements:
        known = phases.setdefault((each.logger, each.format), each.phase)
        if known != each.phase:
            yield f"{scenario.id}: {each.format!r} of {each.logger} is both {known} and {each.phase}"


def _texts(scenario: ScenarioSpec) -> Iterator[str]:
    for each in scenario.statements:
        if bool(each.text) != (each.style == "var_eager"):
            yield f"{scenario.id}: {each.format!r} of style {each.style} has text {each.text!r}"
        elif any(brace in part for part in parts(each) for brace in "{}") and each.text:
            yield f"{scenario.id}: text {each.text!r} has a brace that is no {{argument}}"
