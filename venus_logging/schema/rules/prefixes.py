"""No name is a dotted prefix of another.

OpenSearch turns dots into objects: ``openstack.scenario`` beside ``openstack.scenario.source`` collides at index time.

Good: ``openstack.scenario.id``, ``openstack.scenario.source``.
Bad: ``openstack.scenario``, ``openstack.scenario.source``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "prefixes"


def check(specs: Specs) -> Iterator[str]:
    """One line per name that stands inside another."""
    names = {each.name for each in specs.attributes}
    for name in sorted(names):
        parts = name.split(".")
        for length in range(1, len(parts)):
            head = ".".join(parts[:length])
            if head in names:
                yield f"{head} is a prefix of {name}"
