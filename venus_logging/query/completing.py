"""What could stand at a place of a question: fields, values, stages, functions and columns, for shells and editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QuerySyntaxError, StoreError
from venus_logging.event.severity import NAMES
from venus_logging.query.lexer import tokens
from venus_logging.query.parser import parse
from venus_logging.query.tables import FUNCTIONS, column_fields, columns_of
from venus_logging.query.tree import Fields, Stats, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from venus_logging.query.fields import Field, FieldTable
    from venus_logging.query.lexer import Token

__all__ = ["Completion", "complete"]

_STAGES: Final = ("stats", "where", "fields", "sort", "limit", "top")
_CALLS: Final = (*(f"{name}(" for name in sorted(FUNCTIONS) if name != "p"), "p50(", "p95(", "p99(")
_TIMES: Final = ("now-15m", "now-1h", "now-24h", "now-7d")
_VALUES: Final = {"severity": tuple(NAMES), "boolean": ("true", "false"), "date": _TIMES}
_NAMED: Final = ("stats", "fields", "sort", "top")


@dataclass(frozen=True, slots=True)
class Completion:
    """One text that could stand at a place.

    Args:
        start: where in the question it begins; it replaces what is there up to the place.
        text: what to write, quoted if need be.
        brief: one line on what it is.
    """

    start: int
    text: str
    brief: str = ""


def complete(
    text: str, position: int, fields: FieldTable, values_of: Callable[[str, str], Iterable[str]] | None = None
) -> list[Completion]:
    """What could stand at a place of a question, in the order in which it is best shown.

    Args:
        text: the question so far; what is behind the place does not matter.
        position: the place, in characters from 0.
        fields: what may be named.
        values_of: the values of a field that begin with a text; None knows only those that do not depend on events.
    """
    head = text[:position]
    try:
        found = list(tokens(head))[:-1]
    except QuerySyntaxError:
        return []  # inside of quotes
    typed = bool(found) and found[-1].end == position and found[-1].kind in ("word", "field")
    before = found[:-1] if typed and found[-1].kind == "word" else found
    word = found[-1].text if typed and found[-1].kind == "word" else ""
    start = position - len(word)
    bar = max((place for place, token in enumerate(before) if token.kind == "|"), default=None)
    if before and before[-1].kind == "field":
        known = fields if bar is None else _columns(head[: before[bar].start], fields)
        options = _values(before[-1], known, word, values_of)
    elif bar is None:
        options = _names(fields, ":")
    else:
        options = _in_stage(before[bar + 1 :], head[: before[bar].start], fields)
    return [Completion(start, option, brief) for option, brief in options if option.startswith(word) and option != word]


def _names(fields: FieldTable, sign: str) -> Iterator[tuple[str, str]]:
    """Short names first, then whole ones."""
    short = {_short(field): field.brief for field in fields}
    yield from ((f"{name}{sign}", brief) for name, brief in short.items() if name)
    yield from sorted((f"{field.name}{sign}", field.brief) for field in fields)
    others = {alias: field.brief for field in fields for alias in field.aliases if alias not in short}
    yield from sorted((f"{alias}{sign}", brief) for alias, brief in others.items())


def _short(field: Field) -> str:
    """The short name of a field; names of other standards have dots."""
    return field.aliases[0] if field.aliases and "." not in field.aliases[0] else ""


def _values(
    token: Token, fields: FieldTable, word: str, values_of: Callable[[str, str], Iterable[str]] | None
) -> Iterator[tuple[str, str]]:
    if token.text in ("since", "until"):
        yield from ((time, "") for time in _TIMES)
        return
    field = fields.get(token.text)
    if field is None:
        return
    if field.kind in _VALUES:
        yield from ((value, field.brief) for value in _VALUES[field.kind])
    elif values_of is not None and field.kind in ("keyword", "free"):
        yield from ((quote(value), "") for value in values_of(field.name, word))


def _in_stage(before: Sequence[Token], head: str, fields: FieldTable) -> Iterator[tuple[str, str]]:
    """What could stand next in a stage, of which some tokens stand."""
    if not before:
        yield from ((f"{name} ", "") for name in _STAGES)
        return
    stage, last = before[0].text, before[-1]
    if stage == "where":
        yield from _names(_columns(head, fields), ":")
    elif stage == "stats":
        yield from _in_stats(before, fields)
    elif stage in _NAMED and (last.kind == "," or last is before[0] or last.text == "by"):
        yield from _names(_columns(head, fields), "")


def _in_stats(before: Sequence[Token], fields: FieldTable) -> Iterator[tuple[str, str]]:
    last = before[-1]
    grouped = any(token.text == "by" for token in before)
    if last.kind == "(" and before[-2].text in ("time", "count"):
        yield from ((duration, "") for duration in ("5m", "1h", "1d") if before[-2].text == "time")
    elif last.kind == "(":
        call = "p" if before[-2].text.startswith("p") else before[-2].text
        yield from _names_of(fields, FUNCTIONS.get(call, ()))
    elif last.text == "by" or (grouped and last.kind == ","):
        yield "time(", "buckets of time"
        yield from _names_of(fields, ("keyword", "severity", "integer", "number", "boolean"))
    elif last is before[0] or last.kind == ",":
        yield from ((call, "") for call in _CALLS)
    elif last.kind == ")" and not grouped:
        yield "by ", "groups"
        yield "as ", "the column's name"


def _names_of(fields: FieldTable, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    named: list[Field] = [field for field in fields if field.kind in kinds]
    yield from ((short, field.brief) for field in named if (short := _short(field)))
    yield from sorted((field.name, field.brief) for field in named)


def _columns(head: str, fields: FieldTable) -> FieldTable:
    """The columns behind the stages so far; the fields if there is no table yet or it cannot be read."""
    try:
        stages = parse(head, fields).stages
        tables = [stage for stage in stages if isinstance(stage, (Stats, Fields))]
        if not tables:
            return fields
        first = tables[0] if isinstance(tables[0], Stats) else Stats((), tables[0].names)
        return column_fields(columns_of(first, fields), fields)
    except (QuerySyntaxError, StoreError):
        return fields
