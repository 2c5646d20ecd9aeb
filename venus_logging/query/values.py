"""From a token to a leaf of the tree: what a field's kind makes of a value, and a clear error for what it cannot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QuerySyntaxError
from venus_logging.event.severity import NAMES, number_of_name
from venus_logging.query.tree import Compare, Equal, Exists, Filter, Operand, Prefix, Text
from venus_logging.query.windows import EXPECTED_TIME, parse_time

if TYPE_CHECKING:
    from venus_logging.query.fields import Field
    from venus_logging.query.lexer import Token

__all__ = ["comparison", "equality", "prefix", "text", "words"]

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
        raise QuerySyntaxError(
            f"nothing to search for in {token.text!r}",
            text=question,
            position=token.start,
            expected="a word with letters or digits",
        )
    return Text(field.name if field else None, token.text, starred)


def equality(question: str, field: Field, token: Token) -> Filter:
    """``field:value``."""
    if field.kind == "text":
        return text(question, field, token)
    name, value = _operand(question, field, token)
    return Equal(name, value)


def prefix(question: str, field: Field, token: Token) -> Filter:
    """``field:value*``; an empty value asks whether the field exists."""
    if field.kind == "text":
        return text(question, field, token, starred=True)
    if field.kind not in ("keyword", "free"):
        raise _wrong(question, field, token, f"{field.name} is of kind {field.kind}: it has no prefix", "a whole value")
    return Prefix(field.name, token.text) if token.text else Exists(field.name)


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
        number = float(token.text)
    except ValueError:
        number = float("nan")
    if number - number != 0:  # neither infinite nor not a number
        raise _wrong(
            question, field, token, f"bad number {token.text!r} for {field.name}", "a number such as 12 or 0.5"
        )
    return number


def _wrong(question: str, field: Field, token: Token, message: str, expected: str) -> QuerySyntaxError:
    hint = f"{field.name}: {field.brief}" if field.brief else ""
    return QuerySyntaxError(message, text=question, position=token.start, expected=expected, hint=hint)
