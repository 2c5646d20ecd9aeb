"""A small dialect of regular expressions: a pattern comes in, a tree goes out that every store prints for its engine.

The grammar, lowest precedence first::

    either = join {"|" join}
    join   = {one [repeat]}
    one    = character | "." | "\\d" | "\\w" | "\\s" | "\\" sign | "[" ["^"] members "]" | "(" either ")"
    repeat = "*" | "+" | "?" | "{" m "}" | "{" m ",}" | "{" m "," n "}"

``.`` is any character, ``\\d`` 0 to 9, ``\\w`` an ASCII letter, digit or ``_``, ``\\s`` ASCII white space, the same in
every store. There are no anchors, since a whole value or word has to fit, no look-around, no back references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from venus_logging.errors import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "ANY", "Chars", "Dialect", "Either", "Join", "Literal", "Matcher", "Node", "Repeat", "joined", "read", "size",
    "write",
]  # fmt: skip

MAX_LENGTH: Final = 200
MAX_SIZE: Final = 500
MAX_REPEAT: Final = 100
_REPEAT: Final = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}", re.ASCII)
_REPEATS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_CLASSES: Final = {"d": "09", "w": "09AZaz__", "s": "\t\r  "}
_NAMED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_MOST_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Literal:
    """One or more characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Chars:
    """Any one character of these inclusive ranges; negated, any one outside of them."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def __contains__(self, char: str) -> bool:
        return any(low <= char <= high for low, high in self.ranges) != self.negated


@dataclass(frozen=True, slots=True)
class Join:
    """One after the other; of none, the empty text."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any one of several."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """So many times; ``most`` None is without end."""

    item: Node
    least: int
    most: int | None


Node: TypeAlias = "Literal | Chars | Join | Either | Repeat"
ANY: Final = Chars((), negated=True)


def read(pattern: str) -> Node:
    """The tree of a pattern.

    Args:
        pattern: at most 200 characters, and at most 500 with its repetitions written out.

    Raises:
        QuerySyntaxError: with the position in the pattern and what was expected.
    """
    reader = _Reader(pattern)
    if len(pattern) > MAX_LENGTH:
        reader.fail(f"regular expression of {len(pattern)} characters", MAX_LENGTH, f"at most {MAX_LENGTH}")
    node = reader.either()
    if reader.at < len(pattern):
        reader.fail("unexpected ')'", reader.at, "a ( before it, or \\)")
    if size(node) > MAX_SIZE:
        reader.fail(f"regular expression of {size(node)} steps", 0, f"at most {MAX_SIZE}: repeat less")
    return node


def joined(nodes: Iterable[Node]) -> Node:
    """The nodes one after the other, neighbouring texts as one."""
    items: list[Node] = []
    for node in nodes:
        if isinstance(node, Literal) and items and isinstance(items[-1], Literal):
            items[-1] = Literal(items[-1].text + node.text)
        else:
            items.append(node)
    return items[0] if len(items) == 1 else Join(tuple(items))


def size(node: Node) -> int:
    """How many characters the pattern has with its repetitions written out."""
    if isinstance(node, Repeat):
        return size(node.item) * max(node.least, 1 if node.most is None else node.most)
    if isinstance(node, (Join, Either)):
        return sum(map(size, node.items))
    return len(node.text) if isinstance(node, Literal) else 1


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self.at = 0

    def fail(self, message: str, position: int, expected: str) -> NoReturn:
        raise QuerySyntaxError(message, text=self._text, position=position, expected=expected)

    @property
    def _now(self) -> str:
        return self._text[self.at : self.at + 1]

    def _take(self) -> str:
        char = self._now
        self.at += 1
        return char

    def either(self) -> Node:
        items = [self._join()]
        while self._now == "|":
            self._take()
            items.append(self._join())
        return Either(tuple(items)) if len(items) > 1 else items[0]

    def _join(self) -> Node:
        items: list[Node] = []
        while self._now not in ("", "|", ")"):
            item = self._repeated(self._one())
            items += item.items if isinstance(item, Join) else (item,)
        return joined(items)

    def _one(self) -> Node:
        start, char = self.at, self._take()
        if char == "(":
            return self._group(start)
        if char == "[":
            return self._class(start)
        if char == ".":
            return ANY
        if char == "\\":
            return self._escape(start)
        if char in "*+?{":
            self.fail(f"nothing to repeat before {char!r}", start, f"a character before it, or \\{char}")
        if char in "^$":
            self.fail(f"unexpected {char!r}", start, f"no anchor, as the whole has to fit, or \\{char}")
        if char in "]}":
            self.fail(f"unexpected {char!r}", start, f"\\{char}")
        return Literal(char)

    def _group(self, start: int) -> Node:
        if self._now == "?":
            self.fail("unexpected (?", start, "a plain group ( )")
        inner = self.either()
        if self._take() != ")":
            self.fail("group does not end", start, "a closing )")
        return inner

    def _escape(self, start: int) -> Node:
        char = self._take()
        if char in _CLASSES:
            return Chars(_ranges(_CLASSES[char]))
        return Literal(self._escaped(char, start))

    def _escaped(self, char: str, start: int) -> str:
        if char in _NAMED:
            return _NAMED[char]
        if not char or char.isalnum():
            self.fail(f"bad escape \\{char}", start, "\\d \\w \\s \\n \\t \\r, or \\ before a sign")
        return char

    def _class(self, start: int) -> Node:
        negated = self._now == "^"
        self.at += negated
        ranges: list[tuple[str, str]] = []
        while self._now != "]":
            ranges += self._member(start)
        self._take()
        if not ranges:
            self.fail("empty class", start, "a character between [ and ]")
        return Chars(tuple(ranges), negated)

    def _member(self, start: int) -> tuple[tuple[str, str], ...]:
        place = self.at
        if self._now == "\\" and self._text[place + 1 : place + 2] in _CLASSES:
            self.at += 2
            return _ranges(_CLASSES[self._text[place + 1]])
        low = self._char(start)
        if self._now != "-" or self._text[self.at + 1 : self.at + 2] in ("]", ""):
            return ((low, low),)
        self._take()
        high = self._char(start)
        if high < low:
            self.fail(f"range {low}-{high} is upside down", place, f"{high}-{low}")
        return ((low, high),)

    def _char(self, start: int) -> str:
        place, char = self.at, self._take()
        if not char:
            self.fail("class does not end", start, "a closing ]")
        if char == "[":
            self.fail("unexpected '['", place, "\\[ in a class")
        return self._escaped(self._take(), place) if char == "\\" else char

    def _repeated(self, item: Node) -> Node:
        start, char = self.at, self._now
        if char in _REPEATS and char:
            self._take()
            least, most = _REPEATS[char]
        elif char == "{":
            least, most = self._bounds()
        else:
            return item
        if self._now and self._now in "*+?{":
            expected = f"a group ( ) around what is repeated, or \\{self._now}"
            self.fail(f"unexpected {self._now!r} behind a repetition", self.at, expected)
        if max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            self.fail("bad repetition", start, f"{{m,n}} with m <= n <= {MAX_REPEAT}")
        return Repeat(item, least, most)

    def _bounds(self) -> tuple[int, int | None]:
        match = _REPEAT.match(self._text, self.at)
        if match is None:
            self.fail("bad repetition", self.at, "{m}, {m,} or {m,n}, or \\{")
        self.at = match.end()
        least = int(match[1])
        if match[3]:
            return least, int(match[3])
        return least, None if match[2] else least


