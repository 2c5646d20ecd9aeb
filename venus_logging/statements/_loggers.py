"""Which logger an expression is, which of its methods, and which level."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

__all__ = ["LEVELS", "UNKNOWN", "Loggers", "oslo_names"]

LEVELS: Final = {
    "debug": "DEBUG",
    "info": "INFO",
    "warning": "WARNING",
    "warn": "WARNING",
    "error": "ERROR",
    "exception": "ERROR",
    "critical": "CRITICAL",
    "fatal": "CRITICAL",
    "trace": "TRACE",
    "audit": "AUDIT",
}
UNKNOWN: Final = "?"
"""A logger or level that only the run time knows."""
_RECEIVERS: Final = frozenset({"LOG", "_LOG", "log", "_log", "logger", "LOGGER", "_logger", "_LOGGER"})
_MAKERS: Final = frozenset({"getLogger", "get_logger"})
_ROOT: Final = "root"
_DEEPEST: Final = 3
"""How many names may stand for one another: what is behind more of them only the run time knows."""
_NUMBERS: Final = {5: "TRACE", 10: "DEBUG", 20: "INFO", 21: "AUDIT", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
Names: TypeAlias = "Mapping[str, Sequence[ast.expr]]"


class Loggers:
    """The loggers that one scope can see.

    Args:
        module: the value of ``__name__``.
        oslo: the names of ``oslo_log.log`` in this module.
        scopes: the names of each scope around, the nearest first: what was assigned to them, and which are parameters.
    """

    def __init__(
        self, module: str, oslo: Set[str] = frozenset(), scopes: tuple[tuple[Names, Set[str]], ...] = ()
    ) -> None:
        self._module = module
        self._oslo = oslo
        self._scopes = scopes

    def inside(self, names: Names, parameters: Set[str]) -> Loggers:
        """The loggers of a scope inside this one."""
        return Loggers(self._module, self._oslo, ((names, parameters), *self._scopes))

    def name(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> str:
        """The name of the logger that an expression is; empty if it is none, ``?`` if only the run time knows it."""
        match node:
            case ast.Name(id=name):
                return self._variable(name, name, seen)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                return self._variable(f"self.{name}", name, seen)
            case ast.Attribute(attr=name) if name in _RECEIVERS:
                return self._module
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name) as func, args=args) if name in _MAKERS:
                return self._renamed(func, self._made(args[0]) if args else _ROOT)
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[inner, *_]) if "Adapter" in name:
                return self.name(inner, seen)
            case _:
                return ""

    def methods(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
        """The loggers and levels whose method an expression may be, such as ``LOG.debug``."""
        match node:
            case ast.Attribute(value=receiver, attr=name) if name in LEVELS and (logger := self.name(receiver)):
                return [(logger, LEVELS[name])]
            case ast.IfExp(body=body, orelse=orelse):
                return self.methods(body, seen) + self.methods(orelse, seen)
            case ast.Name(id=name) if name not in seen and len(seen) < _DEEPEST:
                return [each for value in self._values(name)[0] for each in self.methods(value, seen | {name})]
            case _:
                return []

    def levels(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> list[str]:
        """The levels that the first argument of ``LOG.log`` may be."""
        match node:
            case ast.Attribute(attr=name):
                return [LEVELS.get(name.lower(), UNKNOWN)]
            case ast.Constant(value=int(number)):
                return [_NUMBERS.get(number, UNKNOWN)]
            case ast.IfExp(body=body, orelse=orelse):
                return self.levels(body, seen) + self.levels(orelse, seen)
            case ast.Name(id=name) if len(seen) < _DEEPEST and name not in seen and (values := self._values(name)[0]):
                return [each for value in values for each in self.levels(value, seen | {name})]
            case _:
                return [UNKNOWN]

    def _variable(self, key: str, name: str, seen: frozenset[str]) -> str:
        values, is_parameter = self._values(key)
        is_followed = not is_parameter and key not in seen and len(seen) < _DEEPEST
        found = {self.name(value, seen | {key}) for value in values} - {""} if is_followed else set()
        if found:
            return UNKNOWN if len(found) > 1 else found.pop()
        if name not in _RECEIVERS:
            return ""
        return UNKNOWN if is_parameter else self._module

    def _values(self, key: str) -> tuple[Sequence[ast.expr], bool]:
        """What the nearest scope that knows a name assigned to it, and whether it is a parameter there."""
        for names, parameters in self._scopes:
            if key in names or key in parameters:
                return names.get(key, ()), key in parameters
        return (), False

    def _made(self, node: ast.expr) -> str:
        """The name that ``getLogger`` is given."""
        match node:
            case ast.Constant(value=str(given)):
                return given or _ROOT
            case ast.Constant(value=None):
                return _ROOT
            case ast.Name(id="__name__"):
                return self._module
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joined([left, right])
            case ast.JoinedStr(values=values):
                return self._joined([each.value if isinstance(each, ast.FormattedValue) else each for each in values])
            case _:
                return UNKNOWN

    def _renamed(self, maker: ast.expr, name: str) -> str:
        """The name as ``oslo_log.log.getLogger`` makes it: its libraries are to be children of one logger."""
        is_oslo = (
            isinstance(maker, ast.Attribute) and isinstance(maker.value, ast.Name) and maker.value.id in self._oslo
        )
        return f"oslo.{name.removeprefix('oslo_')}" if is_oslo and name.startswith("oslo_") else name

    def _joined(self, nodes: Sequence[ast.expr]) -> str:
        names = [self._made(node) for node in nodes]
        return UNKNOWN if UNKNOWN in names else "".join(names)


def oslo_names(tree: ast.Module) -> frozenset[str]:
    """The names by which a module knows ``oslo_log.log``."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="oslo_log", names=names):
                found |= {each.asname or each.name for each in names if each.name == "log"}
    return frozenset(found)
