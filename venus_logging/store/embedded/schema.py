"""From the field table to the engine: one schema for a day, and the document that an event becomes."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import tantivy

from venus_logging.event.json import encode
from venus_logging.event.time import SECOND
from venus_logging.query.matching import INT_MAX, LONGEST, Storage, storage_of, term, typed
from venus_logging.store.indexing import analyzed, clamped, free_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from venus_logging.event import Event, Value
    from venus_logging.query import Field, FieldTable
    from venus_logging.store.placing import Placed

__all__ = [
    "EVENT",
    "FREE_TERMS",
    "NUMBER",
    "PRESENT",
    "SECONDS",
    "SEVERITY",
    "TS",
    "UID",
    "Column",
    "Documents",
    "column",
    "columns_of",
    "fill",
    "listed",
    "open_index",
    "typed_column",
]

Column: TypeAlias = "tuple[str, str]"
"""A name and a type of the engine."""

# NOTE: other columns have the names of attributes, which do not begin so.
TS: Final = "_ts"
SECONDS: Final = "_second"
NUMBER: Final = "_number"
UID: Final = "_uid"
FREE_TERMS: Final = "_free"
PRESENT: Final = "_present"
EVENT: Final = "_event"
SEVERITY: Final = "severity_number"
"""The one whole number whose few values are indexed, so that a level is found without a look at every event."""

_ANALYZER: Final = "venus_words"
_BLOCK: Final = 131_072
_LEAST: Final = 1e-7
_MOST: Final = 1e15
_EXACT_DIGITS: Final = 15
_SHAPES: Final = 4_096
_SPECIAL: Final = {"@timestamp": TS, "log.record.uid": UID}
_TYPES: Final[dict[str, str]] = {
    "keyword": "raw", "free": "raw", "text": _ANALYZER, "integer": "i64", "date": "i64", "number": "f64",
    "boolean": "bool",
}  # fmt: skip
_STRINGS: Final = frozenset((str,))


def column(field: Field) -> str:
    """The engine's name of a field: the key of an event itself, where the value is indexed as it is."""
    storage = storage_of(field)
    derived = f"_{storage[0]}_{field.name}" if storage in ("text", "date") else field.name
    return _SPECIAL.get(field.name, derived)


def typed_column(field: Field) -> Column:
    """The same with its type, so that a field that changed its type is another one."""
    return column(field), _TYPES[storage_of(field)]


def listed(name: str) -> str:
    """The mark of an event in which a field that has one value is a list."""
    return term(f"[]{name}")


def columns_of(meta: Mapping[str, Any]) -> tuple[frozenset[Column], frozenset[Column]]:
    """All columns of an index, and those that can be grouped and counted.

    Args:
        meta: the engine's account of the index.
    """
    pairs = [(_pair(each), each["options"]["fast"]) for each in meta["schema"]]
    return frozenset(pair for pair, _ in pairs), frozenset(pair for pair, fast in pairs if fast)


def _pair(field: Mapping[str, Any]) -> Column:
    options = field["options"].get("indexing") or {}
    return field["name"], str(options.get("tokenizer", "")) if field["type"] == "text" else field["type"]


def fill(path: Path, fields: FieldTable) -> None:
    """Makes an empty index in an empty folder.

    Args:
        path: the folder.
        fields: what its events may have.
    """
    tantivy.Index(_schema(fields), str(path))
    meta_path = path / "meta.json"
    meta = json.loads(meta_path.read_bytes())
    # NOTE: the size of the blocks of stored events can only be set here; larger ones save a fifth of the disk.
    meta["index_settings"]["docstore_blocksize"] = _BLOCK
    with meta_path.open("wb") as file:
        file.write(json.dumps(meta).encode())
        file.flush()
        os.fsync(file.fileno())


