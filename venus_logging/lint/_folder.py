"""The rules of a folder: each file that is one is found by its name, and its docstring is its manual."""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["loaded", "manual"]


class _Checks(Protocol):
    """What every kind of rule has."""

    @property
    def check(self) -> Callable[..., object]:
        """The function of its file."""


_Rule = TypeVar("_Rule")


def loaded(package: str, path: Iterable[str], prefix: str, kind: type[_Rule]) -> tuple[_Rule, ...]:
    """Every rule of a folder, by code; a file ``<prefix><number>_<name>.py`` is a rule and needs no other entry.

    Args:
        package: dotted name of the folder.
        path: its ``__path__``.
        prefix: how the names of its rules begin.
        kind: of its rules.
    """
    names = sorted(each.name for each in iter_modules(path) if each.name.startswith(prefix))
    rules = tuple(import_module(f"{package}.{name}").RULE for name in names)
    assert all(isinstance(rule, kind) for rule in rules)
    return rules


def manual(rule: _Checks) -> str:
    """The manual of a rule, in Markdown: the docstring of its file.

    Args:
        rule: of any folder.
    """
    return getdoc(import_module(rule.check.__module__)) or ""
