"""For programs: each finding is one object on one line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from venus_logging.event import json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.lint._finding import Finding

__all__ = ["jsonl"]


def jsonl(findings: Iterable[Finding]) -> Iterator[str]:
    """One line of JSON each, with the names of Finding.

    Args:
        findings: in the order of the output.
    """
    for finding in findings:
        yield json.encode(asdict(finding)).decode()
