"""A pattern of an attribute means the same in Python, ECMAScript and Rust.

Classes such as ``\\d`` and ``\\s`` differ in what they match beyond ASCII; anchors are added when schemas are written.

Good: ``[0-9a-f]{16}``. Bad: ``^\\d+$``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import Specs

ID: Final = "patterns"
_DIFFERS: Final = re.compile(r"\\[dDsSwWbBAZz]|\(\?|^\^|\$$")


def check(specs: Specs) -> Iterator[str]:
    """One line per pattern that is none, or that dialects read differently."""
    for each in specs.attributes:
        if found := _DIFFERS.search(each.pattern):
            yield f"{each.name}: {found[0]} in pattern {each.pattern} differs between dialects"
        elif fault := _fault(each.pattern.replace("{base}", specs.base)):
            yield f"{each.name}: pattern {each.pattern}: {fault}"


def _fault(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""
