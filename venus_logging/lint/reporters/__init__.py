"""Findings come in; lines go out, for people or for one kind of program: one file each."""

from __future__ import annotations

from venus_logging.lint.reporters.human import human, summary
from venus_logging.lint.reporters.jsonl import jsonl

__all__ = ["human", "jsonl", "summary"]
