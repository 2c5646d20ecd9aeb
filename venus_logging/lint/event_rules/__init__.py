"""Rules on events: a record comes in, faults go out; one rule, one file, whose docstring is its manual."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules

from venus_logging.lint.event_rules._rule import EventRule, Fault, Record

__all__ = ["EventRule", "Fault", "Record", "event_manual", "event_rules"]


@cache
def event_rules() -> tuple[EventRule, ...]:
    """Every rule of this folder, by code; a file ``vle<number>_<name>.py`` is a rule and needs no other entry."""
    names = sorted(each.name for each in iter_modules(__path__) if each.name.startswith("vle"))
    return tuple(_rule(name) for name in names)


def event_manual(rule: EventRule) -> str:
    """The manual of a rule, in Markdown: the docstring of its file.

    Args:
        rule: one of ``event_rules()``.
    """
    return getdoc(import_module(rule.check.__module__)) or ""


def _rule(name: str) -> EventRule:
    rule = import_module(f"{__name__}.{name}").RULE
    assert isinstance(rule, EventRule)
    return rule
