"""From a filter to the engine's query, for one day; what it means stands in ``query.matching``."""

from __future__ import annotations

import operator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tantivy import FieldType, Occur
from tantivy import Query as Compiled

from venus_logging.query.matching import INT_MAX, TEXT_FIELDS, known, matcher, operand, storage_of, term, tokens
from venus_logging.query.patterns import phrase, whole
from venus_logging.query.regex import Chars, Dialect, Literal, write
from venus_logging.query.renames import widened
from venus_logging.query.tree import (
    All,
    And,
    Compare,
    Equal,
    Exists,
    Filter,
    Not,
    Or,
    Prefix,
    Regex,
    Text,
    Wildcard,
)
from venus_logging.store.embedded.schema import FREE_TERMS, PRESENT, SEVERITY, TS, UID, column, typed_column
from venus_logging.store.indexing import free_head, whole_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from venus_logging.query import Field, FieldTable, Window
    from venus_logging.query.matching import Predicate
    from venus_logging.query.tree import Scalar
    from venus_logging.store.embedded.days import Day

__all__ = ["ANYTHING", "Compiler", "all_of", "any_of", "escaped", "has_field", "number_range", "span_of"]

ANYTHING: Final = "(.|\n)*"
"""The pattern of any text."""

LONGEST_PATTERN: Final = 100
"""Characters of a beginning that fit the 1,000 states that a pattern of the engine may have."""

FEW: Final = 250
"""Events of a day that are read for a pattern, rather than to look for all words that it stands for."""

_HEAD: Final = 12
"""Characters of a value that are compared by pattern; what is equal so far is compared term by term."""

