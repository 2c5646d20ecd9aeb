"""Opens the store that a URL names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from venus_logging.errors import StoreError
from venus_logging.query import event_fields
from venus_logging.store.memory import MemoryStore

if TYPE_CHECKING:
    from venus_logging.query import FieldTable
    from venus_logging.store._types import Store, Watch

__all__ = ["open_store"]


def open_store(
    url: str, mode: Literal["r", "w"] = "r", *, fields: FieldTable | None = None, watch: Watch | None = None
) -> Store:
    """Opens a store.

    Args:
        url: a folder or its ``file:`` URL; ``memory:`` is a new, empty store in this process.
        mode: ``r`` reads what is there; ``w`` also makes it if it is missing, and one process may do so at a time.
        fields: what questions may name; None means the fields of the contract.
        watch: is called between units of work with how many are done, of how many; what it raises ends the question.

    Raises:
        StoreMissingError: mode ``r`` and nothing is there, or the folder holds something else.
        StoreTooNewError: a newer version wrote it.
        StoreLockedError: another process has it open for writing.
        StoreError: nobody knows such a store, or its engine is not installed.
    """
    table = event_fields() if fields is None else fields
    if url == "memory:":
        return MemoryStore(table, watch)
    if url.startswith("opensearch:"):
        raise StoreError(f"cannot open {url}", hint="OpenSearch comes with the [opensearch] extra in a later version")
    return _open_folder(_folder(url), mode, table, watch)


def _folder(url: str) -> str:
    if url.startswith("file:"):
        return unquote(urlsplit(url).path)
    if "://" in url or not url:
        raise StoreError(f"cannot open {url!r}", hint="a store is a folder, a file: URL or memory:")
    return url


def _open_folder(folder: str, mode: Literal["r", "w"], fields: FieldTable, watch: Watch | None) -> Store:
    # NOTE: the engine is in [server]; the memory store must open without it.
    try:
        embedded = import_module("venus_logging.store.embedded")
    except ModuleNotFoundError as problem:
        if problem.name != "tantivy":
            raise
        raise StoreError("tantivy is not installed", hint="pip install 'venus-logging[server]'") from problem
    store: Store = embedded.open_folder(folder, mode, fields, watch)
    return store
