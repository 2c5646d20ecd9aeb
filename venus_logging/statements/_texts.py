"""What an expression says as a log message: its format, how it was written, and what its arguments are called."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from venus_logging.statements._parts import braced, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Style", "Text", "spelled", "texts"]

Style: TypeAlias = Literal["literal", "eager", "dynamic"]
_KEEPERS: Final = frozenset({"_", "_LE", "_LI", "_LW", "_LC", "_LD", "mask_password", "str"})
"""Functions that give the text that they are given: translated, masked or as it is."""
_MOST_TEXTS: Final = 16
_MOST_REPEATED: Final = 256
_MOST_READ: Final = 2_000
_LONGEST: Final = 32_768


@dataclass(frozen=True, slots=True)
class Text:
    """One text that an expression may be.

    Args:
        format: the text as written; arguments of an f-string are ``{expression}``.
        style: literal, eager when arguments are put in before the call, dynamic when nobody can tell.
        named: whether a variable stands between the text and the call.
        parts: what is left of the text around the arguments that are put in before the call; empty when dynamic.
        args: those arguments, as written: names of mapping keys or expressions.
    """

    format: str
    style: Style
    named: bool = False
    parts: tuple[str, ...] = ()
    args: tuple[str, ...] = ()


_DYNAMIC: Final = Text("", "dynamic")
Names: TypeAlias = "Mapping[str, Sequence[ast.expr]]"


def texts(node: ast.expr, names: Names) -> list[Text]:
    """All texts that an expression may be, without repetition.

    Args:
        node: the first argument of a log call.
        names: what was assigned to each variable that the call can see; attributes of its class as ``self.name``.
    """
    return _Reader(names).read(node, frozenset())


def spelled(args: Sequence[ast.expr]) -> tuple[str, ...]:
    """The arguments of a format as they are written: the keys of a mapping, else the expressions."""
    if len(args) == 1 and isinstance(args[0], ast.Dict):
        return tuple(str(key.value) if isinstance(key, ast.Constant) else "**" for key in args[0].keys)
    return tuple(ast.unparse(each) for each in args)


class _Reader:
    """Reads one expression; what it looks at is bounded, for names that stand for names multiply.

    Args:
        names: as for ``texts()``.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._left = _MOST_READ

    def read(self, node: ast.expr, seen: frozenset[str]) -> list[Text]:
        """The first texts that an expression may be, without repetition."""
        self._left -= 1
        if self._left < 0:
            return [_DYNAMIC]
        return list(islice(dict.fromkeys(self._texts(node, seen)), _MOST_TEXTS))

    def _texts(self, node: ast.expr, seen: frozenset[str]) -> Iterator[Text]:
        match node:
            case ast.Constant(value=str(text)):
                yield Text(text, "literal", parts=(text,))
            case ast.JoinedStr(values=values):
                yield _fstring(values)
            case ast.BinOp(op=ast.Mod(), left=left, right=right):
                put = spelled(right.elts if isinstance(right, ast.Tuple) else [right])
                yield from (_eager(text, percent(text.parts), put) for text in self.read(left, seen))
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                yield from _sum(self.read(left, seen), self.read(right, seen))
            case ast.BinOp(op=ast.Mult(), left=ast.Constant(value=str(text)), right=ast.Constant(value=int(times))):
                line = text * times if 0 < times <= _MOST_REPEATED else ""
                yield Text(line, "literal", parts=(line,)) if line else _DYNAMIC
            case ast.IfExp(body=body, orelse=orelse):
                yield from self.read(body, seen)
                yield from self.read(orelse, seen)
            case ast.Call(func=ast.Attribute(value=inner, attr="format"), args=given, keywords=named):
                put = spelled(given) + tuple(each.arg or "**" for each in named)
                yield from (_eager(text, braced(text.parts), put) for text in self.read(inner, seen))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner, *_]) if name in _KEEPERS:
                yield from self.read(inner, seen)
            case ast.Name(id=name):
                yield from self._named(name, seen)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield from self._named(f"self.{name}", seen)
            case _:
                yield _DYNAMIC

    def _named(self, name: str, seen: frozenset[str]) -> Iterator[Text]:
        values = () if name in seen else self._names.get(name, ())
        if not values:
            yield _DYNAMIC
        for value in values:
            yield from (replace(text, named=True) for text in self.read(value, seen | {name}))


def _eager(text: Text, parts: tuple[str, ...], args: tuple[str, ...]) -> Text:
    return text if text.style == "dynamic" else replace(text, style="eager", parts=parts, args=text.args + args)


def _sum(left: list[Text], right: list[Text]) -> Iterator[Text]:
    for first in left:
        for second in right:
            if "dynamic" in (first.style, second.style) or len(first.format) + len(second.format) > _LONGEST:
                yield _DYNAMIC
            else:
                style: Style = "eager" if "eager" in (first.style, second.style) else "literal"
                yield Text(
                    first.format + second.format,
                    style,
                    first.named or second.named,
                    (*first.parts[:-1], first.parts[-1] + second.parts[0], *second.parts[1:]),
                    first.args + second.args,
                )


def _fstring(values: Sequence[ast.expr]) -> Text:
    shown = ""
    parts = [""]
    args = []
    for value in values:
        if isinstance(value, ast.Constant):
            shown += str(value.value)
            parts[-1] += str(value.value)
        elif isinstance(value, ast.FormattedValue):
            args.append(ast.unparse(value.value))
            shown += f"{{{args[-1]}}}"
            parts.append("")
    return Text(shown, "eager" if args else "literal", parts=tuple(parts), args=tuple(args))
