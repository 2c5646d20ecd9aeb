"""Finds the log statements of Python source by its syntax tree; nothing is imported or run."""

from __future__ import annotations

import ast
import warnings
from collections import ChainMap, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.event.template import template_id
from venus_logging.statements._loggers import Loggers, oslo_names
from venus_logging.statements._parts import keys, percent
from venus_logging.statements._sources import Source, sources
from venus_logging.statements._texts import Style, spelled, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from venus_logging.statements._texts import Text

__all__ = ["Statement", "extract", "parse"]

_SUBJECTS: Final = frozenset({"instance", "resource"})
_BLOCKS: Final = ("body", "orelse", "finalbody", "handlers", "cases")
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Statement:
    """One log statement, or one of the texts it may log.

    Args:
        logger: name of its logger, ``?`` when only the run time knows it.
        level: name of its level, ``?`` when only the run time knows it.
        format: the text as written; empty when dynamic.
        style: literal, eager or dynamic.
        named: whether a variable stands between the text and the call.
        args: names of mapping keys or expressions that are put in, as written.
        subject: the resource keyword that the call has, else empty.
        path: the file.
        function: dotted name inside the module, empty at its top level.
        line: of the call, from 1.
        parts: the literal parts of what it logs, between which arguments stand; empty when dynamic.
        traceback: whether it logs the exception, by its method or by ``exc_info``.
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
    parts: tuple[str, ...] = ()
    traceback: bool = False

    @property
    def template_id(self) -> str:
        """Id of logger and format; its events have it unless they are formatted before the call; empty if dynamic."""
        return "" if self.style == "dynamic" else template_id(self.logger, self.format)


def extract(path: Path, unread: Callable[[SourceError], None] | None = None) -> Iterator[Statement]:
    """The log statements of a code base, in the order of its files; tests are left out.

    Args:
        path: a file, a source tree, a wheel or a source distribution; a module's name begins where ``__init__.py``
            files begin.
        unread: told of each file that cannot be read or is no Python; without it the first one ends the reading.

    Raises:
        SourceError: the path, or without ``unread`` a file in it, cannot be read or is no Python.
    """
    for source in sources(path, unread):
        try:
            found = parse(source)
        except SourceError as problem:
            if unread is None:
                raise
            unread(problem)
        else:
            yield from found


def parse(source: Source) -> list[Statement]:
    """The log statements of one file, by line.

    Args:
        source: the file.

    Raises:
        SourceError: the file is no Python.
    """
    try:
        with warnings.catch_warnings():
            # NOTE: an escape that Python will refuse one day is no matter of log statements.
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(source.text)
        walker = _Walker(source, Loggers(source.module, oslo_names(tree)))
        walker.walk(tree)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError(f"{source.path}:{line}: no Python: {error}") from error
    return sorted(walker.found, key=lambda each: (each.line, each.format))


class _Walker:
    """Walks one module and remembers what each scope assigned to its variables."""

    def __init__(self, source: Source, loggers: Loggers) -> None:
        self.found: list[Statement] = []
        self._source = source
        self._function: list[str] = []
        self._names: ChainMap[str, list[ast.expr]] = ChainMap()
        self._loggers = loggers

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

    def _scope(self, node: ast.AST) -> None:
        outer, loggers = self._names, self._loggers
        assigned = _assignments(node)
        if isinstance(node, ast.ClassDef):
            assigned |= {f"self.{name}": values for name, values in assigned.items()}
        self._names = outer.new_child(assigned)
        given = _parameters(node)
        if isinstance(node, ast.ClassDef):
            own, given = _attributes(node)
            assigned = assigned | own
        self._loggers = loggers.inside(assigned, given)
        self._below(node)
        self._names, self._loggers = outer, loggers

    def _call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=receiver, attr="log") if len(node.args) > 1:
                logger = self._loggers.name(receiver)
                calls = [(logger, level) for level in self._loggers.levels(node.args[0])] if logger else []
                self._add(node, calls, node.args[1:])
            case func if calls := self._loggers.methods(func):
                self._add(node, calls, node.args)
            case _:
                self._handed(node)

    def _handed(self, node: ast.Call) -> None:
        """A method of a logger that is an argument beside the text that it will log."""
        for place, arg in enumerate(node.args):
            calls = self._loggers.methods(arg) if isinstance(arg, (ast.Attribute, ast.IfExp)) else []
            others = node.args[place + 1 :] or node.args[:place]
            if calls and others and texts(others[0], {})[0].style != "dynamic":
                self._add(node, calls, others)
                return

    def _add(self, node: ast.Call, calls: Sequence[tuple[str, str]], args: Sequence[ast.expr]) -> None:
        if not args or isinstance(args[0], ast.Starred):
            return
        subject = next((each.arg for each in node.keywords if each.arg in _SUBJECTS), "")
        for text in texts(args[0], self._names) if calls else ():
            for logger, level in dict.fromkeys(calls):
                self.found.append(
                    Statement(
                        logger=logger,
                        level=level,
                        format=text.format,
                        style=text.style,
                        named=text.named,
                        args=text.args + _arguments(text, args[1:]),
                        subject=subject or "",
                        path=self._source.path,
                        function=".".join(self._function),
                        line=node.lineno,
                        parts=percent(text.parts) if len(args) > 1 else text.parts,
                        traceback=_has_traceback(node),
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


def _attributes(scope: ast.ClassDef) -> tuple[dict[str, list[ast.expr]], set[str]]:
    """What the methods of a class assign to ``self.name``, and which of these are what a method was given."""
    found: dict[str, list[ast.expr]] = {}
    given = set()
    for method in scope.body:
        queue: deque[ast.AST] = deque([method] if isinstance(method, _FUNCTIONS) else [])
        while queue:
            node = queue.popleft()
            match node:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                    found.setdefault(f"self.{name}", []).append(value)
                    if isinstance(value, ast.Name) and value.id in _parameters(method):
                        given.add(f"self.{name}")
            queue.extend(_blocks(node))
    return found, given


def _parameters(method: ast.AST) -> set[str]:
    match method:
        case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args):
            return {each.arg for each in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
        case _:
            return set()


def _blocks(node: ast.AST) -> Iterator[ast.AST]:
    for name in _BLOCKS:
        yield from getattr(node, name, ())


def _has_traceback(node: ast.Call) -> bool:
    given = next((each.value for each in node.keywords if each.arg == "exc_info"), None)
    if given is not None:
        return not (isinstance(given, ast.Constant) and not given.value)
    return any(isinstance(each, ast.Attribute) and each.attr == "exception" for each in ast.walk(node.func))


def _arguments(text: Text, args: Sequence[ast.expr]) -> tuple[str, ...]:
    names = keys(text.format) if len(args) == 1 and not isinstance(args[0], ast.Dict) else ()
    return names or spelled(args)
