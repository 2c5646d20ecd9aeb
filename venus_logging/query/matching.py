"""Whether an event answers a filter: the meaning of every filter in plain Python, with which each store must agree."""

from __future__ import annotations

import operator
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from venus_logging.errors import StoreError
from venus_logging.event.time import from_ns, to_ns
from venus_logging.query.patterns import phrase, whole
from venus_logging.query.regex import Matcher
from venus_logging.query.renames import widened
from venus_logging.query.tables import field_of
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
    Scalar,
    Text,
    Wildcard,
)
from venus_logging.query.values import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venus_logging.event import Event, Value
    from venus_logging.query.fields import Field, FieldTable
    from venus_logging.query.tables import Cell
    from venus_logging.query.tree import Operand

__all__ = [
    "TEXT_FIELDS", "Predicate", "Storage", "as_free", "cell", "match", "matcher", "operand", "storage_of", "term",
    "tokens", "typed", "values",
]  # fmt: skip

Predicate: TypeAlias = "Callable[[Event], bool]"
Storage: TypeAlias = Literal["keyword", "text", "integer", "number", "boolean", "date", "free"]
TEXT_FIELDS: Final = ("body", "exception.message")
"""Where words without a field are looked for."""

LONGEST: Final = 4_096
INT_MAX: Final = 2**63 - 1
_DIGEST_BYTES: Final = 16
_LEVEL: Final = "severity_number"
_ORDERS: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def match(item: Filter, event: Event, fields: FieldTable) -> bool:
    """Whether the event answers the filter.

    Args:
        item: a filter without relative times (``query.resolve`` took them out).
        event: the event.
        fields: the fields that may be named.

    Raises:
        StoreError: the filter asks what its field cannot answer.
    """
    return matcher(item, fields)(event)


def matcher(item: Filter, fields: FieldTable) -> Predicate:
    """The filter as a function of an event; for many events, as ``match`` for one."""
    return _built(widened(item, fields), fields)


def storage_of(field: Field) -> Storage:
    """As what a field's values are compared; levels are numbers, the level's name a keyword."""
    if field.kind == "severity":
        return "integer" if field.name == _LEVEL else "keyword"
    return field.kind


def term(text: str) -> str:
    """A keyword or token as stores compare it: one of more than 4,096 characters ends in a digest of the whole."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}#{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=_DIGEST_BYTES).hexdigest()}"


def tokens(text: str) -> list[str]:
    """The words of a text as stores compare them."""
    return [term(word) for word in words(text)] if len(text) > LONGEST else words(text)


def as_free(value: Value) -> str:
    """The text of a free value: numbers and booleans as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def typed(value: Value, storage: Storage) -> tuple[Scalar, ...]:
    """The distinct values, members of a list one by one, that are of the field's type; others cannot be found.

    Args:
        value: what the event holds.
        storage: as what it is compared; times become nanoseconds since the epoch.
    """
    convert = _CONVERTERS[storage]
    if not isinstance(value, list):
        only = convert(value)
        return () if only is None else (only,)
    converted = (convert(member) for member in value)
    return tuple(dict.fromkeys(each for each in converted if each is not None))


def values(event: Event, field: Field) -> tuple[Scalar, ...]:
    """The event's values of a field, as ``typed`` says."""
    value = event.get(field.name)
    return () if value is None else typed(value, storage_of(field))


def cell(event: Event, field: Field) -> Cell:
    """The event's value of a field as it stands in a table; None if it has none that is of the field's type."""
    found = values(event, field)
    if not found:
        return None
    value = event[field.name]
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    storage = storage_of(field)
    if storage == "date":
        return from_ns(int(found[0]))
    return as_free(value) if storage == "free" else found[0] if storage != "keyword" else value


def operand(field: Field, value: Operand) -> Scalar:
    """A filter's value in the type in which the field is compared.

    Raises:
        StoreError: the value is of another type, or a time that is still relative.
    """
    storage = storage_of(field)
    if storage == "integer" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, (str, int, float)):
        converted = _CONVERTERS[storage](value)
        if converted is not None:
            return converted
        if storage == "date" and isinstance(value, str):
            return to_ns(value)
    raise StoreError(f"cannot compare {field.name} with {value!r}", hint=f"{field.name} is a {field.kind}")


def known(fields: FieldTable, name: str, *allowed: Storage) -> Field:
    """The field of this name if it is stored in one of the allowed ways.

    Raises:
        StoreError: nobody knows the field, or it cannot answer this.
    """
    field = field_of(fields, name)
    if allowed and storage_of(field) not in allowed:
        raise StoreError(f"{name} cannot answer this", hint=f"{name} is a {field.kind}")
    return field


