"""Looks after a store, by its URL: makes it, says what is wrong with it, mends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from venus_logging.errors import StoreMissingError, StoreUnsupportedError
from venus_logging.query import event_fields
from venus_logging.store._open import engine, folder_of, is_cluster, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import ModuleType

    from venus_logging.query import FieldTable
    from venus_logging.store.embedded import Fault, Rewritten

__all__ = ["check", "init", "rebuild"]


def init(url: str, *, fields: FieldTable | None = None, dry_run: bool = False) -> list[str]:
    """Makes a store, or what a cluster needs for it, and says what changes; nothing if all is there.

    Args:
        url: as ``store.open``.
        fields: what events may have; None means the fields of the contract.
        dry_run: only say it.

    Raises:
        StoreError: as ``store.open`` for writing.
    """
    table = event_fields() if fields is None else fields
    if is_cluster(url):
        changes: list[str] = engine("opensearch", "opensearchpy", "opensearch").init_cluster(
            url, table, dry_run=dry_run
        )
        return changes
    try:
        open_store(url, "r", fields=table).close()
    except StoreMissingError:
        folder = Path(folder_of(url))
        # NOTE: what is something else is refused, in a dry run too.
        if not dry_run or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            open_store(url, "w", fields=table).close()
        return [f"store {folder} is new"]
    return []


def check(url: str, *, fields: FieldTable | None = None, deep: bool = False) -> Iterator[Fault]:
    """Everything about a store in a folder that is not as it should be; reads only.

    Args:
        url: a folder or its ``file:`` URL.
        fields: what events may have; None means the fields of the contract.
        deep: read every stored event too.

    Raises:
        StoreMissingError, StoreTooNewError: as ``store.open``.
        StoreUnsupportedError: the store is no folder.
    """
    faults: Iterator[Fault] = _embedded(url).check(folder_of(url), fields or event_fields(), deep=deep)
    return faults


def rebuild(
    url: str,
    *,
    fields: FieldTable | None = None,
    days: Collection[str] = (),
    dry_run: bool = False,
    progress: Callable[[Rewritten], None] = lambda done: None,
) -> list[Rewritten]:
    """Makes days of a store in a folder anew from their stored events.

    Args:
        url: a folder or its ``file:`` URL.
        fields: what events may have; None means the fields of the contract.
        days: which; empty for those that ``check`` finds torn or stale.
        dry_run: only say which.
        progress: called after every day.

    Raises:
        StoreMissingError, StoreTooNewError, StoreLockedError, StoreFullError: as ``store.open``; the days that were
            not reached are as they were.
        StoreError: there is no such day.
        StoreUnsupportedError: the store is no folder.
    """
    done: list[Rewritten] = _embedded(url).rebuild(
        folder_of(url), fields or event_fields(), days=days, dry_run=dry_run, progress=progress
    )
    return done


def _embedded(url: str) -> ModuleType:
    if is_cluster(url) or url == "memory:":
        raise StoreUnsupportedError("the store is no folder", hint="only a store in a folder can be checked and mended")
    return engine("embedded", "tantivy", "server")
