"""The store on one machine: a folder with one search index for each day; events go in, pages and tables come out."""

from __future__ import annotations

from venus_logging.store.embedded.folder import EmbeddedStore, open_folder
from venus_logging.store.embedded.mending import Fault, check, rebuild
from venus_logging.store.embedded.rewriting import Rewritten

__all__ = ["EmbeddedStore", "Fault", "Rewritten", "check", "open_folder", "rebuild"]
