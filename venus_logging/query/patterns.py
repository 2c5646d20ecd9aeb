"""What wildcards and regular expressions match: a whole value of a keyword, or words of a text next to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.query.regex import ANY, Chars, Either, Join, Literal, Node, Repeat, joined, read
from venus_logging.query.tree import Wildcard, wild_pieces

if TYPE_CHECKING:
    from venus_logging.query.tree import Regex

__all__ = ["phrase", "whole"]

_WORD: Final = re.compile(r"[^\W_]")
_SPACE: Final = " "
_RUN: Final = Repeat(ANY, 0, None)
_WILD: Final[dict[str, Node]] = {"*": _RUN, "?": ANY}


def whole(item: Wildcard | Regex) -> Node:
    """The pattern that a whole value of a keyword or free field fits; case counts.

    Raises:
        QuerySyntaxError: a regular expression that cannot be read.
    """
    if isinstance(item, Wildcard):
        return joined(_WILD[text] if wild else Literal(text) for text, wild in wild_pieces(item.pattern))
    return read(item.pattern)


def phrase(item: Wildcard | Regex) -> tuple[Node, ...]:
    """The patterns that words of a text fit, next to each other; words are lower case, and so are the patterns.

    A wildcard is cut where a text is: ``*twork-vif-plugg*`` is a word that ends in twork, then vif, then one that
    begins with plugg. A regular expression is cut at its spaces, save those inside of alternatives and repetitions. Of
    nothing, nothing is found.

    Raises:
        QuerySyntaxError: a regular expression that cannot be read.
    """
    if isinstance(item, Wildcard):
        return _cut_wildcard(item.pattern)
    return tuple(_lower(each) for each in _cut(read(item.pattern)))


def _cut_wildcard(pattern: str) -> tuple[Node, ...]:
    words: list[list[Node]] = [[]]
    for text, wild in wild_pieces(pattern):
        for char in text:
            if wild:
                words[-1].append(_WILD[char])
            elif _WORD.fullmatch(char):
                words[-1].append(Literal(char.lower()))
            elif words[-1]:
                words.append([])
    # NOTE: * is also the empty run: alone at an end it asks for nothing, alone inside for any one word.
    while words and set(words[0]) <= {_RUN}:
        words.pop(0)
    while words and set(words[-1]) <= {_RUN}:
        words.pop()
    return tuple(joined(word) for word in words)


def _cut(node: Node) -> list[Node]:
    """The parts of a pattern between its spaces."""
    parts: list[list[Node]] = [[]]
    for item in node.items if isinstance(node, Join) else (node,):
        texts = item.text.split(_SPACE) if isinstance(item, Literal) else [""]
        for place, text in enumerate(texts):
            if place:
                parts.append([])
            if isinstance(item, Literal):
                parts[-1] += [Literal(text)] if text else []
            else:
                parts[-1].append(item)
    return [joined(part) for part in parts if part]


def _lower(node: Node) -> Node:
    """The pattern of the lower-case words of what the pattern meant."""
    if isinstance(node, Literal):
        return Literal(node.text.lower())
    if isinstance(node, Chars):
        ranges = ((low.lower(), high.lower()) if _cased(low, high) else (low, high) for low, high in node.ranges)
        return Chars(tuple(ranges), node.negated)
    if isinstance(node, Repeat):
        return Repeat(_lower(node.item), node.least, node.most)
    return (Join if isinstance(node, Join) else Either)(tuple(_lower(each) for each in node.items))


def _cased(low: str, high: str) -> bool:
    """Whether a range of characters has a lower-case one: one character, or ASCII letters."""
    return (low == high and len(low.lower()) == 1) or "A" <= low <= high <= "Z"
