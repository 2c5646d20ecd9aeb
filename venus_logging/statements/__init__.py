"""Python source comes in; its log statements go out."""

from __future__ import annotations

from venus_logging.statements._extract import Source, Statement, extract, parse

__all__ = ["Source", "Statement", "extract", "parse"]
