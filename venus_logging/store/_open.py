"""Opens the store that a URL names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from venus_logging.errors import StoreError
from venus_logging.query import event_fields
from venus_logging.store.memory import MemoryStore

if TYPE_CHECKING:
    from types import ModuleType

    from venus_logging.query import FieldTable
    from venus_logging.store._types import Store, Watch

__all__ = ["engine", "folder_of", "is_cluster", "open_store"]


def open_store(
    url: str, mode: Literal["r", "w"] = "r", *, fields: FieldTable | None = None, watch: Watch | None = None
) -> Store:
    """Opens a store.

    Args:
        url: a folder or its ``file:`` URL; ``opensearch://host:port/prefix`` is a cluster; ``memory:`` is a new, empty
            store in this process.
        mode: ``r`` reads what is there; ``w`` also makes it if it is missing, and one process may do so at a time.
        fields: what questions may name; None means the fields of the contract.
        watch: is called between units of work with how many are done, of how many; what it raises ends the question.

    Raises:
        StoreMissingError: mode ``r`` and nothing is there, or the folder holds something else.
        StoreTooNewError: a newer version wrote it.
        StoreLockedError: another process has it open for writing.
        StoreUnavailableError: the cluster does not answer.
        StoreError: nobody knows such a store, or its engine is not installed.
    """
    table = event_fields() if fields is None else fields
    if url == "memory:":
        return MemoryStore(table, watch)
    if is_cluster(url):
        cluster: Store = engine("opensearch", "opensearchpy", "opensearch").open_cluster(url, mode, table, watch)
        return cluster
    store: Store = engine("embedded", "tantivy", "server").open_folder(folder_of(url), mode, table, watch)
    return store


def is_cluster(url: str) -> bool:
    """Whether a URL names a store on a cluster."""
    return "opensearch" in url.partition("://")[0]


def folder_of(url: str) -> str:
    """The folder that a URL names.

    Raises:
        StoreError: it names none.
    """
    if url.startswith("file:"):
        return unquote(urlsplit(url).path)
    if "://" in url or not url:
        raise StoreError(f"cannot open {url!r}", hint="a store is a folder, a file: or opensearch: URL, or memory:")
    return url


def engine(name: str, library: str, extra: str) -> ModuleType:
    """The store of an engine.

    Args:
        name: of its folder here.
        library: what it needs.
        extra: what brings that.

    Raises:
        StoreError: the library is not installed.
    """
    # NOTE: the engines are in extras; the memory store must open without them.
    try:
        return import_module(f"venus_logging.store.{name}")
    except ModuleNotFoundError as problem:
        if problem.name != library:
            raise
        hint = f"pip install 'venus-logging[{extra}]'"
        raise StoreError(f"{library} is not installed", hint=hint) from problem
