"""Rules on events: a record comes in, faults go out; one rule, one file, whose docstring is its manual."""

from __future__ import annotations

from functools import cache

from venus_logging.lint._folder import loaded, manual
from venus_logging.lint.event_rules._rule import EventRule, Fault, Record

__all__ = ["EventRule", "Fault", "Record", "event_rules", "manual"]


@cache
def event_rules() -> tuple[EventRule, ...]:
    """Every rule of this folder, by code; a file ``vle<number>_<name>.py`` is a rule and needs no other entry."""
    return loaded(__name__, __path__, "vle", EventRule)
