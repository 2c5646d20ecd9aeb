"""Finds the log statements of Python source by its syntax tree; nothing is imported or run."""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.statements._texts import Style, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Source", "Statement", "extract", "parse"]

_LEVELS: Final = {
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
_RECEIVERS: Final = frozenset({"LOG", "_LOG", "log", "_log", "logger", "LOGGER", "_logger", "_LOGGER"})
_SUBJECTS: Final = frozenset({"instance", "resource"})
_BLOCKS: Final = ("body", "orelse", "finalbody", "handlers", "cases")
_UNKNOWN_LEVEL: Final = "?"


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file.

    Args:
        path: where it is, as findings show it.
        module: its dotted name, which ``__name__`` has at run time.
        text: what it says.
    """

    path: str
    module: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One log statement, or one of the texts it may log.

    Args:
        logger: name of its logger.
        level: name of its level, ``?`` when only the run time knows it.
        format: the text as written; empty when dynamic.
        style: literal, eager or dynamic.
        named: whether a variable stands between the text and the call.
        args: names of mapping keys or expressions that are put in, as written.
        subject: the resource keyword that the call has, else empty.
        path: the file.
        function: dotted name inside the module, empty at its top level.
        line: of the call, from 1.
    """

    logger: str
    level: str
    format: str
    style: Style
    named: bool
    args: tuple[str, ...]
    subject: str
    path: str
    function: str
    line: int


def extract(folder: Path) -> Iterator[Statement]:
    """The log statements of all Python files below a folder, in the order of their paths; tests are left out.

    Args:
        folder: a source tree; a module's name begins where ``__init__.py`` files begin.

    Raises:
        SourceError: a file cannot be read or is no Python.
    """
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder)
        if "tests" in inside.parts:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise SourceError(f"{path}: cannot be read: {error}") from error
        yield from parse(Source(inside.as_posix(), _module(path), text))


def parse(source: Source) -> list[Statement]:
    """The log statements of one file, by line.

    Args:
        source: the file.

    Raises:
        SourceError: the file is no Python.
    """
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError(f"{source.path}:{line}: no Python: {error}") from error
    walker = _Walker(source)
    walker.walk(tree)
    return sorted(walker.found, key=lambda each: (each.line, each.format))


def _module(path: Path) -> str:
    names = [] if path.stem == "__init__" else [path.stem]
    for parent in path.parents:
        if not (parent / "__init__.py").is_file():
            break
        names.insert(0, parent.name)
    return ".".join(names)


class _Walker:
    """Walks one module and remembers what each scope assigned to its variables."""

    def __init__(self, source: Source) -> None:
        self.found: list[Statement] = []
        self._source = source
        self._scopes: list[dict[str, list[ast.expr]]] = []
        self._function: list[str] = []
        self._loggers: dict[str, str] = {}

    def walk(self, node: ast.AST) -> None:
        """Visits a node and everything below it."""
        match node:
            case ast.Module():
                self._scope(node)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self._function.append(name)
                self._scope(node)
                self._function.pop()
            case ast.Call():
                self._below(node)
                self._call(node)
            case _:
                self._below(node)

    def _below(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.walk(child)

    def _call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=receiver, attr="log") if (logger := self._logger(receiver)) and len(node.args) > 1:
                self._add(node, logger, _level(node.args[0]), node.args[1:])
            case ast.Attribute(value=receiver, attr=name) if name in _LEVELS and (logger := self._logger(receiver)):
                self._add(node, logger, _LEVELS[name], node.args)

    def _scope(self, node: ast.AST) -> None:
        assigned = _assignments(node)
        if isinstance(node, ast.ClassDef):
            assigned |= {f"self.{name}": values for name, values in assigned.items()}
        self._scopes.append(assigned)
        for name, values in self._scopes[-1].items():
            for value in values:
                self._note_logger(name, value)
        self._below(node)
        self._scopes.pop()

    def _note_logger(self, name: str, value: ast.expr) -> None:
        match value:
            case ast.Call(func=ast.Attribute(attr="getLogger"), args=[ast.Constant(value=str(given)), *_]):
                self._loggers[name] = given
            case ast.Call(func=ast.Attribute(attr="getLogger")):
                self._loggers[name] = self._source.module

    def _logger(self, receiver: ast.expr) -> str:
        match receiver:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in self._loggers or name in _RECEIVERS:
                return self._loggers.get(name, self._source.module)
            case ast.Call(func=ast.Attribute(attr="getLogger"), args=[ast.Constant(value=str(given)), *_]):
                return given
            case _:
                return ""

    def _add(self, node: ast.Call, logger: str, level: str, args: list[ast.expr]) -> None:
        if not args or isinstance(args[0], ast.Starred):
            return
        names: dict[str, list[ast.expr]] = {}
        for scope in self._scopes:
            names |= scope
        subject = next((each.arg for each in node.keywords if each.arg in _SUBJECTS), "")
        for text in texts(args[0], names):
            self.found.append(
                Statement(
                    logger=logger,
                    level=level,
                    format=text.format,
                    style=text.style,
                    named=text.named,
                    args=_arguments(args[1:]),
                    subject=subject or "",
                    path=self._source.path,
                    function=".".join(self._function),
                    line=node.lineno,
                )
            )


def _assignments(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """What the statements of one scope assign to plain names, not looking into scopes inside it."""
    found: dict[str, list[ast.expr]] = {}
    queue = deque(_blocks(scope))
    while queue:
        node = queue.popleft()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.setdefault(name, []).append(value)
        queue.extend(_blocks(node))
    return found


def _blocks(node: ast.AST) -> Iterator[ast.AST]:
    for field in _BLOCKS:
        yield from getattr(node, field, ())


def _level(node: ast.expr) -> str:
    name = node.attr if isinstance(node, ast.Attribute) else ""
    return _LEVELS.get(name.lower(), _UNKNOWN_LEVEL)


def _arguments(args: list[ast.expr]) -> tuple[str, ...]:
    if len(args) == 1 and isinstance(args[0], ast.Dict):
        return tuple(str(key.value) if isinstance(key, ast.Constant) else "**" for key in args[0].keys)
    return tuple(ast.unparse(each) for each in args)
