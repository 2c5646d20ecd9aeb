"""The tree of a question: filters, times and stages, all frozen; ``str()`` of each prints what parses to it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "COUNT", "UNITS", "UTC", "Absolute", "All", "And", "Bucket", "Compare", "Equal", "Exists", "Fields", "Filter",
    "Function", "Limit", "Not", "Operand", "Or", "Prefix", "Query", "Regex", "Relative", "Scalar", "Sort", "SortKey",
    "Stage", "Stats", "Text", "Time", "Top", "Where", "Wildcard", "quote", "walk", "wild_pieces", "wild_text",
]  # fmt: skip

Scalar: TypeAlias = "str | int | float | bool"
UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
"""Units of relative times and buckets, in seconds."""

UTC: Final = "UTC"
_PLAIN_WORD: Final = re.compile(r"[^\s\"()\[\]{}|:*?<>=\\,]+")
_KEYWORDS: Final = frozenset(("AND", "OR", "NOT", "TO"))
_WILD: Final = re.compile(r"\\(.)|([*?])|([^\\*?]+)", re.DOTALL)
_LITERAL: Final = re.compile(r"[\\*?]")
_SLASHED: Final = re.compile(r"/[^/]*/?")
_SLASH: Final = re.compile(r"(\\.)|/", re.DOTALL)


def quote(text: str) -> str:
    """The text as it must be written in a question: bare if that reads back as itself, else as a JSON string."""
    plain = _PLAIN_WORD.fullmatch(text) and text.isprintable() and text not in _KEYWORDS
    # NOTE: what begins with a slash, up to the next one, could be read as a regular expression.
    if plain and not text.startswith(("-", "+", "!")) and not _SLASHED.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def wild_text(text: str) -> str:
    """A text in which nothing is wild, as a part of the pattern of a ``Wildcard``."""
    return _LITERAL.sub(r"\\\g<0>", text)


def wild_pieces(pattern: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of the pattern of a ``Wildcard``: texts, and marks ``*`` and ``?``, each with whether it is wild."""
    pieces: list[tuple[str, bool]] = []
    for escaped, mark, plain in _WILD.findall(pattern):
        if mark:
            pieces.append((mark, True))
        elif pieces and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + (escaped or plain), False)
        else:
            pieces.append((escaped or plain, False))
    return tuple(pieces)


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
class Wildcard:
    """A whole value fits a pattern: ``*`` is any run of characters, ``?`` any one; a backslash makes them literal.

    Keywords and free fields fit as a whole, and case counts. In a text (``field`` None: body and exception message)
    words next to each other fit: ``query.patterns`` says how the pattern is cut.
    """

    field: str | None
    pattern: str

    def __str__(self) -> str:
        head = f"{self.field}:" if self.field else ""
        return head + "".join(text if wild else quote(text) for text, wild in wild_pieces(self.pattern))


@dataclass(frozen=True, slots=True)
class Regex:
    """A whole value fits a regular expression of the dialect of ``query.regex``; in a text, words next to each other.

    Slashes stand in the pattern as they are; only the printed form escapes them.
    """

    field: str | None
    pattern: str

    def __str__(self) -> str:
        head = f"{self.field}:" if self.field else ""
        return f"{head}/{_SLASH.sub(lambda match: match[1] or chr(92) + '/', self.pattern)}/"


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


Filter: TypeAlias = "All | Text | Equal | Prefix | Wildcard | Regex | Compare | Exists | Not | And | Or"


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
    """Groups by time: so many seconds counted from the epoch in UTC, or whole days of another zone."""

    seconds: int
    zone: str = UTC

    def __str__(self) -> str:
        zone = "" if self.zone == UTC else f", {quote(self.zone)}"
        return f"time({str(Relative(self.seconds))[4:]}{zone})"


@dataclass(frozen=True, slots=True)
class Function:
    """One value of a group.

    Args:
        name: count, count_distinct, sum, avg, min, max, first, last, or p for a percentile.
        field: of what; None for count.
        argument: which percentile, 0 to 100; None for the others.
        alias: the name of its column, if it is not the usual one.
    """

    name: str
    field: str | None = None
    argument: float | None = None
    alias: str | None = None

    @property
    def call(self) -> str:
        """The name with its argument, ``p95``."""
        return self.name if self.argument is None else f"{self.name}{self.argument:g}"

    @property
    def column(self) -> str:
        """The name of its column: ``count``, ``p95_openstack.operation.duration``, or the alias."""
        return self.alias or (f"{self.call}_{self.field}" if self.field else self.call)

    def __str__(self) -> str:
        alias = f" as {quote(self.alias)}" if self.alias else ""
        return f"{self.call}({quote(self.field) if self.field else ''}){alias}"


COUNT: Final = Function("count")


@dataclass(frozen=True, slots=True)
class Stats:
    """The stage ``stats f(...), ... by key, ...``: a row for each group of events, with the values of the functions."""

    functions: tuple[Function, ...] = (COUNT,)
    by: tuple[str | Bucket, ...] = ()

    def __str__(self) -> str:
        head = f"stats {', '.join(map(str, self.functions))}"
        keys = [quote(key) if isinstance(key, str) else str(key) for key in self.by]
        return f"{head} by {', '.join(keys)}" if keys else head


@dataclass(frozen=True, slots=True)
class Fields:
    """The stage ``fields a, b``: these columns; without a stats stage before it, a row for each event."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"fields {', '.join(map(quote, self.names))}"


@dataclass(frozen=True, slots=True)
class Where:
    """The stage ``where CONDITION``: the rows that a filter over the columns finds."""

    filter: Filter

    def __str__(self) -> str:
        return f"where {self.filter}"


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by."""

    column: str
    descending: bool = False

    def __str__(self) -> str:
        return f"{quote(self.column)} desc" if self.descending else quote(self.column)


@dataclass(frozen=True, slots=True)
class Sort:
    """The stage ``sort column [desc], ...``; equal rows stay in the order that they had."""

    keys: tuple[SortKey, ...]

    def __str__(self) -> str:
        return f"sort {', '.join(map(str, self.keys))}"


@dataclass(frozen=True, slots=True)
class Limit:
    """The stage ``limit N``: only the first rows."""

    rows: int

    def __str__(self) -> str:
        return f"limit {self.rows}"


@dataclass(frozen=True, slots=True)
class Top:
    """The stage ``top N [by column]``: the rows with the largest values, of the first function if none is named."""

    rows: int
    by: str | None = None

    def __str__(self) -> str:
        return f"top {self.rows} by {quote(self.by)}" if self.by else f"top {self.rows}"


Stage: TypeAlias = "Stats | Fields | Where | Sort | Limit | Top"


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
