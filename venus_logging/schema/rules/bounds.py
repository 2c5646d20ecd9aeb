"""Bounds, patterns and values stand only where the type has a use for them.

Good: ``minimum`` on an integer, ``pattern`` on a string.
Bad: ``minimum: 10`` with ``maximum: 1``; ``unit`` on a string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import AttributeSpec, Specs

ID: Final = "bounds"
_NUMBERS: Final = ("integer", "number")
_USE: Final = {
    "minimum": _NUMBERS,
    "maximum": _NUMBERS,
    "unit": _NUMBERS,
    "pattern": ("string",),
    "values": ("string",),
    "max_length": ("string", "text", "string[]"),
}


def check(specs: Specs) -> Iterator[str]:
    """One line per key without a use and per empty range."""
    for each in specs.attributes:
        for key in _useless(each):
            yield f"{each.name}: {key} says nothing of type {each.type}"
        if each.minimum is not None and each.maximum is not None and each.minimum > each.maximum:
            yield f"{each.name}: minimum {each.minimum} is above maximum {each.maximum}"


def _useless(spec: AttributeSpec) -> Iterator[str]:
    for key, types in _USE.items():
        if getattr(spec, key) not in (None, "", ()) and spec.type not in types:
            yield key
