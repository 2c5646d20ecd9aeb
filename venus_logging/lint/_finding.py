"""One thing that is wrong, as data: which rule says it, where, what stands there, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

__all__ = ["SEVERITIES", "Finding", "Place", "Severity"]

Severity: TypeAlias = Literal["info", "warning", "error"]
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "error")
"""From the least to the gravest."""


@dataclass(frozen=True, slots=True)
class Place:
    """A second place that a finding speaks of, in the same file.

    Args:
        line: from 1.
        column: in characters, from 1.
        message: what happens there.
        source: the line as it stands.
    """

    line: int
    column: int
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Args:
        rule: code of the rule.
        path: the file, as it was named.
        line: from 1.
        column: in characters, from 1.
        message: what is wrong.
        severity: info, warning or error.
        got: what stands there, empty when the message says it all.
        hint: what to write instead.
        first_line: first line of the statement.
        end_line: last line of the statement.
        width: how many characters of the line to mark.
        source: the line as it stands.
        function: dotted name inside the module, empty at its top level.
        anchor: what stays the same when lines move: a hash of rule and statement.
        related: other places.
    """

    rule: str
    path: str
    line: int
    column: int
    message: str
    severity: Severity
    got: str = ""
    hint: str = ""
    first_line: int = 0
    end_line: int = 0
    width: int = 1
    source: str = ""
    function: str = ""
    anchor: str = ""
    related: tuple[Place, ...] = ()
