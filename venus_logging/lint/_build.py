"""Makes the model of one file: which of its calls log, by which logger, and what each message may be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._walk import Walk
from venus_logging.lint.model import Call, Module, Use, origins
from venus_logging.statements import LEVELS, UNKNOWN, Loggers

if TYPE_CHECKING:
    from venus_logging.lint._scopes import Flow, Scope
    from venus_logging.lint._walk import Noted
    from venus_logging.statements import Source

__all__ = ["build"]

_MODULES: Final = ("logging.", "oslo_log.", "venus_logging.")
_BUILTINS: Final = frozenset({"print"})
_OSLO: Final = "oslo_log.log"
_LOGGING: Final = frozenset({"logging", _OSLO})
_ROOT: Final = "root"


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
    calls = tuple(call for each in noted if (call := found.call(each)) is not None)
    uses = tuple(use for each in noted if (use := found.use(each)) is not None)
    return Module(source.path, source.module, tuple(source.text.split("\n")), tree, calls, uses, walk.imports)


class _Calls:
    """Tells log calls from others, when all of a file is known."""

    def __init__(self, module: str) -> None:
        self.imports: dict[str, str] = {}
        self._module = module
        self._told: dict[int, tuple[dict[str, list[ast.expr]], set[str]]] = {}

    def wanted(self, node: ast.Call) -> bool:
        """Whether a call may be one of a logger, or is one of logging, oslo_log, venus_logging or print."""
        func = node.func
        if isinstance(func, ast.Attribute) and (func.attr in LEVELS or func.attr == "log"):
            return True
        return self._interesting(self._resolved(func))

    def call(self, noted: Noted) -> Call | None:
        """The log call, None if it is none."""
        node, scope, parents, flow = noted
        func = node.func
        if not isinstance(func, ast.Attribute) or not (func.attr in LEVELS or func.attr == "log"):
            return None
        names = scope.visible(flow)
        loggers = self._loggers(scope, flow)
        logger = self._logger(func.value, loggers)
        if not logger:
            return None
        args = node.args[1:] if func.attr == "log" else node.args
        message = args[0] if args and not isinstance(args[0], ast.Starred) else None
        whence = () if message is None else tuple(origins(message, names))
        return Call(
            node=node,
            logger=logger,
            method=func.attr,
            level=_level(node, func.attr, loggers),
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

    def _loggers(self, scope: Scope, flow: Flow) -> Loggers:
        """The loggers that one place can see."""
        oslo = {name for name, module in self.imports.items() if module == _OSLO}
        found = Loggers(self._module, oslo)
        for layer in reversed(scope.layers):
            if id(layer) not in self._told:
                self._told[id(layer)] = _told(layer)
            found = found.inside(*self._told[id(layer)])
        return found.inside(*_told(flow))

    def _logger(self, receiver: ast.expr, loggers: Loggers) -> str:
        module = self.imports.get(receiver.id) if isinstance(receiver, ast.Name) else None
        if module in _LOGGING:
            return _ROOT if module == "logging" else ""
        return loggers.name(receiver)


def _told(flow: Flow) -> tuple[dict[str, list[ast.expr]], set[str]]:
    """What was assigned to names, and which are parameters."""
    values = {name: [each.value for each in found if each.value is not None] for name, found in flow.items()}
    return values, {name for name, found in flow.items() if any(each.kind == "parameter" for each in found)}


def _level(node: ast.Call, method: str, loggers: Loggers) -> str:
    """The level of a call, unknown where it may be several."""
    if method != "log":
        return LEVELS[method]
    found = set(loggers.levels(node.args[0])) if node.args else set()
    return found.pop() if len(found) == 1 else UNKNOWN
