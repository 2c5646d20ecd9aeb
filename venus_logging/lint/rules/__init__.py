"""Rules on Python source: a file comes in, problems go out; one rule, one file, whose docstring is its manual."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules

from venus_logging.lint._rule import Rule

__all__ = ["manual", "rules"]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of this folder, by code; a file ``vlp<number>_<name>.py`` is a rule and needs no other entry."""
    names = sorted(each.name for each in iter_modules(__path__) if each.name.startswith("vlp"))
    return tuple(_rule(name) for name in names)


def manual(rule: Rule) -> str:
    """The manual of a rule, in Markdown: the docstring of its file.

    Args:
        rule: one of ``rules()``.
    """
    return getdoc(import_module(rule.check.__module__)) or ""


def _rule(name: str) -> Rule:
    rule = import_module(f"{__name__}.{name}").RULE
    assert isinstance(rule, Rule)
    return rule
