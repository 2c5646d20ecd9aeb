"""From a token to a leaf of the tree: what a field's kind makes of a value, and a clear error for what it cannot."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QuerySyntaxError
from venus_logging.event.severity import NAMES, number_of_name
from venus_logging.query.patterns import phrase
from venus_logging.query.regex import Either, Join, Literal, Node, Repeat, read
from venus_logging.query.tree import (
    Compare,
    Equal,
    Filter,
    Operand,
    Prefix,
    Regex,
    Text,
    Wildcard,
    wild_pieces,
)
from venus_logging.query.units import UnitError, amount
from venus_logging.query.windows import EXPECTED_TIME, parse_time

if TYPE_CHECKING:
    from venus_logging.query.fields import Field
    from venus_logging.query.lexer import Token

__all__ = ["comparison", "equality", "regex", "text", "wildcard", "words"]

_TOKEN: Final = re.compile(r"[^\W_]+")
_LEVEL: Final = re.compile(r"\d{1,3}")
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}")
_BOOLEANS: Final = {"true": True, "false": False}
_NO_ORDER: Final = ("text", "boolean", "free")


def words(value: str) -> list[str]:
    """The words of a text as every store cuts it: lower-case runs of letters and digits."""
    return [word.lower() for word in _TOKEN.findall(value)]


def text(question: str, field: Field | None, token: Token, *, starred: bool = False) -> Filter:
    """Words next to each other in a text field, or in body and exception message."""
    if not words(token.text):
        raise _nothing(question, token)
    return Text(field.name if field else None, token.text, starred)


def equality(question: str, field: Field, token: Token) -> Filter:
    """``field:value``."""
    if field.kind == "text":
        return text(question, field, token)
    name, value = _operand(question, field, token)
    return Equal(name, value)


def wildcard(question: str, field: Field | None, token: Token) -> Filter:
    """``field:patt?rn*``, or the same of a word; one that only ends in a ``*`` is a beginning."""
    pieces = wild_pieces(token.text)
    beginning = [wild for _, wild in pieces] == [False, True] and pieces[1][0] == "*"
    if field is None or field.kind == "text":
        if beginning:
            return text(question, field, replace(token, text=pieces[0][0]), starred=True)
        found = Wildcard(field.name if field else None, token.text)
        if not phrase(found):
            raise _nothing(question, token)
        return found
    _patterned(question, field, token)
    return Prefix(field.name, pieces[0][0]) if beginning else Wildcard(field.name, token.text)


def regex(question: str, field: Field | None, token: Token) -> Filter:
    """``field:/pattern/``, or the same of words."""
    if field is not None and field.kind != "text":
        _patterned(question, field, token)
    try:
        node = read(token.text)
    except QuerySyntaxError as problem:
        position = min(token.start + 1 + problem.position, token.end)
        raise QuerySyntaxError(
            problem.message, text=question, position=position, expected=problem.expected
        ) from problem
    found = Regex(field.name if field else None, token.text)
    if field is None or field.kind == "text":
        _worded(question, token, node, top=True)
        if not phrase(found):
            raise _nothing(question, token)
    return found


def _patterned(question: str, field: Field, token: Token) -> None:
    if field.kind not in ("keyword", "free"):
        message = f"{field.name} is of kind {field.kind}: it has no pattern"
        raise _wrong(question, field, token, message, "a whole value")


def _worded(question: str, token: Token, node: Node, *, top: bool) -> None:
    """Refuses a pattern that no word can fit."""
    if isinstance(node, Literal):
        odd = next((char for char in node.text if not _TOKEN.fullmatch(char) and not (top and char == " ")), None)
        if odd is not None:
            raise QuerySyntaxError(
                f"{odd!r} is in no word of a text",
                text=question,
                position=token.start,
                expected="letters and digits, and one space between the patterns of two words",
            )
    elif isinstance(node, Repeat):
        _worded(question, token, node.item, top=False)
    elif isinstance(node, (Join, Either)):
        for each in node.items:
            _worded(question, token, each, top=top and isinstance(node, Join))


def _nothing(question: str, token: Token) -> QuerySyntaxError:
    return QuerySyntaxError(
        f"nothing to search for in {question[token.start : token.end]!r}",
        text=question,
        position=token.start,
        expected="a word with letters or digits",
    )


def comparison(question: str, field: Field, operator: str, token: Token) -> Filter:
    """``field>=value`` and its likes."""
    if field.kind in _NO_ORDER:
        message = f"{field.name} is of kind {field.kind}: it has no order"
        raise _wrong(question, field, token, message, f"{field.name}:value")
    name, value = _operand(question, field, token)
    return Compare(name, operator, value)


def _operand(question: str, field: Field, token: Token) -> tuple[str, Operand]:
    """The canonical field and the value that a token means for it."""
    value = token.text
    if field.kind == "severity":
        # NOTE: levels are ordered by number; the name that the source wrote is for display and grouping.
        number = int(value) if _LEVEL.fullmatch(value) else number_of_name(value)
        if number is None:
            raise _wrong(question, field, token, f"unknown level {value!r}", ", ".join(NAMES))
        return "severity_number", number
    if field.kind in ("integer", "number"):
        return field.name, _number(question, field, token)
    if field.kind == "boolean":
        if value.lower() not in _BOOLEANS:
            raise _wrong(question, field, token, f"bad value {value!r} for {field.name}", "true or false")
        return field.name, _BOOLEANS[value.lower()]
    if field.kind == "date":
        try:
            return field.name, parse_time(value)
        except ValueError as problem:
            raise _wrong(question, field, token, f"bad time {value!r}", EXPECTED_TIME) from problem
    return field.name, value


def _number(question: str, field: Field, token: Token) -> int | float:
    if _INTEGER.fullmatch(token.text):
        return int(token.text)
    try:
        return amount(token.text, field.unit)
    except UnitError as problem:
        raise _wrong(question, field, token, f"bad number {token.text!r} for {field.name}", str(problem)) from problem


def _wrong(question: str, field: Field, token: Token, message: str, expected: str) -> QuerySyntaxError:
    hint = f"{field.name}: {field.brief}" if field.brief else ""
    return QuerySyntaxError(message, text=question, position=token.start, expected=expected, hint=hint)
