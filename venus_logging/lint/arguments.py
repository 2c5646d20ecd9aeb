"""What a format string asks for, and what a log call gives it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from venus_logging.lint.model import Call

__all__ = ["Given", "Placeholder", "arguments", "given", "placeholders", "static"]

_REST: Final = re.compile(
    r"(?P<flags>[#0\- +]*)(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<conversion>.?)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One conversion of a format string; ``%%`` is none.

    Args:
        key: name of the mapping's key, None without one.
        conversion: its letter, empty when the text ends before it.
        start: where it begins, in characters from 0.
        end: where it ends.
    """

    key: str | None
    conversion: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Given:
    """What stands behind the message of a call.

    Args:
        positional: the arguments; with a mapping it is the only one.
        mapping: its values by key, where it is written out as a dict; None without one.
        complete: whether that is all: nothing unpacked, no key that only the run time knows.
        opaque: whether it is one argument which may or may not be a mapping.
    """

    positional: tuple[ast.expr, ...]
    mapping: Mapping[str, ast.expr] | None
    complete: bool
    opaque: bool = False

    @property
    def named(self) -> Iterator[tuple[str, ast.expr]]:
        """Each key with its value; nothing without a mapping."""
        yield from (self.mapping or {}).items()


def placeholders(text: str) -> list[Placeholder]:
    """The conversions of a %-text, in its order; a broken one has no or an impossible letter.

    Args:
        text: before formatting.
    """
    found = []
    place = text.find("%")
    while place >= 0:
        if text.startswith("%", place + 1):
            place = text.find("%", place + 2)
            continue
        key, end = _key(text, place + 1)
        rest = _REST.match(text, end)
        assert rest is not None
        stars = [each for each in (rest["width"], rest["precision"]) if each == "*"]
        found += [Placeholder(None, "*", place, rest.end())] * len(stars)
        found.append(Placeholder(key, rest["conversion"], place, rest.end()))
        place = text.find("%", rest.end())
    return found


def given(call: Call) -> Given:
    """What a call gives its format; a mapping is followed through a name that stands for one dict alone.

    Args:
        call: a log call.
    """
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    if len(call.args) != 1 or starred:
        return Given(call.args, None, not starred)
    values = call.values(call.args[0])
    pairs = _pairs(values[0]) if len(values) == 1 else None
    if pairs is None:
        plain = all(isinstance(each, ast.Constant | ast.JoinedStr) for each in values)
        return Given(call.args, None, complete=True, opaque=not plain)
    known = {key.value: value for key, value in pairs if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return Given(call.args, known, all(isinstance(key, ast.Constant) for key, _ in pairs))


def arguments(call: Call) -> list[ast.expr]:
    """What a call gives its format, one by one: the values of a mapping that is written out, else the arguments.

    Args:
        call: a log call.
    """
    found = given(call)
    return list(found.positional if found.mapping is None else found.mapping.values())


def static(text: str) -> str:
    """What a format says without its conversions.

    Args:
        text: before formatting.
    """
    parts = []
    end = 0
    for each in placeholders(text):
        parts.append(text[end : each.start])
        end = max(end, each.end)
    return "".join((*parts, text[end:])).replace("%%", "%")


def _key(text: str, start: int) -> tuple[str | None, int]:
    """The key in parentheses behind a per cent sign, which may have parentheses inside, and where it ends."""
    if not text.startswith("(", start):
        return None, start
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return text[start + 1 : place], place + 1
    return text[start + 1 :], len(text)


def _pairs(node: ast.expr | None) -> list[tuple[ast.expr | None, ast.expr]] | None:
    """Keys and values of a dict that is written out; a key is None where something is unpacked."""
    match node:
        case ast.Dict(keys=keys, values=values):
            return list(zip(keys, values, strict=True))
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
            return [(None if each.arg is None else ast.Constant(value=each.arg), each.value) for each in keywords]
        case _:
            return None
