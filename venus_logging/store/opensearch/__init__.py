"""The store on a cluster: an index of OpenSearch for each day; events go in, pages and tables come out."""

from __future__ import annotations

from venus_logging.store.opensearch.cluster import OpenSearchStore, open_cluster

__all__ = ["OpenSearchStore", "open_cluster"]
