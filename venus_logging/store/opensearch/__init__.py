"""The store on a cluster: an index of OpenSearch for each day; events go in, pages and tables come out."""

from __future__ import annotations

from venus_logging.store.opensearch.cluster import OpenSearchStore
from venus_logging.store.opensearch.opening import init_cluster, open_cluster

__all__ = ["OpenSearchStore", "init_cluster", "open_cluster"]
