"""For Zuul: the comments on files that a job returns with zuul_return, which the change then shows beside its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venus_logging.event import json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.lint._finding import Finding

__all__ = ["zuul"]


def zuul(findings: Iterable[Finding]) -> Iterator[str]:
    """One document: the value of ``data`` of zuul_return.

    Args:
        findings: in the order of the output; paths relative to the root of the repository.
    """
    comments: dict[str, list[dict[str, Any]]] = {}
    for finding in findings:
        comments.setdefault(finding.path, []).append(_comment(finding))
    yield json.encode({"zuul": {"file_comments": comments}}).decode()


def _comment(finding: Finding) -> dict[str, Any]:
    text = f"{finding.rule} {finding.message}"
    return {
        "line": finding.line,
        "level": finding.severity,
        "message": f"{text}\n{finding.hint}" if finding.hint else text,
        "range": {
            "start_line": finding.line,
            "start_character": finding.column - 1,
            "end_line": finding.line,
            "end_character": finding.column - 1 + finding.width,
        },
    }
