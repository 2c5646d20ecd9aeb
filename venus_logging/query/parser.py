"""Reads a question: a filter, then stages, each of which knows the columns of the one before.

The grammar; that of filters stands in ``query.filters``::

    question  = [filter] {"|" stage}
    stage     = "stats" function {"," function} ["by" key {"," key}] | "where" filter | "fields" name {"," name}
              | "sort" name ["desc"] {"," name ["desc"]} | "limit" number | "top" number ["by" name]
    function  = "count" "(" ")" | call "(" field ")" ["as" name]
    call      = "count_distinct" | "sum" | "avg" | "min" | "max" | "first" | "last" | "p" number
    key       = field | "time" "(" duration ["," zone] ")"

``since:`` and ``until:`` stand beside the filter and limit the whole question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from venus_logging.errors import QuerySyntaxError, StoreError
from venus_logging.query.filters import TIMES, FilterReader
from venus_logging.query.lexer import Token
from venus_logging.query.stages import DAY, zone_of
from venus_logging.query.tables import FUNCTIONS, TIME, Column, column_fields, columns_of
from venus_logging.query.tree import (
    UNITS,
    UTC,
    All,
    Bucket,
    Fields,
    Function,
    Limit,
    Query,
    Sort,
    SortKey,
    Stage,
    Stats,
    Top,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.query.fields import Field, FieldTable
    from venus_logging.query.tree import Filter

__all__ = ["parse", "parse_bucket", "parse_field"]

MAX_LENGTH: Final = 10_000
MAX_KEYS: Final = 6
MAX_FUNCTIONS: Final = 20
MAX_ROWS: Final = 1_000_000
_T = TypeVar("_T")
_ROWS: Final = re.compile(r"\d{1,7}", re.ASCII)
_DURATION: Final = re.compile(r"(\d{1,6})([smhdw])", re.ASCII)
_PERCENTILE: Final = re.compile(r"p(100|\d{1,2}(?:\.\d{1,3})?)", re.ASCII)
_ALIAS: Final = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_A_DURATION: Final = "a duration such as 30s, 5m, 1h, 1d"
_A_FUNCTION: Final = "count(), count_distinct(f), sum(f), avg(f), min(f), max(f), p95(f), first(f) or last(f)"


def parse(text: str, fields: FieldTable) -> Query:
    """The question that a text asks; ``parse(str(query), fields) == query``.

    Args:
        text: the question, at most 10,000 characters; an empty one asks for everything.
        fields: what may be named.

    Raises:
        QuerySyntaxError: with position, what was expected and the nearest name.
    """
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(
            f"question of {len(text)} characters", text=text, position=MAX_LENGTH, expected=f"at most {MAX_LENGTH}"
        )
    return _Parser(text, fields).question()


def parse_field(text: str, fields: FieldTable) -> Field:
    """The field that a name or an alias means.

    Raises:
        QuerySyntaxError: nobody knows the name; the nearest one is suggested.
    """
    return FilterReader(text, fields).field(Token("word", text, 0, len(text)))


def parse_bucket(text: str) -> Bucket:
    """The bucket that a duration such as ``5m`` means.

    Raises:
        QuerySyntaxError: the text is no duration, or of zero length.
    """
    seconds = _seconds(text)
    if not seconds:
        raise QuerySyntaxError(f"bad duration {text!r}", text=text, position=0, expected=_A_DURATION)
    return Bucket(seconds)


def _seconds(duration: str) -> int:
    """The length of a duration in seconds; 0 if it is none."""
    match = _DURATION.fullmatch(duration)
    return int(match[1]) * UNITS[match[2]] if match else 0


class _Parser(FilterReader):
    def __init__(self, text: str, fields: FieldTable) -> None:
        super().__init__(text, fields)
        self._events = fields
        self._columns: tuple[Column, ...] = ()
        self._first: str | None = None

    def question(self) -> Query:
        found = None if self._now.kind in ("end", "|") else self.filter()
        stages: list[Stage] = []
        while self._now.kind == "|":
            self._take()
            stages.append(self._stage(first=not stages))
        if self._now.kind != "end":
            self._unexpected("the end of the question, or |")
        return Query(found or All(), self._times.get("since"), self._times.get("until"), tuple(stages))

    def _stage(self, *, first: bool) -> Stage:
        token = self._now
        read = _STAGES.get(token.text) if token.kind == "word" else None
        if read is None:
            self._unexpected(f"a stage: {', '.join(_STAGES)}")
        self._take()
        if token.text == "stats" and not first:
            self._fail("stats does not stand first", token, "one stats, directly behind the filter")
        if token.text in ("where", "sort", "top") and not self._columns:
            self._fail(f"{token.text} has no table before it", token, "stats or fields before it")
        return read(self)

    # ---- stats
    def _stats(self) -> Stats:
        functions = tuple(self._several(self._function, MAX_FUNCTIONS))
        keys: tuple[str | Bucket, ...] = ()
        if self._is_word("by"):
            self._take()
            keys = tuple(self._several(self._key, MAX_KEYS))
        stats = Stats(functions, keys)
        self._set_columns(columns_of(stats, self._events))
        self._first = functions[0].column
        return stats

    def _several(self, read: Callable[[], _T], most: int) -> list[_T]:
        found = [read()]
        while self._now.kind == ",":
            self._take()
            token = self._now
            found.append(read())
            if len(found) > most:
                self._fail(f"more than {most} in a row", token, f"at most {most}")
        return found

    def _set_columns(self, columns: tuple[Column, ...]) -> None:
        names = [column.name for column in columns]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            token = self._tokens[self._at - 1]
            self._fail(f"column {twice} stands twice", token, "each once", "name a function's column with as NAME")
        self._columns = columns
        self._fields = column_fields(columns, self._events)

    def _function(self) -> Function:
        token = self._now
        if token.kind != "word":
            self._unexpected(_A_FUNCTION)
        self._take()
        percentile = _PERCENTILE.fullmatch(token.text)
        name = "p" if percentile else token.text
        if name not in FUNCTIONS or token.text == "p":
            self._fail(f"unknown function {token.text!r}", token, _A_FUNCTION)
        self._expect("(", "(")
        field = None
        if FUNCTIONS[name]:
            field = self._argument(token.text, FUNCTIONS[name])
        self._expect(")", "a closing )")
        argument = float(percentile[1]) if percentile else None
        return Function(name, field, argument, self._alias())

    def _argument(self, call: str, kinds: tuple[str, ...]) -> str:
        token = self._scalar("a field name")
        field = self.field(token)
        if field.kind not in kinds:
            self._fail(
                f"{call} cannot be taken of {field.name}, which is of kind {field.kind}",
                token,
                f"a field of kind {', '.join(kinds)}",
            )
        return field.name

    def _alias(self) -> str | None:
        if not self._is_word("as"):
            return None
        self._take()
        token = self._scalar("a name")
        if not _ALIAS.fullmatch(token.text) or token.text in TIMES:
            self._fail(f"bad name {token.text!r}", token, "letters, digits, _, - and .")
        return token.text

    def _key(self) -> str | Bucket:
        token = self._scalar("a field name or time(5m)")
        if token.text == TIME and self._now.kind == "(":
            self._take()
            bucket = self._bucket()
            self._expect(")", "a closing )")
            return bucket
        field = self.field(token)
        if field.kind == "text":
            self._fail(f"{field.name} is of kind text: it has no groups", token, "log.template.text, or another field")
        return field.name

    def _bucket(self) -> Bucket:
        token = self._scalar("a duration")
        seconds = _seconds(token.text)
        if not seconds:
            self._fail(f"bad duration {token.text!r}", token, _A_DURATION)
        if self._now.kind != ",":
            return Bucket(seconds)
        self._take()
        place = self._scalar("a time zone")
        try:
            zone_of(place.text)
        except StoreError:
            self._fail(f"unknown time zone {place.text!r}", place, "one such as Europe/Berlin")
        if place.text != UTC and seconds % DAY:
            self._fail("a zone needs whole days", token, "1d, 7d, 1w")
        return Bucket(seconds, place.text)

    # ---- stages on tables
    def _where(self) -> Where:
        return Where(self._deeper(self._condition))

    def _condition(self) -> Filter:
        token = self._now
        return self._required(self.filter(), token)

    def _words(self) -> Filter:
        if self._columns:
            self._unexpected("a condition on a column, column:value")
        return super()._words()

    def field(self, token: Token) -> Field:
        """The field, or behind the first stage the column, that a token names."""
        if self._columns and self._fields.get(token.text) is None:
            names = ", ".join(column.name for column in self._columns)
            self._fail(f"unknown column {token.text!r}", token, names, self._nearest(token.text))
        return super().field(token)

    def _nearest(self, name: str) -> str:
        nearest = self._fields.nearest(name)
        return f"did you mean {nearest}?" if nearest else ""

    def _shown(self) -> Fields:
        names = tuple(self._several(self._column, MAX_FUNCTIONS))
        if not self._columns:
            self._set_columns(columns_of(Stats((), names), self._events))
        else:
            kept = {column.name: column for column in self._columns}
            self._set_columns(tuple(kept[name] for name in names))
            self._first = self._first if self._first in names else None
        return Fields(names)

    def _column(self) -> str:
        token = self._scalar("the name of a column")
        name = self.field(token).name
        if self._columns and name not in [column.name for column in self._columns]:
            self._fail(f"{name} is no column", token, ", ".join(column.name for column in self._columns))
        return name

    def _sort(self) -> Sort:
        return Sort(tuple(self._several(self._sort_key, MAX_KEYS)))

    def _sort_key(self) -> SortKey:
        name = self._column()
        descending = self._is_word("desc")
        if descending or self._is_word("asc"):
            self._take()
        return SortKey(name, descending)

    def _rows(self) -> int:
        number = self._scalar("a number of rows")
        rows = int(number.text) if _ROWS.fullmatch(number.text) else 0
        if not 0 < rows <= MAX_ROWS:
            self._fail(f"bad number of rows {number.text!r}", number, f"1 to {MAX_ROWS}")
        return rows

    def _limit(self) -> Limit:
        return Limit(self._rows())

    def _top(self) -> Top:
        rows = self._rows()
        if self._is_word("by"):
            self._take()
            return Top(rows, self._column())
        if self._first is None:
            self._unexpected("by and a column")
        return Top(rows)


_STAGES: Final[dict[str, Callable[[_Parser], Stage]]] = {
    "stats": _Parser._stats, "where": _Parser._where, "fields": _Parser._shown, "sort": _Parser._sort,
    "limit": _Parser._limit, "top": _Parser._top,
}  # fmt: skip
