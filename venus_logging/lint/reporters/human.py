"""For people: where and what, the line as it stands with a mark below it, other places, what to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from venus_logging.lint._finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from venus_logging.lint._finding import Finding

__all__ = ["human", "summary"]

_LONGEST: Final = 160


def human(findings: Iterable[Finding], paint: Callable[[str, str], str]) -> Iterator[str]:
    """The lines that a terminal shows.

    Args:
        findings: in the order of the output.
        paint: makes a text harmless and gives it the colour of its role: place, error, warning, info, mark or dim.
    """
    for finding in findings:
        where = paint(f"{finding.path}:{finding.line}:{finding.column}:", "place")
        yield f"{where} {paint(f'{finding.severity} {finding.rule}', finding.severity)} {paint(finding.message, '')}"
        marks = [(finding.line, finding.column, finding.source, "^" * finding.width, "")]
        marks += [(each.line, each.column, each.source, "-", each.message) for each in finding.related]
        wide = max(len(str(line)) for line, *_ in marks)
        for line, column, source, mark, said in marks:
            yield from _excerpt(f"{line:>{wide}}", source, column, (mark, said), paint)
        if finding.got:
            yield f"{' ' * wide} {paint('got:', 'dim')} {paint(repr(finding.got)[:_LONGEST], '')}"
        if finding.hint:
            yield f"{' ' * wide} {paint('hint:', 'dim')} {paint(finding.hint, '')}"
        yield ""


def summary(findings: Iterable[Finding], briefs: Mapping[str, str]) -> list[tuple[str, str, int, str]]:
    """How many findings each rule has: code, severity, count and what the rule asks for; the gravest first.

    Args:
        findings: all that were shown.
        briefs: what each rule asks for, by code.
    """
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    rows = [(rule, severity, count, briefs.get(rule, "")) for (rule, severity), count in counts.items()]
    return sorted(rows, key=lambda row: (-SEVERITIES.index(row[1]), -row[2], row[0]))


def _excerpt(
    line: str, source: str, column: int, mark: tuple[str, str], paint: Callable[[str, str], str]
) -> Iterator[str]:
    """A line of source, and below it the mark and what it says; tabs are one space, so that the mark stands right."""
    shown = source.rstrip()[:_LONGEST].replace("\t", " ")
    if not shown:
        return
    sign, said = mark
    yield f"{paint(f'{line} |', 'dim')} {paint(shown, '')}"
    if column <= len(shown):
        below = f"{' ' * (column - 1)}{sign[: len(shown) - column + 1]} {said}".rstrip()
        yield f"{paint(' ' * len(line) + ' |', 'dim')} {paint(below, 'mark')}"
