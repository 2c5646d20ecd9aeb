"""Reads the filter of a question: recursive descent over the tokens, one method per rule of the grammar.

The grammar, lowest precedence first::

    filter    = all {"OR" all}
    all       = one {["AND"] one}
    one       = "NOT" one | "(" filter ")" | "*" | text | field ":" value | field ("<"|"<="|">"|">=") scalar
    text      = word | string | wildcard | regex
    value     = scalar | wildcard | regex | "*" | "[" bound "TO" bound "]" | "{" bound "TO" bound "}" | "(" values ")"

Words, strings, ``*`` and ``?`` that touch each other are one text; it is a wildcard if a mark stands outside of quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

from venus_logging.errors import QuerySyntaxError
from venus_logging.query import values
from venus_logging.query.lexer import Token, tokens
from venus_logging.query.tree import All, And, Equal, Exists, Filter, Not, Or, Time
from venus_logging.query.windows import EXPECTED_TIME, parse_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venus_logging.query.fields import Field, FieldTable

__all__ = ["TIMES", "FilterReader"]

MAX_DEPTH: Final = 50
TIMES: Final = ("since", "until")
_CLOSES_FILTER: Final = ("end", ")", "|")
_READERS: Final[dict[str, Callable[[str, Field | None, Token], Filter]]] = {
    "word": values.text, "string": values.text, "wild": values.wildcard, "regex": values.regex,
}  # fmt: skip
_TEXTS: Final = tuple(_READERS)
_UNEQUAL: Final = re.compile(r"(@?[A-Za-z_][\w.@-]*)!=(.*)", re.DOTALL)
_A_FILTER: Final = "a word, a quoted text, field:value or ("


class FilterReader:
    """Reads filters from the tokens of a question.

    Args:
        text: the question.
        fields: what may be named.
    """

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

    # ---- rules
    def filter(self) -> Filter | None:
        """A filter; None of one that only limits the time."""
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
        if token.kind in _TEXTS and not self._is_word("AND", "OR"):
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
        found = self._required(self.filter(), token)
        self._expect(")", "a closing )")
        return found

    def _required(self, found: Filter | None, token: Token) -> Filter:
        if found is None:
            self._fail("since: and until: limit the whole question", token, "them outside of NOT and parentheses")
        return found

    def _words(self) -> Filter:
        token = self._take()
        written = self._text[token.start : token.end]
        if token.kind in ("word", "wild") and written[0] in "-!+":
            sign, rest = written[0], written[1:]
            meant = rest if sign == "+" else f"NOT {rest}"
            self._fail(f"unexpected {sign!r}", token, _A_FILTER, f'write {meant}, or "{written}"')
        unequal = _UNEQUAL.fullmatch(written) if token.kind == "word" else None
        if unequal and self._fields.get(unequal[1]) is not None:
            value = unequal[2] or "value"
            self._fail("unexpected '!='", token, _A_FILTER, f'write NOT {unequal[1]}:{value}, or "{written}"')
        return _READERS[token.kind](self._text, None, token)

    def _field(self) -> Filter | None:
        token = self._take()
        if token.text in TIMES:
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
        """The field that a token names.

        Raises:
            QuerySyntaxError: nobody knows it.
        """
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
            return Exists(field.name)
        if token.kind in ("[", "{"):
            return self._range(field)
        if token.kind == "(":
            return self._deeper(lambda: self._values(field))
        if token.kind not in _TEXTS:
            self._unexpected(f"a value for {field.name}")
        self._take()
        read = values.equality if token.kind in ("word", "string") else _READERS[token.kind]
        return read(self._text, field, token)

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