def _ranges(ends: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(ends[::2], ends[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes patterns.

    Args:
        literal: one or more characters.
        chars: any one of some characters.
        group: what opens a group that ``)`` closes.
        nothing: the empty text.
    """

    literal: Callable[[str], str]
    chars: Callable[[Chars], str]
    group: str = "("
    nothing: str = "()"


def write(node: Node, dialect: Dialect) -> str:
    """The pattern as an engine reads it.

    Args:
        node: the pattern.
        dialect: how the engine writes what differs.
    """
    if isinstance(node, Literal):
        return dialect.literal(node.text)
    if isinstance(node, Chars):
        return dialect.chars(node)
    if isinstance(node, Join):
        parts = [_grouped(each, dialect) if isinstance(each, Either) else write(each, dialect) for each in node.items]
        return "".join(parts) or dialect.nothing
    if isinstance(node, Either):
        return "|".join(write(each, dialect) for each in node.items)
    single = isinstance(node.item, Chars) or (isinstance(node.item, Literal) and len(node.item.text) == 1)
    item = write(node.item, dialect) if single else _grouped(node.item, dialect)
    return item + _times(node.least, node.most)


def _grouped(node: Node, dialect: Dialect) -> str:
    return f"{dialect.group}{write(node, dialect)})"


def _times(least: int, most: int | None) -> str:
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
    if short:
        return short
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most is None else most}}}"


class Matcher:
    """Says whether a whole text fits a pattern, in a time that grows with the text alone.

    All paths through the pattern are walked at once, and what was seen is kept.

    Args:
        node: the pattern.
    """

    _END: Final = 0

    def __init__(self, node: Node) -> None:
        self._steps: list[tuple[Chars, int] | None] = [None]
        self._jumps: dict[int, list[int]] = {}
        self._start = self._closed([self._build(node, self._END)])
        self._known: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def fits(self, text: str) -> bool:
        """Whether the whole text fits."""
        now = self._start
        for char in text:
            after = self._known.get((now, char))
            if after is None:
                after = self._after(now, char)
            if not after:
                return False
            now = after
        return self._END in now

    def _after(self, now: frozenset[int], char: str) -> frozenset[int]:
        steps = (self._steps[place] for place in now)
        after = self._closed([step[1] for step in steps if step is not None and char in step[0]])
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[now, char] = after
        return after

    def _closed(self, places: list[int]) -> frozenset[int]:
        """The places and those that they jump to."""
        seen: set[int] = set()
        left = list(places)
        while left:
            place = left.pop()
            if place not in seen:
                seen.add(place)
                left += self._jumps.get(place, ())
        return frozenset(place for place in seen if place not in self._jumps)

    def _build(self, node: Node, then: int) -> int:
        """The place where a pattern begins that goes on to another."""
        if isinstance(node, Literal):
            for char in reversed(node.text):
                then = self._step(Chars(((char, char),)), then)
            return then
        if isinstance(node, Chars):
            return self._step(node, then)
        if isinstance(node, Join):
            for each in reversed(node.items):
                then = self._build(each, then)
            return then
        if isinstance(node, Either):
            return self._jump([self._build(each, then) for each in node.items])
        return self._repeat(node, then)

    def _repeat(self, node: Repeat, then: int) -> int:
        if node.most is None:
            start = self._jump([then])
            self._jumps[start].append(self._build(node.item, start))
        else:
            start = then
            for _ in range(node.most - node.least):
                start = self._jump([self._build(node.item, start), then])
        for _ in range(node.least):
            start = self._build(node.item, start)
        return start

    def _step(self, chars: Chars, then: int) -> int:
        self._steps.append((chars, then))
        return len(self._steps) - 1

    def _jump(self, targets: list[int]) -> int:
        self._steps.append(None)
        self._jumps[len(self._steps) - 1] = targets
        return len(self._steps) - 1
