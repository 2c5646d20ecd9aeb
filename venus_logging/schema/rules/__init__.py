"""Rules on the registry itself: specifications come in, contradictions go out; one rule, one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.schema.rules import (
    aliases,
    arguments,
    bounds,
    complete,
    deprecated,
    known,
    otel,
    patterns,
    prefixes,
    statements,
    unique,
    used,
)

if TYPE_CHECKING:
    from venus_logging.schema.specs import Specs

__all__ = ["problems"]

_RULES = (aliases, arguments, bounds, complete, deprecated, known, otel, patterns, prefixes, statements, unique, used)


def problems(specs: Specs) -> list[str]:
    """All contradictions of the specifications, one line each with the rule's id first."""
    return [f"{rule.ID}: {text}" for rule in _RULES for text in rule.check(specs)]
