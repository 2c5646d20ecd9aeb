"""A scenario and the rule on failures name only attributes of the registry, and only those that are no draft.

Good: ``openstack.instance.id`` in ``required``. Bad: ``openstack.instanze.id``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "known"


def check(specs: Specs) -> Iterator[str]:
    """One line per unknown attribute and where it is named."""
    names = {each.name for each in specs.attributes}
    for scenario in specs.scenarios:
        for name in (*scenario.required, *scenario.recommended):
            if name not in names:
                yield f"{scenario.id} names unknown attribute {name}"
    for name in specs.record.failure["required"]:
        if name not in names:
            yield f"the rule on failures names unknown attribute {name}"
