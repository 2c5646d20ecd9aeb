"""Cuts a question into tokens, each with its place in the text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QuerySyntaxError
from venus_logging.query.tree import wild_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Token", "tokens"]

_SPACE: Final = re.compile(r"\s+")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_FIELD: Final = re.compile(r"(@?[A-Za-z_][\w.@-]*)(:|\s*(?:<=|>=|<|>|=))")
_WORD: Final = re.compile(r"[^\s\"()\[\]{}|*?,]+")
_REGEX: Final = re.compile(r"/((?:[^/\\]|\\.)+)/(?=[\s()\[\]{}|,]|\Z)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_MARKS: Final = "()[]{}|*?,"
_WILD: Final = ("*", "?")
_RUNS: Final = re.compile(r"(\\.)|\*+", re.DOTALL)
_PARTS: Final = ("word", "string", "*", "?")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, what it means, where it starts and ends in the text.

    Kinds: ``field`` (text is the name, ``operator`` what follows it), ``string``, ``word``, ``wild`` (text is
    the pattern of a ``Wildcard``), ``regex`` (text is that of a ``Regex``), ``end``, and each of the marks
    ``( ) [ ] { } | * ,``.
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
    parts: list[Token] = []
    for token in _pieces(text):
        if parts and not (token.kind in _PARTS and token.start == parts[-1].end):
            yield _value(parts)
            parts = []
        if token.kind in _PARTS:
            parts.append(token)
        else:
            yield token


def _pieces(text: str) -> Iterator[Token]:
    position = 0
    last = Token("end", "", -1, -1)
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        last = _next(text, position, last)
        yield last
        position = last.end
    yield Token("end", "", len(text), len(text))


def _value(parts: list[Token]) -> Token:
    """Words, quoted texts and wild marks that touch each other as one token."""
    start, end = parts[0].start, parts[-1].end
    if not any(part.kind in _WILD for part in parts):
        kind = "word" if len(parts) == 1 and parts[0].kind == "word" else "string"
        return Token(kind, "".join(part.text for part in parts), start, end)
    pattern = "".join(part.kind if part.kind in _WILD else wild_text(part.text) for part in parts)
    pattern = _RUNS.sub(lambda match: match[1] or "*", pattern)
    return Token("*" if pattern == "*" else "wild", pattern, start, end)


def _next(text: str, position: int, last: Token) -> Token:
    char = text[position]
    if char == '"':
        return _string(text, position)
    if char in _MARKS:
        return Token(char, char, position, position + 1)
    # NOTE: behind a field name a word is a value, and its colons and signs belong to it (times, URLs, addresses); so do
    # those of a word that goes on with a value.
    touching = last.kind in _PARTS and last.end == position
    match = None if last.kind == "field" or touching else _FIELD.match(text, position)
    if match:
        operator = match[2].strip()
        return Token("field", match[1], position, match.end(), ":" if operator == "=" else operator)
    regex = None if touching else _REGEX.match(text, position)
    if regex:
        return Token("regex", _ESCAPED.sub(_unslashed, regex[1]), position, regex.end())
    word = _WORD.match(text, position)
    if word is None:  # every character is a space, a quote, a mark or a word's
        raise QuerySyntaxError(f"unexpected character {char!r}", text=text, position=position)
    return Token("word", word[0], position, word.end())


def _unslashed(match: re.Match[str]) -> str:
    return "/" if match[1] == "/" else match[0]


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