_LAST_CHARACTER: Final = 0x10FFFF
_SURROGATES: Final = (0xD800, 0xDFFF)
_META: Final = frozenset("\\.+*?()|[]{}^$#&-~")
_ORDERS: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Compiler:
    """Compiles filters for one day.

    Args:
        day: the day; a field that its index does not have is found nowhere in it.
        fields: what may be named.
    """

    def __init__(self, day: Day, fields: FieldTable) -> None:
        self._day = day
        self._fields = fields

    def query(self, item: Filter, window: Window) -> Compiled:
        """The query of a filter and a window.

        Raises:
            StoreError: the filter asks what its field cannot answer.
        """
        inside = span_of(self._day, window)
        compiled = self.filter(item)
        return compiled if inside is None else all_of(compiled, inside)

    def filter(self, item: Filter) -> Compiled:
        """The query of a filter.

        Raises:
            StoreError: the filter asks what its field cannot answer.
        """
        return self._compiled(widened(item, self._fields))

    def _compiled(self, item: Filter) -> Compiled:
        return _COMPILERS[type(item)](self, item)

    def equal(self, field: Field, value: Scalar) -> Compiled:
        """The query of a typed value of a field."""
        storage = storage_of(field)
        if storage == "free":
            return Compiled.term_query(self._day.schema, FREE_TERMS, f"{free_head(field.name)}{value}", "basic")
        if not self._day.holds(field):
            return Compiled.empty_query()
        if storage in ("integer", "date") and isinstance(value, (int, float)):
            if field.name == SEVERITY and isinstance(value, int) and abs(value) <= INT_MAX:
                return Compiled.term_query(self._day.schema, column(field), value, "basic")
            return self._numbers(field, "<=", value, ">=", value)
        if storage == "number":
            return Compiled.range_query(self._day.schema, column(field), FieldType.Float, value, value)
        return Compiled.term_query(self._day.schema, column(field), value, "basic")

    def _text(self, item: Text) -> Compiled:
        names = TEXT_FIELDS if item.field is None else (item.field,)
        wanted = tokens(item.text)
        asked = [known(self._fields, name, "text") for name in names]
        return any_of(
            self._words(column(field), wanted, prefix=item.prefix)
            for field in asked
            if wanted and self._day.holds(field)
        )

    def _words(self, name: str, wanted: Sequence[str], *, prefix: bool) -> Compiled:
        if len(wanted) == 1:  # NOTE: a phrase of one word makes the engine panic
            if prefix:
                return self._beginning(name, wanted[0])
            return Compiled.term_query(self._day.schema, name, wanted[0], "position")
        if not prefix:
            return Compiled.phrase_query(self._day.schema, name, list(wanted))
        # NOTE: the engine's own phrase with a prefix takes the first 50 words that begin so, and says nothing.
        *head, last = wanted
        schema, searcher = self._day.schema, self._day.searcher
        beside = all_of(*(Compiled.term_query(schema, name, word, "position") for word in head))
        ends = [found for found, _ in searcher.terms_with_prefix(name, last, beside)]
        return any_of(Compiled.phrase_query(self._day.schema, name, [*head, end]) for end in ends)

    def _equal(self, item: Equal) -> Compiled:
        field = known(self._fields, item.field, "keyword", "integer", "number", "boolean", "date", "free")
        return self.equal(field, operand(field, item.value))

    def _prefix(self, item: Prefix) -> Compiled:
        field = known(self._fields, item.field, "keyword", "free")
        if storage_of(field) == "free":
            return self._beginning(FREE_TERMS, f"{free_head(field.name)}{item.text}")
        return self._beginning(column(field), item.text) if self._day.holds(field) else Compiled.empty_query()

    def _beginning(self, name: str, text: str) -> Compiled:
        """Terms that begin with a text."""
        if len(text) <= LONGEST_PATTERN:
            return Compiled.regex_query(self._day.schema, name, escaped(text) + ANYTHING)
        found = [each for each, _ in self._day.searcher.terms_with_prefix(name, text)]
        return Compiled.term_set_query(self._day.schema, name, found)

    def _pattern(self, item: Wildcard | Regex) -> Compiled:
        field = None if item.field is None else known(self._fields, item.field, "keyword", "free", "text")
        if field is None or field.kind == "text":
            return self._pattern_words(item)
        schema, text = self._day.schema, write(whole(item), _DIALECT)
        if storage_of(field) == "free":
            return Compiled.regex_query(schema, FREE_TERMS, f"{escaped(free_head(field.name))}({text})")
        return Compiled.regex_query(schema, column(field), text) if self._day.holds(field) else Compiled.empty_query()

    def _pattern_words(self, item: Wildcard | Regex) -> Compiled:
        wanted = _phrase(item)
        names = TEXT_FIELDS if item.field is None else (item.field,)
        asked = [known(self._fields, name, "text") for name in names]
        there = [column(field) for field in asked if wanted and self._day.holds(field)]
        texts = [node.text for node in wanted if isinstance(node, Literal)]
        if len(texts) == len(wanted):
            return any_of(self._words(name, texts, prefix=False) for name in there)
        if texts and (verified := self._verified(item, there, texts)) is not None:
            return verified
        schema, patterns = self._day.schema, [write(node, _DIALECT) for node in wanted]
        if len(patterns) == 1:
            return any_of(Compiled.regex_query(schema, name, patterns[0]) for name in there)
        return any_of(Compiled.regex_phrase_query(schema, name, list(patterns)) for name in there)

    def _verified(self, item: Wildcard | Regex, names: Sequence[str], words: Sequence[str]) -> Compiled | None:
        """Few events that have the whole words of a pattern are read; None if they are not few.

        NOTE: the engine walks every word of the day that a pattern may stand for, with all its places.
        """
        having = any_of(
            all_of(*(Compiled.term_query(self._day.schema, name, word, "position") for word in words)) for name in names
        )
        amount = self._day.count(having)
        if amount > FEW:
            return None
        fits = _matcher(item, self._fields)
        events = (self._day.event(address) for address in self._day.any(having, amount or 1))
        found = [term(str(event["log.record.uid"])) for event in events if fits(event)]
        return Compiled.term_set_query(self._day.schema, UID, found)

    def _compare(self, item: Compare) -> Compiled:
        field = known(self._fields, item.field, "keyword", "integer", "number", "date")
        value = operand(field, item.value)
        if not self._day.holds(field):
            return Compiled.empty_query()
        if isinstance(value, str):
            return self._order(column(field), item.operator, value)
        if storage_of(field) == "number":
            return self._floats(column(field), item.operator, float(value))
        return self._numbers(field, item.operator, value)

    def _numbers(self, field: Field, *bounds: str | Scalar) -> Compiled:
        """Whole numbers between bounds, each an operator and a number that need not be whole."""
        lower: int | None = None
        upper: int | None = None
        for sign, value in zip(bounds[::2], bounds[1::2], strict=True):
            least, most = whole_bounds(str(sign), value)
            lower, upper = (lower if least is None else least), (upper if most is None else most)
        return number_range(self._day, column(field), lower, upper)

    def _floats(self, name: str, sign: str, value: float) -> Compiled:
        lower, upper = (value, None) if sign in (">", ">=") else (None, value)
        return Compiled.range_query(self._day.schema, name, FieldType.Float, lower, upper, sign != ">", sign != "<")

    def _order(self, name: str, sign: str, value: str) -> Compiled:
        """Keywords before or behind a value, by code point; the engine has no ranges of texts."""
        schema, behind = self._day.schema, sign in (">", ">=")
        head = value[:_HEAD]
        patterns = _different(head, behind=behind)
        parts = []
        if head != value:
            terms = (each for each, _ in self._day.searcher.terms_with_prefix(name, head))
            equal = [each for each in terms if _ORDERS[sign](each, value)]
            parts.append(Compiled.term_set_query(schema, name, equal))
        elif behind:
            patterns.append(f"{escaped(value)}(.|\n)+")
        if sign in ("<=", ">="):
            parts.append(Compiled.term_query(schema, name, value, "basic"))
        return any_of([*parts, *(Compiled.regex_query(schema, name, pattern) for pattern in patterns)])

    def _exists(self, item: Exists) -> Compiled:
        return has_field(self._day, known(self._fields, item.field))

    def _not(self, item: Not) -> Compiled:
        return Compiled.boolean_query([(Occur.Must, Compiled.all_query()), (Occur.MustNot, self._compiled(item.item))])

    def _and(self, item: And) -> Compiled:
        return all_of(*(self._compiled(each) for each in item.items))

    def _or(self, item: Or) -> Compiled:
        return any_of(self._compiled(each) for each in item.items)

    def _all(self, _item: All) -> Compiled:
        return Compiled.all_query()


