"""What an expression says as a log message: its format, how it was written, and what its arguments are called."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Style", "Text", "texts"]

Style: TypeAlias = Literal["literal", "eager", "dynamic"]
_TRANSLATORS: Final = frozenset({"_", "_LE", "_LI", "_LW", "_LC", "_LD"})
_MOST_TEXTS: Final = 16


@dataclass(frozen=True, slots=True)
class Text:
    """One text that an expression may be.

    Args:
        format: the text as written; arguments of an f-string are ``{expression}``.
        style: literal, eager when arguments are put in before the call, dynamic when nobody can tell.
        named: whether a variable stands between the text and the call.
    """

    format: str
    style: Style
    named: bool = False


_DYNAMIC: Final = Text("", "dynamic")
Names: TypeAlias = "Mapping[str, Sequence[ast.expr]]"


def texts(node: ast.expr, names: Names) -> list[Text]:
    """All texts that an expression may be, without repetition.

    Args:
        node: the first argument of a log call.
        names: what was assigned to each variable that the call can see; attributes of its class as ``self.name``.
    """
    found = list(dict.fromkeys(_read(node, names, frozenset())))
    return found[:_MOST_TEXTS]


def _read(node: ast.expr, names: Names, seen: frozenset[str]) -> Iterator[Text]:
    match node:
        case ast.Constant(value=str(text)):
            yield Text(text, "literal")
        case ast.JoinedStr(values=values):
            yield _fstring(values)
        case ast.BinOp(op=ast.Mod(), left=left):
            yield from (_eager(text) for text in _read(left, names, seen))
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            yield from _sum(list(_read(left, names, seen)), list(_read(right, names, seen)))
        case ast.IfExp(body=body, orelse=orelse):
            yield from _read(body, names, seen)
            yield from _read(orelse, names, seen)
        case ast.Call(func=ast.Attribute(value=inner, attr="format")):
            yield from (_eager(text) for text in _read(inner, names, seen))
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _TRANSLATORS:
            yield from _read(inner, names, seen)
        case ast.Name(id=name):
            yield from _named(name, names, seen)
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            yield from _named(f"self.{name}", names, seen)
        case _:
            yield _DYNAMIC


def _named(name: str, names: Names, seen: frozenset[str]) -> Iterator[Text]:
    values = () if name in seen else names.get(name, ())
    if not values:
        yield _DYNAMIC
    for value in values:
        yield from (replace(text, named=True) for text in _read(value, names, seen | {name}))


def _eager(text: Text) -> Text:
    return text if text.style == "dynamic" else replace(text, style="eager")


def _sum(left: list[Text], right: list[Text]) -> Iterator[Text]:
    for first in left:
        for second in right:
            if "dynamic" in (first.style, second.style):
                yield _DYNAMIC
            else:
                style: Style = "eager" if "eager" in (first.style, second.style) else "literal"
                yield Text(first.format + second.format, style, first.named or second.named)


def _fstring(values: Sequence[ast.expr]) -> Text:
    shown = []
    for value in values:
        if isinstance(value, ast.Constant):
            shown.append(str(value.value))
        elif isinstance(value, ast.FormattedValue):
            shown.append(f"{{{ast.unparse(value.value)}}}")
    plain = all(isinstance(value, ast.Constant) for value in values)
    return Text("".join(shown), "literal" if plain else "eager")
