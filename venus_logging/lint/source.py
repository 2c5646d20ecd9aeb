"""Checks Python source: a file comes in, the findings of all rules go out."""

from __future__ import annotations

import ast
import warnings
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from venus_logging.event.text import well_formed
from venus_logging.lint._build import build
from venus_logging.lint._finding import Finding, Place
from venus_logging.lint.noqa import heard
from venus_logging.lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.lint._rule import Problem, Rule
    from venus_logging.lint.model import Module
    from venus_logging.statements import Source

__all__ = ["UNREADABLE", "check", "unreadable"]

UNREADABLE: Final = "VLP200"
"""The code of the finding on a file that is no Python."""


def check(source: Source, tree: ast.Module | None = None) -> list[Finding]:
    """The findings of all rules on one file, in the order of its lines.

    Args:
        source: the file.
        tree: its syntax tree, if somebody has it already.
    """
    try:
        module = build(source, _parsed(source.text) if tree is None else tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return [unreadable(source.path, f"no Python: {getattr(error, 'msg', error)}", getattr(error, "lineno", 1) or 1)]
    found = {_finding(module, rule, problem): None for rule in rules() for problem in rule.check(module)}
    return sorted(heard(found, module.lines), key=lambda each: (each.line, each.column, each.rule))


def unreadable(path: str, message: str, line: int = 1) -> Finding:
    """The finding on a file that cannot be checked.

    Args:
        path: the file, as it was named.
        message: why.
        line: from 1.
    """
    return Finding(UNREADABLE, path, line, 1, message, "error", anchor=UNREADABLE)


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # NOTE: what Python warns of in somebody's code is none of our business, and would go to standard error.
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _finding(module: Module, rule: Rule, problem: Problem) -> Finding:
    node = problem.at if problem.at is not None else problem.site.node
    line, column, source = _place(module.lines, node)
    whole = problem.site.node
    return Finding(
        rule=rule.code,
        path=module.path,
        line=line,
        column=column,
        message=problem.message,
        severity=rule.severity,
        got=well_formed(problem.got),
        hint=problem.hint,
        first_line=min(whole.lineno, line),
        end_line=max(whole.end_lineno or 0, line),
        width=_width(node, source, column),
        source=source,
        function=problem.site.function,
        anchor=_anchor((rule.code, *module.lines[whole.lineno - 1 : whole.end_lineno])),
        related=tuple(
            Place(*_place(module.lines, each)[:2], said, _place(module.lines, each)[2])
            for each, said in problem.related
        ),
    )


def _place(lines: tuple[str, ...], node: ast.AST) -> tuple[int, int, str]:
    """Line, column in characters, and the line as it stands; the syntax tree counts bytes."""
    number = getattr(node, "lineno", 1)
    source = lines[number - 1] if number <= len(lines) else ""
    offset = getattr(node, "col_offset", 0)
    before = offset if source.isascii() else len(source.encode()[:offset].decode(errors="ignore"))
    return number, before + 1, source


def _width(node: ast.AST, source: str, column: int) -> int:
    """How many characters of the first line belong to a node."""
    rest = len(source.rstrip()) - column + 1
    if getattr(node, "end_lineno", None) != getattr(node, "lineno", None):
        return max(rest, 1)
    size = getattr(node, "end_col_offset", 1) - getattr(node, "col_offset", 0)
    return max(min(size, rest), 1)


def _anchor(parts: Iterable[str]) -> str:
    text = "\0".join(" ".join(part.split()) for part in parts)
    return blake2b(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()