_phrase: Final = lru_cache(maxsize=64)(phrase)


@lru_cache(maxsize=64)
def _matcher(item: Filter, fields: FieldTable) -> Predicate:
    """A matcher that the days of a question share."""
    return matcher(item, fields)


def _chars(chars: Chars) -> str:
    """A class of characters; of none, any character."""
    if not chars.ranges:
        return "(.|\n)"
    members = "".join(_code(low) if low == high else f"{_code(low)}-{_code(high)}" for low, high in chars.ranges)
    return f"[{'^' if chars.negated else ''}{members}]"


def _code(char: str) -> str:
    return f"\\x{{{ord(char):x}}}"


def all_of(*queries: Compiled) -> Compiled:
    """What every query finds."""
    return Compiled.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Iterable[Compiled]) -> Compiled:
    """What any of the queries finds; of none, nothing."""
    parts = [(Occur.Should, query) for query in queries]
    return Compiled.boolean_query(parts) if parts else Compiled.empty_query()


def has_field(day: Day, field: Field) -> Compiled:
    """Events that have a field."""
    name = column(field)
    if name in (TS, UID):
        return Compiled.all_query()
    if typed_column(field) in day.fast:
        return Compiled.exists_query(name)
    return Compiled.term_query(day.schema, PRESENT, term(field.name), "basic")


def span_of(day: Day, window: Window) -> Compiled | None:
    """The query of a window, None if the day lies in it."""
    span = day.span
    start, end = window.start, window.end
    if start is not None and span.start is not None and start <= span.start:
        start = None
    if end is not None and span.end is not None and end >= span.end:
        end = None
    if start is None and end is None:
        return None
    return number_range(day, TS, start, None if end is None else end - 1)


def number_range(day: Day, name: str, lower: int | None, upper: int | None) -> Compiled:
    """Whole numbers between two bounds, both inclusive; None is open."""
    low = -INT_MAX if lower is None else lower
    high = INT_MAX if upper is None else upper
    if low > high or low > INT_MAX or high < -INT_MAX:
        return Compiled.empty_query()
    return Compiled.range_query(
        day.schema,
        name,
        FieldType.Integer,
        max(low, -INT_MAX),
        min(high, INT_MAX),
        use_inverted_index=name == SEVERITY,
    )


def escaped(text: str) -> str:
    """The pattern that is this text."""
    return "".join(f"\\{each}" if each in _META else each for each in text)


def _different(head: str, *, behind: bool) -> list[str]:
    """The pattern, if any, of texts that are before or behind a text, and do not begin with it."""
    parts = []
    for place, character in enumerate(head):
        start = escaped(head[:place])
        if not behind:
            parts.append(start)
        low, high = (ord(character) + 1, _LAST_CHARACTER) if behind else (0, ord(character) - 1)
        if low in _SURROGATES:
            low = _SURROGATES[1] + 1
        if high in _SURROGATES:
            high = _SURROGATES[0] - 1
        if low <= high:
            parts.append(f"{start}[\\x{{{low:x}}}-\\x{{{high:x}}}]{ANYTHING}")
    return [f"({'|'.join(parts)})"] if parts else []


_DIALECT: Final = Dialect(escaped, _chars)
_COMPILERS: Final[dict[type, Callable[..., Compiled]]] = {
    All: Compiler._all, Text: Compiler._text, Equal: Compiler._equal, Prefix: Compiler._prefix,
    Wildcard: Compiler._pattern, Regex: Compiler._pattern, Compare: Compiler._compare, Exists: Compiler._exists,
    Not: Compiler._not, And: Compiler._and, Or: Compiler._or,
}  # fmt: skip
