"""Where events are kept: events go in, questions come in, pages and tables go out; one suite for every backend."""

from __future__ import annotations

from venus_logging.store._open import open_store as open  # noqa: A004  # the API is store.open(url)
from venus_logging.store._types import Cursor, FieldInfo, Info, Page, Rejected, Store, Table, Watch, WriteResult
from venus_logging.store.streaming import stream

__all__ = [
    "Cursor",
    "FieldInfo",
    "Info",
    "Page",
    "Rejected",
    "Store",
    "Table",
    "Watch",
    "WriteResult",
    "open",
    "stream",
]
