"""Comments that silence findings, as flake8 reads them: ``# noqa``, ``# noqa: VLP202``, ``# flake8: noqa``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from venus_logging.lint._finding import Finding

__all__ = ["heard"]

_LINE: Final = re.compile(r"#\s*noqa(?P<codes>\s*:\s*[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*)?", re.IGNORECASE)
_FILE: Final = re.compile(
    r"^\s*#\s*flake8[:=]\s*noqa(?P<codes>\s*:\s*[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*)?\s*$", re.IGNORECASE
)
_CODE: Final = re.compile(r"[A-Z]+[0-9]*", re.IGNORECASE)


def heard(findings: Iterable[Finding], lines: Sequence[str]) -> list[Finding]:
    """The findings that no comment silences.

    Args:
        findings: of one file.
        lines: of that file; a comment on any line of the statement counts, and without codes it silences every rule.
    """
    if not any("noqa" in line or "NOQA" in line for line in lines):
        return list(findings)
    whole = [codes for line in lines if (codes := _codes(_FILE.match(line))) is not None]
    return [each for each in findings if not any(_silences(codes, each) for codes in (*whole, *_near(each, lines)))]


def _near(finding: Finding, lines: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """The codes of each comment on the statement of a finding; a comment on the whole file is another thing."""
    first = min(finding.line, finding.first_line or finding.line)
    for line in lines[first - 1 : max(finding.end_line, finding.line)]:
        codes = None if _FILE.match(line) else _codes(_LINE.search(line))
        if codes is not None:
            yield codes


def _codes(match: re.Match[str] | None) -> tuple[str, ...] | None:
    """The codes of a comment: none for all rules, None without a comment."""
    if match is None:
        return None
    return tuple(code.upper() for code in _CODE.findall(match["codes"] or ""))


def _silences(codes: tuple[str, ...], finding: Finding) -> bool:
    return not codes or finding.rule.startswith(codes)
