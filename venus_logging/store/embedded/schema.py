"""From the field table to the engine: one schema for a day, and the document that an event becomes."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import tantivy

from venus_logging.event.json import encode
from venus_logging.event.time import SECOND
from venus_logging.store.indexing import analyzed, clamped, free_head
from venus_logging.store.matching import Storage, storage_of, term, typed

if TYPE_CHECKING:
    from pathlib import Path

    from venus_logging.event import Value
    from venus_logging.query import Field, FieldTable
    from venus_logging.store.placing import Placed

__all__ = [
    "EVENT",
    "FREE_TERMS",
    "NUMBER",
    "PRESENT",
    "SECONDS",
    "TS",
    "UID",
    "Documents",
    "column",
    "fill",
]

TS: Final = "ts"
SECONDS: Final = "second"
NUMBER: Final = "number"
UID: Final = "uid"
FREE_TERMS: Final = "free"
PRESENT: Final = "present"
EVENT: Final = "event"

_ANALYZER: Final = "venus_words"
_BLOCK: Final = 131_072
_LEAST: Final = 1e-7
_MOST: Final = 1e15
_EXACT_DIGITS: Final = 15
_SPECIAL: Final = {"@timestamp": TS, "log.record.uid": UID}


def column(field: Field) -> str:
    """The engine's name of a field; it holds the storage, so that a field that changed its type is another one."""
    return _SPECIAL.get(field.name) or f"{storage_of(field)[0]}_{field.name}"


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
class _Column:
    """Where a field's values go, and how its presence is said."""

    name: str
    storage: Storage
    mark: str


class Documents:
    """Makes documents of events.

    Args:
        fields: what the events may have; other keys are kept in the stored event only.
    """

    def __init__(self, fields: FieldTable) -> None:
        self._columns = {
            field.name: _Column(column(field), storage_of(field), term(field.name))
            for field in fields
            if field.kind != "free"
        }
        self.columns = frozenset(each.name for each in self._columns.values())
        self._numbers = {each.name for each in self._columns.values() if each.storage == "number"}
        self._schema = _schema(fields)

    def add(self, writer: tantivy.IndexWriter, placed: Placed) -> None:
        """Adds the document of an event, not yet committed."""
        document = self._make(placed)
        if all(_reads_back(document[name]) for name in self._numbers.intersection(document)):
            writer.add_json(encode(document).decode())
        else:
            writer.add_document(tantivy.Document.from_dict(document, self._schema))

    def _make(self, placed: Placed) -> dict[str, Any]:
        ns, number, uid = placed.key
        present: list[str] = []
        free: list[str] = []
        document: dict[str, Any] = {}
        for name, value in placed.event.items():
            known = self._columns.get(name)
            if known is None:
                if name.startswith("x."):
                    terms = [f"{free_head(name)}{each}" for each in typed(value, "free")]
                    free += terms
                    present += [term(name)] * bool(terms)
                continue
            found = ns if known.name == TS else _indexed(value, known.storage)
            if found != []:
                document[known.name] = found
                present.append(known.mark)
        return document | {
            TS: ns,
            SECONDS: ns // SECOND,
            NUMBER: clamped(number),
            UID: term(uid),
            FREE_TERMS: free,
            PRESENT: present,
            EVENT: placed.line.decode(),
        }


def _reads_back(numbers: list[float]) -> bool:
    """Whether the engine reads these numbers exactly from JSON; its parser may be wrong in the last of 17 digits."""
    return all(
        number == 0 or (_LEAST <= abs(number) < _MOST and float(f"{number:.{_EXACT_DIGITS}g}") == number)
        for number in numbers
    )


def _indexed(value: Value, storage: Storage) -> object:
    """A value as the engine takes it; an empty list if it is of another type."""
    if isinstance(value, str):  # nearly all values
        if storage == "keyword":
            return term(value)
        if storage == "text":
            return analyzed(value)
    found = typed(value, storage)
    return [analyzed(str(each)) for each in found] if storage == "text" else list(found)


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
        builder.add_integer_field(name, fast=True, indexed=storage == "integer")


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
