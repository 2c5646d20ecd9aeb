"""Reads a question: recursive descent over the tokens, one method per rule of the grammar.

The grammar, lowest precedence first::

    question  = [filter] {"|" stage}
    filter    = all {"OR" all}
    all       = one {["AND"] one}
    one       = "NOT" one | "(" filter ")" | "*" | text | field ":" value | field ("<"|"<="|">"|">=") scalar
    text      = (word | string) ["*"]
    value     = scalar ["*"] | "*" | "[" scalar "TO" scalar "]" | "{" scalar "TO" scalar "}" | "(" values ")"
    stage     = "stats" "count" "(" ")" ["by" key {"," key}] | "limit" number
    key       = field | "time" "(" duration ")"

``since:`` and ``until:`` stand beside the filter and limit the whole question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

from venus_logging.errors import QuerySyntaxError
from venus_logging.query import values
from venus_logging.query.lexer import Token, tokens
from venus_logging.query.tree import (
    UNITS,
    All,
    And,
    Bucket,
    Equal,
    Exists,
    Filter,
    Limit,
    Not,
    Or,
    Query,
    Stage,
    Stats,
    Time,
)
from venus_logging.query.windows import EXPECTED_TIME, parse_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venus_logging.query.fields import Field, FieldTable

__all__ = ["parse", "parse_bucket", "parse_field"]

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 50
MAX_KEYS: Final = 6
MAX_ROWS: Final = 1_000_000
_ROWS: Final = re.compile(r"\d{1,7}")
_DURATION: Final = re.compile(r"(\d{1,6})([smhdw])")
_TIMES: Final = ("since", "until")
_CLOSES_FILTER: Final = ("end", ")", "|")
_A_DURATION: Final = "a duration such as 30s, 5m, 1h, 1d"
_A_FILTER: Final = "a word, a quoted text, field:value or ("


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
    return _Parser(text, fields).field(Token("word", text, 0, len(text)))


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


class _Parser:
    def __init__(self, text: str, fields: FieldTable) -> None:
        self._text = text
        self._fields = fields
        self._tokens: Sequence[Token] = list(tokens(text))
        self._at = 0
        self._depth = 0
        self._times: dict[str, Time] = {}

    # ---- tokens
    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += token.kind != "end"
        return token

    def _is_word(self, *words: str) -> bool:
        return self._now.kind == "word" and self._now.text in words

    def _fail(self, message: str, token: Token, expected: str, hint: str = "") -> NoReturn:
        raise QuerySyntaxError(message, text=self._text, position=token.start, expected=expected, hint=hint)

    def _unexpected(self, expected: str) -> NoReturn:
        token = self._now
        got = "the question ends" if token.kind == "end" else f"unexpected {self._text[token.start : token.end]!r}"
        self._fail(got, token, expected)

    def _expect(self, kind: str, expected: str) -> Token:
        if self._now.kind != kind:
            self._unexpected(expected)
        return self._take()

    def _starred(self, token: Token) -> bool:
        """Whether a ``*`` touches the token; takes it."""
        if self._now.kind == "*" and self._now.start == token.end:
            self._take()
            return True
        return False

    # ---- rules
    def question(self) -> Query:
        found = None if self._now.kind in ("end", "|") else self._any()
        stages: list[Stage] = []
        while self._now.kind == "|":
            self._take()
            stages.append(self._stage(stages))
        if self._now.kind != "end":
            self._unexpected("the end of the question, or |")
        return Query(found or All(), self._times.get("since"), self._times.get("until"), tuple(stages))

    def _any(self) -> Filter | None:
        return self._joined(self._all, Or, self._another_or)

    def _all(self) -> Filter | None:
        return self._joined(self._one, And, self._another_and)

    def _another_or(self) -> bool:
        return self._is_word("OR") and bool(self._take())

    def _another_and(self) -> bool:
        if self._is_word("AND"):
            return bool(self._take())
        return self._now.kind not in _CLOSES_FILTER and not self._is_word("OR")

    def _joined(
        self, part: Callable[[], Filter | None], join: type[And] | type[Or], another: Callable[[], bool]
    ) -> Filter | None:
        """One or more parts; those that were only times leave nothing behind."""
        items = [part()]
        while another():
            items.append(part())
        found = tuple(item for item in items if item is not None)
        return join(found) if len(found) > 1 else found[0] if found else None

    def _one(self) -> Filter | None:
        token = self._now
        if self._is_word("NOT"):
            return self._deeper(self._negation)
        if token.kind == "(":
            return self._deeper(self._group)
        if token.kind == "*":
            self._take()
            return All()
        if token.kind == "field":
            return self._field()
        if token.kind in ("word", "string") and not self._is_word("AND", "OR"):
            return self._words()
        self._unexpected(_A_FILTER)

    def _deeper(self, rule: Callable[[], Filter]) -> Filter:
        token = self._now
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail("too many NOTs or parentheses inside each other", token, f"at most {MAX_DEPTH}")
        found = rule()
        self._depth -= 1
        return found

    def _negation(self) -> Filter:
        self._take()
        token = self._now
        return Not(self._required(self._one(), token))

    def _group(self) -> Filter:
        self._take()
        token = self._now
        if token.kind == ")":
            self._unexpected(_A_FILTER)
        found = self._required(self._any(), token)
        self._expect(")", "a closing )")
        return found

    def _required(self, found: Filter | None, token: Token) -> Filter:
        if found is None:
            self._fail("since: and until: limit the whole question", token, "them outside of NOT and parentheses")
        return found

    def _words(self) -> Filter:
        token = self._take()
        if token.kind == "word" and token.text[0] in "-!+":
            sign, rest = token.text[0], token.text[1:]
            meant = rest if sign == "+" else f"NOT {rest}"
            self._fail(f"unexpected {sign!r}", token, _A_FILTER, f'write {meant}, or "{token.text}"')
        return values.text(self._text, None, token, starred=self._starred(token))

    def _field(self) -> Filter | None:
        token = self._take()
        if token.text in _TIMES:
            if token.operator != ":":
                self._fail(f"unexpected {token.operator!r} behind {token.text}", token, f"{token.text}:time")
            self._time(token)
            return None
        field = self.field(token)
        if token.operator != ":":
            return values.comparison(self._text, field, token.operator, self._scalar())
        return self._value(field)

    def _time(self, name: Token) -> None:
        if self._depth:
            self._required(None, name)
        if name.text in self._times:
            self._fail(f"{name.text}: stands twice", name, "it once")
        token = self._scalar(EXPECTED_TIME)
        try:
            self._times[name.text] = parse_time(token.text)
        except ValueError:
            self._fail(f"bad time {token.text!r}", token, EXPECTED_TIME)

    def field(self, token: Token) -> Field:
        """The field that a token names."""
        found = self._fields.get(token.text)
        if found is None:
            nearest = self._fields.nearest(token.text)
            hint = f"did you mean {nearest}?" if nearest else "see venus-log fields"
            if token.kind == "field":
                hint += ", or quote it to search for the text"
            self._fail(f"unknown field {token.text!r}", token, "a field name", hint)
        return found

    def _scalar(self, expected: str = "a value") -> Token:
        if self._now.kind not in ("word", "string"):
            self._unexpected(expected)
        return self._take()

    def _value(self, field: Field) -> Filter:
        token = self._now
        if token.kind == "*":
            self._take()
            if self._now.kind in ("word", "string") and self._now.start == token.end:
                self._fail("a * in front of a value", token, f"{field.name}:value*: a * stands only at the end")
            return Exists(field.name)
        if token.kind in ("[", "{"):
            return self._range(field)
        if token.kind == "(":
            return self._deeper(lambda: self._values(field))
        scalar = self._scalar(f"a value for {field.name}")
        if self._starred(scalar):
            return values.prefix(self._text, field, scalar)
        return values.equality(self._text, field, scalar)

    def _range(self, field: Field) -> Filter:
        opening = self._take()
        low = self._bound()
        if not self._is_word("TO"):
            self._unexpected("TO")
        self._take()
        high = self._bound()
        closing = self._now
        if closing.kind not in ("]", "}"):
            self._unexpected("a closing ] or }")
        self._take()
        parts = []
        if low is not None:
            parts.append(values.comparison(self._text, field, ">=" if opening.kind == "[" else ">", low))
        if high is not None:
            parts.append(values.comparison(self._text, field, "<=" if closing.kind == "]" else "<", high))
        if not parts:
            return Exists(field.name)
        return And(tuple(parts)) if len(parts) > 1 else parts[0]

    def _bound(self) -> Token | None:
        if self._now.kind == "*":
            self._take()
            return None
        return self._scalar("a value or *")

    def _values(self, field: Field) -> Filter:
        """``field:(a OR b)``: the field stands before every value inside."""
        self._take()

        def negation() -> Filter:
            self._take()
            return Not(one())

        def one() -> Filter:
            return self._deeper(negation) if self._is_word("NOT") else self._value(field)

        def every() -> Filter | None:
            token = self._now
            found = self._joined(one, And, self._another_and)
            if isinstance(found, And) and not field.many and sum(isinstance(item, Equal) for item in found.items) > 1:
                self._fail(f"{field.name} has one value, not several at once", token, "OR between the values")
            return found

        found = self._joined(every, Or, self._another_or)
        self._expect(")", "a closing )")
        return found or Exists(field.name)

    # ---- stages
    def _stage(self, before: Sequence[Stage]) -> Stage:
        token = self._now
        if self._is_word("stats"):
            if any(isinstance(stage, Stats) for stage in before):
                self._fail("stats stands twice", token, "one stats")
            self._take()
            return self._stats()
        if self._is_word("limit"):
            self._take()
            number = self._scalar("a number of rows")
            rows = int(number.text) if _ROWS.fullmatch(number.text) else 0
            if not 0 < rows <= MAX_ROWS:
                self._fail(f"bad number of rows {number.text!r}", number, f"1 to {MAX_ROWS}")
            return Limit(rows)
        self._unexpected("stats count() by ..., or limit N")

    def _stats(self) -> Stats:
        if not self._is_word("count"):
            self._unexpected("count()")
        self._take()
        self._expect("(", "count()")
        self._expect(")", "count()")
        if not self._is_word("by"):
            return Stats()
        self._take()
        keys = [self._key()]
        while self._now.kind == ",":
            self._take()
            keys.append(self._key())
        if len(keys) > MAX_KEYS:
            self._fail(f"{len(keys)} keys", self._now, f"at most {MAX_KEYS}")
        return Stats(tuple(keys))

    def _key(self) -> str | Bucket:
        token = self._scalar("a field name or time(5m)")
        if token.text == "time" and self._now.kind == "(":
            self._take()
            duration = self._scalar("a duration")
            seconds = _seconds(duration.text)
            if not seconds:
                self._fail(f"bad duration {duration.text!r}", duration, _A_DURATION)
            self._expect(")", "a closing )")
            return Bucket(seconds)
        return self.field(token).name
