"""For GitHub: workflow commands that put each finding beside its line in the pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.lint._finding import Finding

__all__ = ["github"]

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """One workflow command each.

    Args:
        findings: in the order of the output; paths relative to the root of the repository.
    """
    for finding in findings:
        properties = {
            "file": finding.path,
            "line": finding.line,
            "endLine": max(finding.end_line, finding.line),
            "col": finding.column,
            "title": finding.rule,
        }
        said = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
        text = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
        yield f"::{_COMMANDS[finding.severity]} {said}::{text.translate(_DATA)}"
