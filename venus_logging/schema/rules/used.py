"""An attribute of one domain belongs to a scenario of that domain or another; what no scenario uses is a draft.

Good: ``openstack.flavor.id``, recommended by ``compute.instance.create``.
Bad: ``openstack.amphora.id`` in the registry while load balancers are still drafts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "used"


def check(specs: Specs) -> Iterator[str]:
    """One line per attribute of a scenario's domain that no scenario names."""
    domains = {scenario.domain for scenario in specs.scenarios} - {"common"}
    named = {name for scenario in specs.scenarios for name in (*scenario.required, *scenario.recommended)}
    for each in specs.attributes:
        if each.domain in domains and each.name not in named:
            yield f"{each.name} is used by no scenario"
