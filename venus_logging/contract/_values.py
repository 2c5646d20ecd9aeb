"""Builds one small judge per attribute: a value comes in, None or (code, message) goes out."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from venus_logging.event.address import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Fault", "Judge", "build", "free", "is_plain"]

Fault: TypeAlias = "tuple[str, str]"
Judge: TypeAlias = "Callable[[object], Fault | None]"

_TIME_LENGTHS: Final = (27, 30)  # microseconds, nanoseconds
_MOST_SHOWN: Final = 12
_ENCODING: Final[Fault] = ("encoding", "not UTF-8: the text holds half of a surrogate pair")


def build(row: Mapping[str, Any]) -> Judge:
    """The judge of one attribute.

    Args:
        row: the attribute as the compiled registry has it; lengths and ranges are filled in there.
    """
    return _BUILDERS[row["type"]](row)


def is_plain(row: Mapping[str, Any]) -> bool:
    """Whether a string of this attribute has a length to keep, and no other rule."""
    return row["type"] in ("string", "text") and "pattern" not in row and "values" not in row


def free(rules: Mapping[str, Any]) -> Judge:
    """The judge of any value under ``x.``: a string, a finite number or a boolean.

    Args:
        rules: ``max_length``, ``minimum`` and ``maximum``.
    """
    text = _string(rules)
    number = _number(rules)

    def judge(value: object) -> Fault | None:
        if isinstance(value, str):
            return text(value)
        if isinstance(value, bool):
            return None
        if isinstance(value, (int, float)):
            return number(value)
        return ("type", "expected a string, a number or a boolean")

    return judge


def _string(row: Mapping[str, Any]) -> Judge:
    limit: int = row["max_length"]

    def judge(value: object) -> Fault | None:
        if not isinstance(value, str):
            return ("type", "expected a string")
        if len(value) > limit:
            return ("length", f"expected at most {limit} characters")
        return None if value.isascii() else _encodable(value)

    return judge


def _encodable(value: str) -> Fault | None:
    try:
        value.encode()
    except UnicodeEncodeError:
        return _ENCODING
    return None


def _pattern(row: Mapping[str, Any]) -> Judge:
    plain = _string(row)
    # NOTE: compiled when it is needed, for half of the patterns never are in a service.
    form: re.Pattern[str] | None = None
    accepted = ""

    def judge(value: object) -> Fault | None:
        nonlocal accepted, form
        # NOTE: most of these hardly change from event to event (service, host, schema), so the last good one is kept.
        if type(value) is str and value == accepted and value:
            return None
        if (fault := plain(value)) is not None:
            return fault
        text = str(value)
        form = form or re.compile(row["pattern"])
        if form.fullmatch(text) is None:
            return ("pattern", f"expected {row['pattern']}")
        accepted = text
        return None

    return judge


def _values(row: Mapping[str, Any]) -> Judge:
    values = frozenset(row["values"])

    def judge(value: object) -> Fault | None:
        if not isinstance(value, str):
            return ("type", "expected a string")
        return None if value in values else ("enum", f"expected {_choice(row['values'])}")

    return judge


def _choice(values: Sequence[str]) -> str:
    if len(values) > _MOST_SHOWN:
        return f"one of {len(values)} names, such as {values[0]}"
    return f"one of {', '.join(values)}"


def _text(row: Mapping[str, Any]) -> Judge:
    if "values" in row:
        return _values(row)
    return _pattern(row) if "pattern" in row else _string(row)


def _date(row: Mapping[str, Any]) -> Judge:
    def judge(value: object) -> Fault | None:
        if not isinstance(value, str):
            return ("type", "expected a string")
        fraction = value[20:-1]
        if (
            len(value) in _TIME_LENGTHS
            and value[19] == "."
            and value[-1] == "Z"
            and fraction.isascii()
            and fraction.isdecimal()
            and _is_second(value[:19])
        ):
            return None
        return ("format", "expected a time like 2026-08-01T12:00:00.000000Z")

    return judge


@lru_cache(64)
def _is_second(text: str) -> bool:
    # NOTE: fromisoformat reads many forms, isoformat writes one.
    try:
        return datetime.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _ip(row: Mapping[str, Any]) -> Judge:
    def judge(value: object) -> Fault | None:
        if not isinstance(value, str):
            return ("type", "expected a string")
        return None if is_address(value) else ("format", "expected an IP address")

    return judge


def _number(row: Mapping[str, Any]) -> Judge:
    minimum, maximum = row["minimum"], row["maximum"]

    def judge(value: object) -> Fault | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return ("type", "expected a number")
        # NOTE: written so that not-a-number fails too, and so does an infinity.
        if minimum <= value <= maximum:
            return None
        if isinstance(value, int) or isfinite(value):
            return ("range", f"expected a number from {minimum} to {maximum}")
        return ("type", "expected a finite number")

    return judge


def _integer(row: Mapping[str, Any]) -> Judge:
    minimum, maximum = row["minimum"], row["maximum"]
    number = _number(row)

    def judge(value: object) -> Fault | None:
        if type(value) is int and minimum <= value <= maximum:
            return None
        # NOTE: to JSON Schema 200.0 is an integer; the two judges must agree.
        if isinstance(value, float) and not value.is_integer():
            return ("type", "expected an integer")
        return number(value)

    return judge


def _boolean(row: Mapping[str, Any]) -> Judge:
    def judge(value: object) -> Fault | None:
        return None if isinstance(value, bool) else ("type", "expected a boolean")

    return judge


def _strings(row: Mapping[str, Any]) -> Judge:
    item = _string(row)
    limit: int = row["max_items"]

    def judge(value: object) -> Fault | None:
        if not isinstance(value, list):
            return ("type", "expected a list of strings")
        if len(value) > limit:
            return ("length", f"expected at most {limit} items")
        return next((fault for fault in map(item, value) if fault), None)

    return judge


_BUILDERS: Final[dict[str, Callable[[Mapping[str, Any]], Judge]]] = {
    "string": _text,
    "text": _string,
    "date-time": _date,
    "ip": _ip,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string[]": _strings,
}
