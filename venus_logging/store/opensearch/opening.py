"""Opens the store that a cluster's URL names, or makes what it needs there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from venus_logging.errors import StoreUnsupportedError
from venus_logging.store.opensearch.address import address_of
from venus_logging.store.opensearch.client import Client
from venus_logging.store.opensearch.cluster import OpenSearchStore
from venus_logging.store.opensearch.documents import Documents
from venus_logging.store.opensearch.foreign import KollaStore
from venus_logging.store.opensearch.installing import check, install
from venus_logging.store.opensearch.template import Templates
from venus_logging.store.opensearch.writing import Writer

if TYPE_CHECKING:
    from venus_logging.query import FieldTable
    from venus_logging.store._types import Watch

__all__ = ["init_cluster", "open_cluster"]


def open_cluster(
    url: str, mode: Literal["r", "w"], fields: FieldTable, watch: Watch | None = None
) -> OpenSearchStore | KollaStore:
    """Opens the store on a cluster, as ``store.open`` says; mode ``w`` puts the templates where they are missing."""
    address = address_of(url)
    client, templates = Client(address), Templates(address.prefix, fields)
    try:
        if address.kind == "kolla":
            return KollaStore(client, fields, watch)
        if mode == "w":
            install(client, templates)
        else:
            check(client, templates)
    except BaseException:
        client.close()
        raise
    writer = Writer(client, templates, Documents(fields)) if mode == "w" else None
    return OpenSearchStore(client, templates, fields, watch, writer)


def init_cluster(url: str, fields: FieldTable, *, dry_run: bool = False) -> list[str]:
    """Puts the templates of a store onto a cluster, and says what changes; a dry run only says it.

    Raises:
        StoreUnsupportedError: the indexes are those of kolla.
    """
    address = address_of(url)
    if address.kind == "kolla":
        raise StoreUnsupportedError(f"{address} is only read", hint="kolla makes its indexes itself")
    client = Client(address)
    try:
        return install(client, Templates(address.prefix, fields), dry_run=dry_run)
    finally:
        client.close()
