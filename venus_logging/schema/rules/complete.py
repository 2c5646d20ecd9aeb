"""A scenario says all that people and programs ask of it: services, statements, error codes, and when it is overdue.

Conditions that meet every service (domain ``common``) have no deadline, and neither has what nothing begins.

Good: ``deadline: 600`` beside a statement of phase ``start``; ``compute.quota.exceeded``.
Bad: a scenario without ``error_codes``; a code of two words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import ScenarioSpec, Specs

ID: Final = "complete"
_CODE: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2}")
_BEGINS: Final = {"request", "start"}


def check(specs: Specs) -> Iterator[str]:
    """One line per thing that a scenario does not say."""
    for scenario in specs.scenarios:
        for key in ("title", "chain", "statements", "error_codes"):
            if not getattr(scenario, key):
                yield f"{scenario.id} has no {key}"
        if _is_begun(scenario) and not scenario.deadline:
            yield f"{scenario.id} is begun and has no deadline"
        for code in scenario.error_codes:
            if not _CODE.fullmatch(code):
                yield f"{scenario.id}: error code {code} is not service-type.area.reason"


def _is_begun(scenario: ScenarioSpec) -> bool:
    return scenario.domain != "common" and any(each.phase in _BEGINS for each in scenario.statements)
