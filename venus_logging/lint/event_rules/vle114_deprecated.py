"""No attribute is one that another has replaced.

Questions find both names for as long as a major version lasts; after it the old one is an unknown attribute.

Bad, if the registry renamed `openstack.tenant.id`:

    {"openstack.tenant.id": "049f9e02c8a346989b0688ea06e48b1d"}

Good:

    {"openstack.project.id": "049f9e02c8a346989b0688ea06e48b1d"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging import contract
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]


def check(record: Record) -> Iterator[Fault]:
    """Attributes that have another name now."""
    for name in () if record.format else record.event:
        known = contract.attribute(name)
        if known is not None and known.renamed_to:
            yield Fault(name, f"renamed to {known.renamed_to}")


RULE = EventRule("VLE114", "deprecated", "warning", "no attribute that another has replaced", check)