def open_index(path: Path) -> tantivy.Index:
    """The index in a folder, ready to write; it reads anew only when it is told to."""
    index = tantivy.Index.open(str(path))
    index.config_reader("manual")
    index.register_tokenizer(_ANALYZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the keys of an event ask for; the events of one statement share theirs.

    Args:
        keywords: gives the values that must be texts to be indexed as they are.
        lists: keys of lists of keywords.
        integers, numbers, booleans: keys of such values.
        dates, texts: keys and columns of values that are indexed in another form.
        free: free keys, with what their terms begin with and the term of their presence.
        marks: what says the presence of keys that cannot be counted by their own column.
    """

    keywords: Callable[[Event], tuple[Value, ...]]
    lists: tuple[str, ...]
    integers: tuple[str, ...]
    numbers: tuple[str, ...]
    booleans: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    free: tuple[tuple[str, str, str], ...]
    marks: tuple[str, ...]


class Documents:
    """Makes documents of events.

    Args:
        fields: what the events may have; other keys are kept in the stored event only.
    """

    def __init__(self, fields: FieldTable) -> None:
        self._fields = {field.name: field for field in fields if field.kind != "free"}
        self.columns = frozenset(typed_column(field) for field in self._fields.values())
        self._schema = _schema(fields)
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def add(self, writer: tantivy.IndexWriter, placed: Placed) -> None:
        """Adds the document of an event, not yet committed."""
        text = self._extended(placed)
        if text is not None:
            writer.add_json(text)
            return
        document = self._made(placed)
        if all(_reads_back(values) for values in document.values() if isinstance(values, list)):
            writer.add_json(encode(document).decode())
        else:
            writer.add_document(tantivy.Document.from_dict(document, self._schema))

    def _extended(self, placed: Placed) -> str | None:
        """The event's own line with what else is indexed, None if one of its values cannot be indexed as it is."""
        event, line = placed.event, placed.line
        if len(line) > LONGEST:
            return None
        shape = self._shape(event)
        if not _as_they_are(event, shape):
            return None
        more = self._common(placed)
        present = list(shape.marks)
        free: list[str] = []
        for name, head, mark in shape.free:
            value = event[name]
            # NOTE: nearly all are texts, and the line is short enough for each.
            terms = [head + value] if type(value) is str else [f"{head}{each}" for each in typed(value, "free")]
            if terms:
                free += terms
                present.append(mark)
        for name, into in shape.texts:
            more[into] = analyzed(str(event[name]))
        for name, into in shape.dates:
            more[into] = typed(event[name], "date")
        more[FREE_TERMS], more[PRESENT] = free, present
        return (line[:-1] + b"," + encode(more)[1:]).decode()

    def _made(self, placed: Placed) -> dict[str, Any]:
        """The document of any event: only what is of its field's type, lists without repeats."""
        present: list[str] = []
        free: list[str] = []
        document: dict[str, Any] = {}
        for name, value in placed.event.items():
            field = self._fields.get(name)
            if field is None:
                if name.startswith("x."):
                    terms = [f"{free_head(name)}{each}" for each in typed(value, "free")]
                    free += terms
                    present += [term(name)] * bool(terms)
            elif name not in _SPECIAL:
                storage = storage_of(field)
                found: list[Any] = list(typed(value, storage))
                if found:
                    document[column(field)] = [analyzed(each) for each in found] if storage == "text" else found
                    present.append(term(name))
                    if isinstance(value, list) and not field.many:
                        present.append(listed(name))
        return document | self._common(placed) | {FREE_TERMS: free, PRESENT: present}

    def _common(self, placed: Placed) -> dict[str, Any]:
        ns, number, uid = placed.key
        return {
            TS: ns,
            SECONDS: ns // SECOND,
            NUMBER: clamped(number),
            UID: term(uid),
            EVENT: placed.line.decode(),
        }

    def _shape(self, event: Event) -> _Shape:
        names = tuple(event)
        shape = self._shapes.get(names)
        if shape is None:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            shape = self._shapes[names] = self._shaped(names)
        return shape

    def _shaped(self, names: Iterable[str]) -> _Shape:
        known = [self._fields[name] for name in names if name in self._fields and name not in _SPECIAL]
        by: dict[str, list[Field]] = {}
        for field in known:
            storage = storage_of(field)
            by.setdefault("list" if field.many and storage == "keyword" else storage, []).append(field)
        return _Shape(
            keywords=_getter([field.name for field in by.get("keyword", ())]),
            lists=tuple(field.name for field in by.get("list", ())),
            integers=tuple(field.name for field in by.get("integer", ())),
            numbers=tuple(field.name for field in by.get("number", ())),
            booleans=tuple(field.name for field in by.get("boolean", ())),
            dates=tuple((field.name, column(field)) for field in by.get("date", ())),
            texts=tuple((field.name, column(field)) for field in by.get("text", ())),
            free=tuple((name, free_head(name), term(name)) for name in names if _is_free(name, self._fields)),
            marks=tuple(term(field.name) for field in known if not _countable(field)),
        )


def _is_free(name: str, fields: Mapping[str, Field]) -> bool:
    return name.startswith("x.") and name not in fields


def _countable(field: Field) -> bool:
    """Whether the presence of a field is seen in its own column."""
    storage = storage_of(field)
    return storage != "text" and (storage != "keyword" or field.groupable)


def _getter(names: Sequence[str]) -> Callable[[Event], tuple[Value, ...]]:
    if len(names) > 1:
        found: Callable[[Event], tuple[Value, ...]] = itemgetter(*names)
        return found
    return lambda event: tuple(event[name] for name in names)


def _as_they_are(event: Event, shape: _Shape) -> bool:
    """Whether the values may be indexed as the event's line holds them."""
    if not _STRINGS.issuperset(map(type, shape.keywords(event))):
        return False
    for name in shape.integers:
        value = event[name]
        if type(value) is not int or not -INT_MAX <= value <= INT_MAX:
            return False
    for name in shape.numbers:
        if not _is_real(event[name]):
            return False
    for name in shape.booleans:
        if type(event[name]) is not bool:
            return False
    for name, _ in shape.texts:
        if type(event[name]) is not str:
            return False
    return all(map(_is_set, map(event.__getitem__, shape.lists))) if shape.lists else True


def _is_real(value: Value) -> bool:
    # NOTE: -0.0 must be indexed as 0.0, which is the same group.
    return type(value) is float and value != 0 and _reads_back((value,))


def _is_set(value: Value) -> bool:
    """Whether a value is a list of different texts."""
    return isinstance(value, list) and _STRINGS.issuperset(map(type, value)) and len(set(value)) == len(value)


def _reads_back(values: Iterable[object]) -> bool:
    """Whether the engine reads these values exactly from JSON; its parser may be wrong in the last of 17 digits."""
    return all(
        not isinstance(value, float)
        or value == 0
        or (_LEAST <= abs(value) < _MOST and float(f"{value:.{_EXACT_DIGITS}g}") == value)
        for value in values
    )


def _schema(fields: FieldTable) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (TS, SECONDS, NUMBER):
        builder.add_integer_field(name, fast=True)
    for name in (FREE_TERMS, PRESENT):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(UID, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(EVENT, stored=True, tokenizer_name="raw", index_option="basic")
    for field in fields:
        if field.name not in _SPECIAL and field.kind != "free":
            _add(builder, column(field), storage_of(field), groupable=field.groupable)
    return _tuned(builder.build())


def _add(builder: tantivy.SchemaBuilder, name: str, storage: Storage, *, groupable: bool) -> None:
    if storage == "text":
        builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option="position")
    elif storage == "keyword":
        builder.add_text_field(name, fast=groupable, tokenizer_name="raw", index_option="basic")
    elif storage == "number":
        builder.add_float_field(name, fast=True)
    elif storage == "boolean":
        builder.add_boolean_field(name, fast=True, indexed=True)
    else:
        builder.add_integer_field(name, fast=True, indexed=name == SEVERITY)


def _tuned(schema: tantivy.Schema) -> tantivy.Schema:
    """The schema without norms, which serve only scores, and without an index of the stored events.

    NOTE: the builder has no such options; this goes through the pickled form, so that the version is pinned.
    """
    pickled: Any = schema.__reduce__()
    state = pickled[1][0]
    for field in state["inner"]:
        options = field["options"]
        if field["name"] == EVENT:
            options["indexing"] = None
        elif options.get("indexing"):
            options["indexing"]["fieldnorms"] = False
    schema_type: Any = tantivy.Schema
    tuned: tantivy.Schema = schema_type._internal_from_pythonized(state)
    return tuned
