"""The question as data: one line of text comes in, a tree goes out that every store compiles; knows no store."""

from __future__ import annotations

from venus_logging.query.fields import Field, FieldTable, event_fields
from venus_logging.query.parser import parse
from venus_logging.query.tables import Column, Cost, Table
from venus_logging.query.tree import Query
from venus_logging.query.windows import Window, resolve, restrict

__all__ = [
    "Column", "Cost", "Field", "FieldTable", "Query", "Table", "Window", "event_fields", "parse", "resolve", "restrict",
]  # fmt: skip
