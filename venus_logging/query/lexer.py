"""Cuts a question into tokens, each with its place in the text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Token", "tokens"]

_SPACE: Final = re.compile(r"\s+")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_FIELD: Final = re.compile(r"(@?[A-Za-z_][\w.@-]*)(<=|>=|:|<|>|=)")
_WORD: Final = re.compile(r"[^\s\"()\[\]{}|*,]+")
_MARKS: Final = "()[]{}|*,"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, what it means, where it starts and ends in the text.

    Kinds: ``field`` (text is the name, ``operator`` what follows it), ``string``, ``word``, ``end``, and each
    of the marks ``( ) [ ] { } | * ,``.
    """

    kind: str
    text: str
    start: int
    end: int
    operator: str = ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a question, the last of kind ``end``.

    Args:
        text: the question.

    Raises:
        QuerySyntaxError: a quoted text does not end or has a bad escape.
    """
    position = 0
    behind_field = False
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        token = _next(text, position, behind_field=behind_field)
        yield token
        behind_field = token.kind == "field"
        position = token.end
    yield Token("end", "", len(text), len(text))


def _next(text: str, position: int, *, behind_field: bool) -> Token:
    char = text[position]
    if char == '"':
        return _string(text, position)
    if char in _MARKS:
        return Token(char, char, position, position + 1)
    # NOTE: behind a field name a word is a value, and its colons and signs belong to it (times, URLs, addresses).
    match = None if behind_field else _FIELD.match(text, position)
    if match:
        operator = ":" if match[2] == "=" else match[2]
        return Token("field", match[1], position, match.end(), operator)
    word = _WORD.match(text, position)
    if word is None:  # every character is a space, a quote, a mark or a word's
        raise QuerySyntaxError(f"unexpected character {char!r}", text=text, position=position)
    return Token("word", word[0], position, word.end())


def _string(text: str, position: int) -> Token:
    match = _STRING.match(text, position)
    if match is None:
        raise QuerySyntaxError("quoted text does not end", text=text, position=position, expected='a closing "')
    try:
        value = json.loads(match[0], strict=False)
    except ValueError as problem:
        raise QuerySyntaxError(
            f"bad escape in {match[0]}", text=text, position=position, expected='\\" \\\\ \\n \\t or \\u00e9'
        ) from problem
    return Token("string", value, position, match.end())
