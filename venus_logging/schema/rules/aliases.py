"""An alias means one attribute, and is never the name of another.

Good: ``level`` for ``severity_text``. Bad: ``user`` for both ``user.id`` and ``user.name``; ``body`` for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "aliases"


def check(specs: Specs) -> Iterator[str]:
    """One line per alias that is taken."""
    taken = {each.name: each.name for each in specs.attributes}
    for each in specs.attributes:
        for alias in each.aliases:
            if alias in taken:
                yield f"alias {alias} of {each.name} already means {taken[alias]}"
            taken[alias] = each.name
