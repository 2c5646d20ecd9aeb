"""What rules see of a Python file: its log calls with what flows into them, and its other calls of interest."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from venus_logging.statements import Text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Call", "Definition", "Kind", "Module", "Names", "Origin", "Use", "origins", "spelled"]

Kind: TypeAlias = Literal["value", "parameter", "exception", "loop", "with", "import", "scope", "other"]
_MOST_NAMES: Final = 8


@dataclass(frozen=True, slots=True)
class Definition:
    """What gave a name its value.

    Args:
        kind: ``value`` for an assigned expression, ``exception`` for ``except ... as``, ``scope`` for a function or
            class, ``other`` when it was changed or nobody can tell.
        node: where.
        value: the expression of a ``value``.
    """

    kind: Kind
    node: ast.AST
    value: ast.expr | None = None


Names: TypeAlias = "Mapping[str, tuple[Definition, ...]]"


@dataclass(frozen=True, slots=True)
class Origin:
    """One expression that a message may be, behind the names that stand for it.

    Args:
        node: the expression that forms the text.
        text: what it says.
        names: the names between it and the call, outermost first; empty when it stands in the call.
    """

    node: ast.expr
    text: Text
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One log call.

    Args:
        node: the call.
        logger: name of the logger; ``root`` for calls of the logging module itself.
        method: as written: ``warning``, ``exception``, ``log``.
        level: ``WARNING``; ``?`` when only the run time knows it.
        message: the expression of the message, None when there is none.
        args: what stands behind the message.
        keywords: by name; ``**`` for an unpacked mapping.
        function: dotted name of the enclosing function inside the module, empty at its top level.
        parents: the nodes around the call inside its function, outermost first.
        names: what each name may be at the call, by flow; attributes of its class as ``self.name``.
        origins: all that the message may be, names followed; empty without a message.
        formats: the texts among them that are literals alone, so that logging formats them with the arguments.
    """

    node: ast.Call
    logger: str
    method: str
    level: str
    message: ast.expr | None
    args: tuple[ast.expr, ...]
    keywords: Mapping[str, ast.expr]
    function: str
    parents: tuple[ast.AST, ...]
    names: Names
    origins: tuple[Origin, ...]
    formats: tuple[str, ...]

    @property
    def handler(self) -> ast.ExceptHandler | None:
        """The innermost except clause around the call."""
        return next((each for each in reversed(self.parents) if isinstance(each, ast.ExceptHandler)), None)

    def values(self, node: ast.expr) -> list[ast.expr | None]:
        """What an expression may be, names followed; None stands for what nobody can tell.

        Args:
            node: an expression inside the call.
        """
        return [each for each, _ in _followed(node, self.names, ())]

    def is_exception(self, node: ast.expr) -> bool:
        """Whether an expression is a name that ``except ... as`` gave, and nothing else.

        Args:
            node: an expression inside the call.
        """
        found = self.names.get(node.id, ()) if isinstance(node, ast.Name) else ()
        return bool(found) and all(each.kind == "exception" for each in found)


@dataclass(frozen=True, slots=True)
class Use:
    """A call of a function of logging, oslo_log or venus_logging, or of a builtin that prints.

    Args:
        node: the call.
        name: dotted name, imports resolved: ``logging.getLogger``, ``venus_logging.operation``, ``print``.
        function: as in Call.
        parents: as in Call.
        names: as in Call.
    """

    node: ast.Call
    name: str
    function: str
    parents: tuple[ast.AST, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file.

    Args:
        path: as it was named.
        name: dotted name, which ``__name__`` has at run time.
        lines: the text.
        tree: the syntax tree.
        calls: its log calls, in the order of the file.
        uses: its other calls of interest, in the order of the file.
        imports: what imported names stand for, dotted.
    """

    path: str
    name: str
    lines: tuple[str, ...]
    tree: ast.Module
    calls: tuple[Call, ...]
    uses: tuple[Use, ...]
    imports: Mapping[str, str]


def origins(node: ast.expr, names: Names, seen: frozenset[str] = frozenset()) -> Iterator[Origin]:
    """All expressions that a message may be, with the text of each.

    Args:
        node: the message as it stands in the call.
        names: what each name may be there.
        seen: names that were followed through a call already.
    """
    known = _Values(names)
    for value, through in _followed(node, names, ()):
        found = texts(value or _UNKNOWN, known)
        inner = spelled(value.args[0]) if isinstance(value, ast.Call) and value.args else ""
        if isinstance(value, ast.Call) and inner and inner not in seen and any(text.named for text in found):
            # NOTE: a call that lets its text through, such as a translator: the text is formed behind its argument.
            yield from origins(value.args[0], names, seen | {inner})
            continue
        for text in found:
            yield Origin(value or node, text, through)


_UNKNOWN: Final = ast.Constant(value=None)


class _Values(Mapping[str, list[ast.expr]]):
    """The expressions of names, each made when it is asked for: a message speaks of a few of thousands."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __getitem__(self, name: str) -> list[ast.expr]:
        return [each.value or _UNKNOWN for each in self._names[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _followed(
    node: ast.expr, names: Names, through: tuple[str, ...]
) -> Iterator[tuple[ast.expr | None, tuple[str, ...]]]:
    """The expressions behind a name; a conditional expression is each of its branches."""
    if isinstance(node, ast.IfExp):
        yield from _followed(node.body, names, through)
        yield from _followed(node.orelse, names, through)
        return
    name = spelled(node)
    found = names.get(name, ()) if name else ()
    if not name:
        yield node, through
    elif not found or name in through or len(through) > _MOST_NAMES:
        yield None, through
    for each in found if name not in through else ():
        if each.value is None:
            yield None, (*through, name)
        else:
            yield from _followed(each.value, names, (*through, name))


def spelled(node: ast.expr) -> str:
    """How a variable is known: ``name``, or ``self.name`` for an attribute of the own object; else empty.

    Args:
        node: any expression.
    """
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            return f"self.{name}"
        case _:
            return ""
