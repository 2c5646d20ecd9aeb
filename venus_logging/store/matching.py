"""What filters mean stands in ``query.matching``; its names, until every store imports them from there."""

from __future__ import annotations

from venus_logging.query.matching import (
    INT_MAX,
    LONGEST,
    TEXT_FIELDS,
    Predicate,
    Storage,
    as_free,
    cell,
    known,
    match,
    matcher,
    operand,
    storage_of,
    term,
    tokens,
    typed,
    values,
)

__all__ = [
    "INT_MAX", "LONGEST", "TEXT_FIELDS", "Predicate", "Storage", "as_free", "cell", "known", "match", "matcher",
    "operand", "storage_of", "term", "tokens", "typed", "values",
]  # fmt: skip
