"""An attribute is used by a typed event or is part of any record; what no scenario uses is a draft.

Attributes of scope record and resource, and those that say how far any operation got, are part of any record.

Good: ``openstack.flavor.id``, recommended by ``compute.instance.create``.
Bad: ``openstack.amphora.id`` in the registry while load balancers are still drafts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "used"
_ANY_OPERATION: Final = "operation"


def check(specs: Specs) -> Iterator[str]:
    """One line per attribute that only some event could have, and that no scenario names."""
    named = {name for scenario in specs.scenarios for name in (*scenario.required, *scenario.recommended)}
    for each in specs.attributes:
        if each.scope == "event" and each.domain != _ANY_OPERATION and not each.deprecated and each.name not in named:
            yield f"{each.name} is used by no scenario"
