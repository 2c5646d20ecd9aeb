"""An argument of log calls is one attribute.

Good: ``volume_id`` for ``openstack.volume.id``. Bad: ``host`` for both ends of a migration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "arguments"


def check(specs: Specs) -> Iterator[str]:
    """One line per argument that more than one attribute claims."""
    owner: dict[str, str] = {}
    for each in specs.attributes:
        for name in each.arguments:
            if owner.setdefault(name, each.name) != each.name:
                yield f"argument {name} of {each.name} already is {owner[name]}"
