"""The tree of a question: filters, times and stages, all frozen; ``str()`` of each prints what parses to it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "UNITS", "Absolute", "All", "And", "Bucket", "Compare", "Equal", "Exists", "Filter", "Limit", "Not",
    "Operand", "Or", "Prefix", "Query", "Relative", "Scalar", "Stage", "Stats", "Text", "Time", "quote", "walk",
]  # fmt: skip

Scalar: TypeAlias = "str | int | float | bool"
UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
"""Units of relative times and buckets, in seconds."""

_PLAIN_WORD: Final = re.compile(r"[^\s\"()\[\]{}|:*?<>=\\,]+")
_KEYWORDS: Final = frozenset(("AND", "OR", "NOT", "TO"))


def quote(text: str) -> str:
    """The text as it must be written in a question: bare if that reads back as itself, else as a JSON string."""
    plain = _PLAIN_WORD.fullmatch(text) and text.isprintable() and text not in _KEYWORDS
    if plain and not text.startswith(("-", "+", "!")):
        return text
    return json.dumps(text, ensure_ascii=False)


def _print_value(value: Operand) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(value) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Relative:
    """A time before or after now, in seconds (0 is now)."""

    seconds: int = 0

    def __str__(self) -> str:
        if not self.seconds:
            return "now"
        sign = "-" if self.seconds < 0 else "+"
        amount = abs(self.seconds)
        unit = next(name for name, size in reversed(UNITS.items()) if amount % size == 0)
        return f"now{sign}{amount // UNITS[unit]}{unit}"


@dataclass(frozen=True, slots=True)
class Absolute:
    """A point in time as written: a date, or a date and time with or without a zone."""

    text: str

    def __str__(self) -> str:
        return self.text if _PLAIN_TIME.fullmatch(self.text) else json.dumps(self.text)


_PLAIN_TIME: Final = re.compile(r"[0-9T:.+Zz-]+")
Time: TypeAlias = "Relative | Absolute"
Operand: TypeAlias = "Scalar | Relative | Absolute"


@dataclass(frozen=True, slots=True)
class All:
    """Every event."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a text field, next to each other; ``field`` None means body and exception message.

    A text has no exact form: it is cut into lower-case runs of letters and digits on both sides.
    """

    field: str | None
    text: str
    prefix: bool = False

    def __str__(self) -> str:
        head = f"{self.field}:" if self.field else ""
        if self.prefix:
            return f"{head}{quote(self.text)}*"
        return head + quote(self.text)


@dataclass(frozen=True, slots=True)
class Equal:
    """A keyword, number or boolean field (or one member of a list) has exactly this value."""

    field: str
    value: Operand

    def __str__(self) -> str:
        return f"{self.field}:{_print_value(self.value)}"


@dataclass(frozen=True, slots=True)
class Prefix:
    """A keyword field begins with this text; case counts."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}:{quote(self.text)}*"


@dataclass(frozen=True, slots=True)
class Compare:
    """A number, time, severity or keyword field stands in this relation to a value; keywords by code point."""

    field: str
    operator: str
    value: Operand

    def __str__(self) -> str:
        return f"{self.field}{self.operator}{_print_value(self.value)}"


@dataclass(frozen=True, slots=True)
class Exists:
    """The event has this field."""

    field: str

    def __str__(self) -> str:
        return f"{self.field}:*"


@dataclass(frozen=True, slots=True)
class Not:
    """Events that the inner filter does not find."""

    item: Filter

    def __str__(self) -> str:
        return f"NOT {_inner(self.item)}"


@dataclass(frozen=True, slots=True)
class And:
    """Events that every filter finds; at least two."""

    items: tuple[Filter, ...]

    def __str__(self) -> str:
        return " ".join(_inner(item) for item in self.items)


@dataclass(frozen=True, slots=True)
class Or:
    """Events that any filter finds; at least two."""

    items: tuple[Filter, ...]

    def __str__(self) -> str:
        return " OR ".join(_inner(item) for item in self.items)


Filter: TypeAlias = "All | Text | Equal | Prefix | Compare | Exists | Not | And | Or"


def _inner(item: Filter) -> str:
    return f"({item})" if isinstance(item, (And, Or)) else str(item)


def walk(item: Filter) -> Iterator[Filter]:
    """The filter and every filter inside it."""
    yield item
    if isinstance(item, Not):
        yield from walk(item.item)
    elif isinstance(item, (And, Or)):
        for each in item.items:
            yield from walk(each)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Groups by time: buckets of so many seconds, counted from the epoch in UTC."""

    seconds: int

    def __str__(self) -> str:
        return f"time({str(Relative(self.seconds))[4:]})"


@dataclass(frozen=True, slots=True)
class Stats:
    """The stage ``stats count() by ...``: how many events there are for each group."""

    by: tuple[str | Bucket, ...] = ()

    def __str__(self) -> str:
        head = "stats count()"
        keys = [quote(key) if isinstance(key, str) else str(key) for key in self.by]
        return f"{head} by {', '.join(keys)}" if keys else head


@dataclass(frozen=True, slots=True)
class Limit:
    """The stage ``limit N``: only the first rows."""

    rows: int

    def __str__(self) -> str:
        return f"limit {self.rows}"


Stage: TypeAlias = "Stats | Limit"


@dataclass(frozen=True, slots=True)
class Query:
    """A question: which events, of when, and what to make of them."""

    filter: Filter = field(default_factory=All)
    since: Time | None = None
    until: Time | None = None
    stages: tuple[Stage, ...] = ()

    def __str__(self) -> str:
        words = [] if isinstance(self.filter, All) else [_top(self.filter)]
        words += [f"{name}:{time}" for name, time in (("since", self.since), ("until", self.until)) if time is not None]
        return " | ".join([" ".join(words) or "*", *(str(stage) for stage in self.stages)])


def _top(item: Filter) -> str:
    # NOTE: "a OR b since:..." would read as "a OR (b since:...)".
    return f"({item})" if isinstance(item, Or) else str(item)
