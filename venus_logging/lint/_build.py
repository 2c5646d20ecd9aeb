"""Makes the model of one file: which of its calls log, by which logger, and what each message may be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._walk import Walk
from venus_logging.lint.model import LEVELS, Call, Module, Use, origins, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.lint._walk import Noted
    from venus_logging.statements import Source

__all__ = ["build"]

_RECEIVERS: Final = frozenset({"LOG", "_LOG", "log", "_log", "logger", "LOGGER", "_logger", "_LOGGER"})
_MODULES: Final = ("logging.", "oslo_log.", "venus_logging.")
_BUILTINS: Final = frozenset({"print"})
_LOGGING: Final = frozenset({"logging", "oslo_log.log"})
_UNKNOWN_LEVEL: Final = "?"


def build(source: Source, tree: ast.Module) -> Module:
    """The model of one file.

    Args:
        source: the file.
        tree: its syntax tree.

    Raises:
        RecursionError: an expression is nested too deeply.
    """
    found = _Calls(source.module)
    walk = Walk(found.wanted)
    found.imports = walk.imports
    walk.run(tree)
    noted = sorted(walk.noted, key=lambda each: (each[0].lineno, each[0].col_offset))
    found.learn(noted)
    calls = tuple(call for each in noted if (call := found.call(each)) is not None)
    uses = tuple(use for each in noted if (use := found.use(each)) is not None)
    return Module(source.path, source.module, tuple(source.text.split("\n")), tree, calls, uses, walk.imports)


class _Calls:
    """Tells log calls from others, when all of a file is known."""

    def __init__(self, module: str) -> None:
        self.imports: dict[str, str] = {}
        self._module = module
        self._loggers: dict[str, str] = {}

    def wanted(self, node: ast.Call) -> bool:
        """Whether a call may be one of a logger, or is one of logging, oslo_log, venus_logging or print."""
        func = node.func
        if isinstance(func, ast.Attribute) and (func.attr in LEVELS or func.attr == "log"):
            return True
        return self._interesting(self._resolved(func))

    def learn(self, noted: Iterable[Noted]) -> None:
        """Remembers the names that were given a logger; adapters around one count."""
        for node, _, parents, _ in noted:
            name = self._getter(node)
            if name is None:
                continue
            for parent in parents:
                for target in _targets(parent):
                    self._loggers[target.rpartition(".")[2]] = name

    def call(self, noted: Noted) -> Call | None:
        """The log call, None if it is none."""
        node, scope, parents, flow = noted
        func = node.func
        if not isinstance(func, ast.Attribute) or not (func.attr in LEVELS or func.attr == "log"):
            return None
        logger = self._logger(func.value)
        if not logger:
            return None
        args = node.args[1:] if func.attr == "log" else node.args
        level = _level(node.args[0] if node.args else None) if func.attr == "log" else LEVELS[func.attr]
        message = args[0] if args and not isinstance(args[0], ast.Starred) else None
        names = scope.visible(flow)
        whence = () if message is None else tuple(origins(message, names))
        return Call(
            node=node,
            logger=logger,
            method=func.attr,
            level=level,
            message=message,
            args=tuple(args[1:]),
            keywords={each.arg or "**": each.value for each in node.keywords},
            function=scope.name,
            parents=parents,
            names=names,
            origins=whence,
            formats=tuple(dict.fromkeys(each.text.format for each in whence if each.text.style == "literal")),
        )

    def use(self, noted: Noted) -> Use | None:
        """The call of an interesting function, None if it is another."""
        node, scope, parents, flow = noted
        name = self._resolved(node.func)
        return Use(node, name, scope.name, parents, scope.visible(flow)) if self._interesting(name) else None

    def _interesting(self, name: str) -> bool:
        return name in _BUILTINS or name.startswith(_MODULES)

    def _resolved(self, func: ast.expr) -> str:
        """The dotted name of a function, imports resolved; empty when it is no name."""
        parts = []
        while isinstance(func, ast.Attribute):
            parts.append(func.attr)
            func = func.value
        if not isinstance(func, ast.Name):
            return ""
        parts.append(self.imports.get(func.id, func.id if not parts else ""))
        return ".".join(reversed(parts)) if parts[-1] else ""

    def _getter(self, node: ast.expr) -> str | None:
        """The logger's name that a call of getLogger returns, None for another call."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
            return None
        if (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) != "getLogger":
            return None
        given = node.args[0] if node.args else None
        return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else self._module

    def _logger(self, receiver: ast.expr) -> str:
        if isinstance(receiver, ast.Call):
            return self._getter(receiver) or ""
        if isinstance(receiver, ast.Name) and self.imports.get(receiver.id) in _LOGGING:
            return "root" if self.imports[receiver.id] == "logging" else ""
        name = receiver.id if isinstance(receiver, ast.Name) else getattr(receiver, "attr", "")
        return self._loggers.get(name, self._module if name in _RECEIVERS else "")


def _targets(parent: ast.AST) -> list[str]:
    targets = parent.targets if isinstance(parent, ast.Assign) else [getattr(parent, "target", None)]
    if not isinstance(parent, ast.Assign | ast.AnnAssign):
        return []
    return [name for each in targets if isinstance(each, ast.expr) and (name := spelled(each))]


def _level(node: ast.expr | None) -> str:
    name = node.attr if isinstance(node, ast.Attribute) else ""
    return LEVELS.get(name.lower(), _UNKNOWN_LEVEL)
