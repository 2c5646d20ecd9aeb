"""Questions on a store: a store and a window come in, plain data goes out; one file per kind of question."""

from __future__ import annotations

from venus_logging.analyse.chain import Chain, chain
from venus_logging.analyse.context import Context, context
from venus_logging.analyse.pivot import counting, pivot
from venus_logging.analyse.stats import stats
from venus_logging.analyse.tail import tail

__all__ = ["Chain", "Context", "chain", "context", "counting", "pivot", "stats", "tail"]