def _built(item: Filter, fields: FieldTable) -> Predicate:
    return _BUILDERS[type(item)](item, fields)


def _str(value: object) -> str | None:
    return term(value) if isinstance(value, str) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _int(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
        return None
    return int(value) if -INT_MAX <= value <= INT_MAX else None


def _float(value: object) -> float | None:
    # NOTE: adding zero turns -0.0 into 0.0, which is the same group.
    return None if isinstance(value, bool) or not isinstance(value, (int, float)) else float(value) + 0.0


def _bool(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: object) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        ns = to_ns(value)
    except ValueError:
        return None
    return ns if -INT_MAX <= ns <= INT_MAX else None


def _free(value: Value) -> str:
    return term(as_free(value))


_CONVERTERS: Final[dict[Storage, Callable[..., Scalar | None]]] = {
    "keyword": _str, "text": _text, "integer": _int, "number": _float, "boolean": _bool, "date": _date, "free": _free,
}  # fmt: skip


def _all(_item: All, _fields: FieldTable) -> Predicate:
    return lambda _event: True


def _words(item: Text, fields: FieldTable) -> Predicate:
    names = TEXT_FIELDS if item.field is None else (item.field,)
    asked = [known(fields, name, "text") for name in names]
    wanted = tokens(item.text)
    return lambda event: any(
        isinstance(value, str) and _has(tokens(value), wanted, prefix=item.prefix)
        for field in asked
        for value in values(event, field)
    )


def _has(have: Sequence[str], wanted: Sequence[str], *, prefix: bool) -> bool:
    """Whether the wanted tokens stand next to each other; of the last one perhaps only the beginning."""
    if not wanted:
        return False
    *head, last = wanted
    for start in range(len(have) - len(head)):
        end = start + len(head)
        if have[start:end] == head and (have[end].startswith(last) if prefix else have[end] == last):
            return True
    return False


def _equal(item: Equal, fields: FieldTable) -> Predicate:
    field = known(fields, item.field, "keyword", "integer", "number", "boolean", "date", "free")
    wanted = operand(field, item.value)
    return lambda event: wanted in values(event, field)


def _prefix(item: Prefix, fields: FieldTable) -> Predicate:
    field = known(fields, item.field, "keyword", "free")
    return lambda event: any(str(value).startswith(item.text) for value in values(event, field))


def _pattern(item: Wildcard | Regex, fields: FieldTable) -> Predicate:
    field = None if item.field is None else known(fields, item.field, "keyword", "free", "text")
    if field is None or field.kind == "text":
        return _phrase(item, fields)
    fits = Matcher(whole(item)).fits
    return lambda event: any(fits(str(value)) for value in values(event, field))


def _phrase(item: Wildcard | Regex, fields: FieldTable) -> Predicate:
    names = TEXT_FIELDS if item.field is None else (item.field,)
    asked = [known(fields, name, "text") for name in names]
    wanted = [Matcher(node).fits for node in phrase(item)]
    return lambda event: any(_fit(tokens(str(value)), wanted) for field in asked for value in values(event, field))


def _fit(have: Sequence[str], wanted: Sequence[Callable[[str], bool]]) -> bool:
    """Whether tokens next to each other fit the patterns, one each; of no patterns, none do."""
    starts = range(len(have) - len(wanted) + 1) if wanted else range(0)
    return any(all(fits(have[start + place]) for place, fits in enumerate(wanted)) for start in starts)


def _compare(item: Compare, fields: FieldTable) -> Predicate:
    field = known(fields, item.field, "keyword", "integer", "number", "date")
    wanted = operand(field, item.value)
    order = _ORDERS[item.operator]
    return lambda event: any(order(value, wanted) for value in values(event, field))


def _exists(item: Exists, fields: FieldTable) -> Predicate:
    field = known(fields, item.field)
    return lambda event: bool(values(event, field))


def _not(item: Not, fields: FieldTable) -> Predicate:
    inner = _built(item.item, fields)
    return lambda event: not inner(event)


def _and(item: And, fields: FieldTable) -> Predicate:
    inner = [_built(each, fields) for each in item.items]
    return lambda event: all(each(event) for each in inner)


def _or(item: Or, fields: FieldTable) -> Predicate:
    inner = [_built(each, fields) for each in item.items]
    return lambda event: any(each(event) for each in inner)


_BUILDERS: Final[dict[type, Callable[..., Predicate]]] = {
    All: _all, Text: _words, Equal: _equal, Prefix: _prefix,
    Wildcard: _pattern, Regex: _pattern, Compare: _compare, Exists: _exists, Not: _not, And: _and,
    Or: _or,
}  # fmt: skip
