"""The literal parts of a text, between which arguments are put in."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["braced", "keys", "percent", "plain"]

_PLACEHOLDER: Final = re.compile(r"%(?:\(([^)]*)\))?[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?([a-zA-Z%])")


def percent(parts: Iterable[str]) -> tuple[str, ...]:
    """The literal parts of texts with ``%s`` and ``%(name)s`` in them; between two of them stands an argument.

    Args:
        parts: the text, or what is left of it around arguments that were put in before.
    """
    found: list[str] = []
    for part in parts:
        found.append("")
        position = 0
        for match in _PLACEHOLDER.finditer(part):
            found[-1] += part[position : match.start()]
            position = match.end()
            if match[2] == "%":
                found[-1] += "%"
            else:
                found.append("")
        found[-1] += part[position:]
    return tuple(found)


def braced(parts: Iterable[str]) -> tuple[str, ...]:
    """The literal parts of texts with ``{}`` and ``{name}`` in them, as ``str.format`` reads them.

    Args:
        parts: as for ``percent()``; one that ``str.format`` would refuse is taken as it is.
    """
    found: list[str] = []
    for part in parts:
        found.append("")
        try:
            pieces = list(Formatter().parse(part))
        except ValueError:
            pieces = [(part, None, None, None)]
        for literal, field, _, _ in pieces:
            found[-1] += literal
            if field is not None:
                found.append("")
    return tuple(found)


def keys(text: str) -> tuple[str, ...]:
    """The names in the ``%(name)s`` of a text, in their order, without repetition."""
    return tuple(dict.fromkeys(match[1] for match in _PLACEHOLDER.finditer(text) if match[1] is not None))


def plain(parts: Iterable[str]) -> str:
    """The words of a text for comparison: its literal parts with a blank placeholder between them."""
    return "{}".join(parts)
