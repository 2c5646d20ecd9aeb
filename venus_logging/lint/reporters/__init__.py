"""Findings come in; lines go out, for people or for one kind of program: one file each."""

from __future__ import annotations

from venus_logging.lint.reporters.github import github
from venus_logging.lint.reporters.human import human, summary
from venus_logging.lint.reporters.jsonl import jsonl
from venus_logging.lint.reporters.zuul import zuul

__all__ = ["github", "human", "jsonl", "summary", "zuul"]
