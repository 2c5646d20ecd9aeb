"""Patterns as the engine reads them: of a whole value, and of words next to each other."""

from __future__ import annotations

from itertools import groupby
from string import punctuation
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from venus_logging.query.regex import ANY, Chars, Dialect, Literal, Repeat, write
from venus_logging.store.opensearch.template import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venus_logging.query.regex import Node

__all__ = ["cut_words", "fitting", "next_to_each_other", "regexp"]

Json: TypeAlias = "dict[str, Any]"

_MOST_WORDS: Final = 1_024
"""Words that a pattern in a phrase may stand for; the engine takes no more."""


def regexp(path: str, node: Node) -> Json:
    """Terms that fit a pattern as a whole."""
    return {"regexp": {path: {"value": write(node, _DIALECT), "flags": "NONE"}}}


def fitting(path: str, nodes: Sequence[Node]) -> Json:
    """Texts with words next to each other that fit patterns, one each; at least one."""
    if len(nodes) == 1:
        only = nodes[0]
        return {"term": {path: only.text}} if isinstance(only, Literal) else regexp(path, only)
    parts: list[Json] = []
    for plain, group in groupby(nodes, key=_is_plain):
        run = list(group)
        parts += _run(list(map(_text_of, run))) if plain else map(_word, run)
    return next_to_each_other(path, parts)


def next_to_each_other(path: str, parts: Sequence[Json]) -> Json:
    """Texts in which parts of phrases follow each other."""
    return {"intervals": {path: {"all_of": {"ordered": True, "max_gaps": 0, "intervals": list(parts)}}}}


def cut_words(words: Sequence[str]) -> Json:
    """Words next to each other, as a part of a phrase; a gap between two words is any one word."""
    return {"query": " ".join(words), "analyzer": "venus_gaps", "ordered": True, "max_gaps": 0}


def _run(words: list[str]) -> list[Json]:
    """The parts for words and gaps; the engine counts only gaps between words."""
    named = [place for place, word in enumerate(words) if word != GAP]
    if not named:
        return [_word(_ANY_WORD)] * len(words)
    first, end = named[0], named[-1] + 1
    before, behind = [_word(_ANY_WORD)] * first, [_word(_ANY_WORD)] * (len(words) - end)
    return [*before, {"match": cut_words(words[first:end])}, *behind]


def _is_plain(node: Node) -> bool:
    return isinstance(node, Literal) or _is_any(node)


def _text_of(node: Node) -> str:
    return node.text if isinstance(node, Literal) else GAP


def _word(node: Node) -> Json:
    return {"regexp": {"pattern": write(node, _DIALECT), "flags": "NONE", "max_expansions": _MOST_WORDS}}


def _is_any(node: Node) -> bool:
    """Whether every word fits."""
    return isinstance(node, Repeat) and node.item == ANY and node.least <= 1 and node.most is None


def _literal(text: str) -> str:
    return "".join(f"\\{each}" if each in _SIGNS else each for each in text)


def _chars(chars: Chars) -> str:
    if chars == ANY:
        return "."
    members = "".join(_range(low, high) for low, high in chars.ranges)
    return f"[{'^' if chars.negated else ''}{members}]"


def _range(low: str, high: str) -> str:
    """The members of a class; OpenSearch 3 knows no range that begins with an escaped sign."""
    single = ""
    while low <= high and low in _SIGNS:
        single, low = f"{single}\\{low}", chr(ord(low) + 1)
    while low <= high and high in _SIGNS:
        single, high = f"{single}\\{high}", chr(ord(high) - 1)
    if low > high:
        return single
    return f"{single}{low}" if low == high else f"{single}{low}-{high}"


_SIGNS: Final = frozenset(punctuation)
_ANY_WORD: Final = Repeat(ANY, 0, None)
_DIALECT: Final = Dialect(_literal, _chars)
