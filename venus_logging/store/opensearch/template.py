"""The indexes of a store: settings and mappings made from the field table, and the templates that carry them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from venus_logging.query.matching import LONGEST, storage_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venus_logging.query import Field, FieldTable

__all__ = [
    "DATES",
    "FORMAT",
    "FREE_NAMES",
    "FREE_TERMS",
    "GAP",
    "KEPT",
    "NS",
    "OURS",
    "SECONDS",
    "WORDS",
    "Templates",
    "path_of",
]

FORMAT: Final = 1
"""Version of what an index holds beside the event."""

OURS: Final = "venus"
"""The one object of a document that is not of the event."""

NS: Final = "ns"
SECONDS: Final = "s"
FREE_TERMS: Final = "free"
FREE_NAMES: Final = "names"
WORDS: Final = "words"
DATES: Final = "dates"
KEPT: Final = "kept"

GAP: Final = "_"
"""Stands for any one word in a phrase that is asked for; no word has it."""

_PRIORITY: Final = 500
_SPARE_FIELDS: Final = 200
_TYPES: Final[dict[str, dict[str, Any]]] = {
    "keyword": {"type": "keyword"},
    "integer": {"type": "long"},
    "number": {"type": "double"},
    "boolean": {"type": "boolean"},
    # NOTE: it holds the years 1970 to 2262 only, and is for other tools; we compare nanoseconds.
    "date": {"type": "date_nanos", "ignore_malformed": True},
    "text": {"type": "text", "analyzer": "venus_text", "search_analyzer": "venus_words", "norms": False},
}
_WORDS_TYPE: Final = {"type": "text", "analyzer": "venus_words", "norms": False}
# NOTE: of ASCII the engine makes the same words as Python; for texts of other scripts it gets words that are cut.
_ANALYSIS: Final[dict[str, Any]] = {
    "char_filter": {
        "only_ascii": {"type": "pattern_replace", "pattern": r"(?s)\A\p{ASCII}*+\P{ASCII}.*", "replacement": ""}
    },
    "tokenizer": {
        "alnum_runs": {"type": "pattern", "pattern": "[^A-Za-z0-9]+"},
        "blanks": {"type": "pattern", "pattern": " +"},
    },
    "filter": {
        "short": {"type": "length", "max": LONGEST},
        "gaps": {"type": "stop", "stopwords": [GAP]},
    },
    "analyzer": {
        "venus_text": {
            "type": "custom",
            "char_filter": ["only_ascii"],
            "tokenizer": "alnum_runs",
            "filter": ["lowercase", "short"],
        },
        "venus_words": {"type": "custom", "tokenizer": "blanks", "filter": []},
        "venus_gaps": {"type": "custom", "tokenizer": "blanks", "filter": ["gaps"]},
    },
}  # fmt: skip


def path_of(field: Field) -> str:
    """Where a field's values are compared; free fields have no path of their own."""
    if storage_of(field) == "date":
        return f"{OURS}.{NS}" if field.name == "@timestamp" else f"{OURS}.{DATES}.{field.name}"
    return field.name


class Templates:
    """The two templates of a store: a component with analysis and mappings, and the one that applies it.

    Args:
        prefix: what names of the indexes begin with; also the alias of them all, and the templates' names.
        fields: what events may have.
    """

    def __init__(self, prefix: str, fields: FieldTable) -> None:
        self.prefix = prefix
        self.properties = _properties(fields)

    def index(self, day: str) -> str:
        """The name of a day's index."""
        return f"{self.prefix}-{day}"

    def component(self, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The component template.

        Args:
            more: properties that are there already; those that we do not know stay.
        """
        properties = {**(more or {}), **self.properties}
        template = {"settings": _settings(len(properties)), "mappings": {"dynamic": False, "properties": properties}}
        digest = sha256(json.dumps(template, sort_keys=True).encode()).hexdigest()[:16]
        return {"template": template, "_meta": {OURS: {"format": FORMAT, "digest": digest}}}

    def applied(self) -> dict[str, Any]:
        """The template that applies the component to every new day."""
        # NOTE: patterns of two prefixes of which one begins as the other must not meet, or the cluster refuses both.
        patterns = [self.index(each) for each in ("1*-*-*", "2*-*-*", "unknown")]
        return {
            "index_patterns": patterns,
            "composed_of": [self.prefix],
            "priority": _PRIORITY + len(self.prefix),
            "template": {"aliases": {self.prefix: {}}},
            "_meta": {OURS: {"format": FORMAT}},
        }


def _settings(properties: int) -> dict[str, Any]:
    return {
        "index": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "codec": "best_compression",
            "refresh_interval": "1s",
            "mapping": {"coerce": False, "total_fields": {"limit": 3 * properties + _SPARE_FIELDS}},
            "analysis": _ANALYSIS,
        }
    }


def _properties(fields: FieldTable) -> dict[str, Any]:
    stored = {field.name: storage_of(field) for field in fields if field.kind != "free"}
    properties: dict[str, Any] = {name: _TYPES[storage] for name, storage in stored.items()}
    for name, storage in stored.items():
        if storage == "text":
            properties[f"{OURS}.{WORDS}.{name}"] = _WORDS_TYPE
        elif storage == "date" and name != "@timestamp":
            properties[f"{OURS}.{DATES}.{name}"] = {"type": "long"}
    return properties | {
        f"{OURS}.{NS}": {"type": "long"},
        f"{OURS}.{SECONDS}": {"type": "long", "index": False},
        f"{OURS}.{FREE_TERMS}": {"type": "keyword"},
        f"{OURS}.{FREE_NAMES}": {"type": "keyword"},
        f"{OURS}.{KEPT}": {"type": "object", "enabled": False},
    }
