"""From an event to the cluster's document and back: the event as it is, and beside it what the engine compares."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from venus_logging.event.json import encode
from venus_logging.event.time import SECOND
from venus_logging.query.matching import INT_MAX, LONGEST, Storage, storage_of, term, typed
from venus_logging.store.indexing import analyzed, free_head
from venus_logging.store.opensearch.template import (
    DATES,
    FREE_NAMES,
    FREE_TERMS,
    KEPT,
    NS,
    OURS,
    SECONDS,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.event import Event, Value
    from venus_logging.query import FieldTable
    from venus_logging.store.placing import Placed

__all__ = ["Documents", "event_of"]

_head = lru_cache(maxsize=1_024)(free_head)
_LONG_WORD: Final = re.compile(rf"[A-Za-z0-9]{{{LONGEST + 1}}}")


class Documents:
    """Makes documents of events.

    Args:
        fields: what the events may have; other keys are kept and not indexed.
    """

    def __init__(self, fields: FieldTable) -> None:
        self._storages: dict[str, Storage] = {field.name: storage_of(field) for field in fields if field.kind != "free"}
        self._fits = {name: _FITS[storage] for name, storage in self._storages.items()}
        self._fits["@timestamp"] = _is_text

    def line(self, placed: Placed) -> bytes:
        """The document as one line of JSON."""
        ns = placed.key[0]
        fits = self._fits
        for name, value in placed.event.items():
            check = fits.get(name)
            if check is None or not check(value):
                return encode(self._careful(placed))
        return b'%b,"%b":{"%b":%d,"%b":%d}}' % (
            placed.line[:-1], OURS.encode(), NS.encode(), ns, SECONDS.encode(), ns // SECOND
        )  # fmt: skip

    def _careful(self, placed: Placed) -> dict[str, Any]:
        """The document of an event with free fields, strangers, other scripts, or values of a wrong type."""
        ns = placed.key[0]
        document: dict[str, Any] = {}
        ours: dict[str, Any] = {NS: ns, SECONDS: ns // SECOND}
        kept: Event = {}
        for name, value in placed.event.items():
            check = self._fits.get(name)
            if check is None:
                kept[name] = value
                if name.startswith("x."):
                    _add_free(ours, name, value)
            elif check(value):
                document[name] = value
            elif (indexed := _indexed(ours, name, value, self._storages[name])) is None:
                kept[name] = value
            else:
                document[name] = indexed
                if repr(indexed) != repr(value):
                    kept[name] = value
        if kept:
            ours[KEPT] = kept
        return {**document, OURS: ours}


def event_of(document: dict[str, Any]) -> Event:
    """The event that a document holds; the document is used up."""
    ours = document.pop(OURS, {})
    event: Event = document
    if KEPT in ours:
        event.update(ours[KEPT])
    return event


def _add_free(ours: dict[str, Any], name: str, value: Value) -> None:
    head = _head(name)
    terms = [f"{head}{each}" for each in typed(value, "free")]
    if terms:
        ours.setdefault(FREE_TERMS, []).extend(terms)
        ours.setdefault(FREE_NAMES, []).append(term(name))


def _indexed(ours: dict[str, Any], name: str, value: Value, storage: Storage) -> object:
    """What the engine gets for a value, None if it is of another type; other forms of it go beside."""
    found = list(typed(value, storage))
    if not found:
        return None
    if storage == "date":
        ours.setdefault(DATES, {})[name] = found
        return value
    if storage == "text":
        texts = [str(each) for each in found]
        if not all(map(_is_plain, texts)):
            ours.setdefault(WORDS, {})[name] = [analyzed(each) for each in texts]
        return texts if isinstance(value, list) else texts[0]
    return found if isinstance(value, list) else found[0]


def _is_plain(text: str) -> bool:
    """Whether the engine makes the same words of a text as Python."""
    return text.isascii() and (len(text) <= LONGEST or _LONG_WORD.search(text) is None)


def _is_text(value: Value) -> bool:
    return type(value) is str


def _fits_keyword(value: Value) -> bool:
    if type(value) is list:
        return all(type(each) is str and len(each) <= LONGEST for each in value)
    return type(value) is str and len(value) <= LONGEST


def _fits_text(value: Value) -> bool:
    return type(value) is str and _is_plain(value)


def _fits_integer(value: Value) -> bool:
    return type(value) is int and -INT_MAX <= value <= INT_MAX


def _fits_number(value: Value) -> bool:
    return (type(value) is float and value != 0) or type(value) is int


def _fits_boolean(value: Value) -> bool:
    return type(value) is bool


def _fits_never(_value: Value) -> bool:
    return False


_FITS: Final[dict[Storage, Callable[[Value], bool]]] = {
    "keyword": _fits_keyword, "text": _fits_text, "integer": _fits_integer, "number": _fits_number,
    "boolean": _fits_boolean, "date": _fits_never, "free": _fits_never,
}  # fmt: skip
