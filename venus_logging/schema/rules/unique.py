"""Every attribute stands once in the registry, and a scenario's id begins with its domain.

Good: ``compute.instance.create`` in domain ``compute``. Bad: ``process.pid`` in two files.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "unique"


def check(specs: Specs) -> Iterator[str]:
    """One line per repeated name and per scenario under a wrong domain."""
    for name, count in Counter(each.name for each in specs.attributes).items():
        if count > 1:
            yield f"{name} stands {count} times"
    for scenario in specs.scenarios:
        if not scenario.id.startswith(f"{scenario.domain}."):
            yield f"{scenario.id} is not in its domain {scenario.domain}"
