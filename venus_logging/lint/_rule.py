"""What a rule is: data that says what it is about, and one function from a file to problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from venus_logging.lint._finding import Severity
    from venus_logging.lint.model import Call, Module, Use

__all__ = ["Problem", "Rule"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found, by nodes; the engine makes a Finding of it.

    Args:
        site: the call that it is about.
        message: what is wrong; lower case, no full stop.
        got: what stands there, empty when the message says it all.
        hint: what to write instead.
        at: the node to point at, by default the whole call.
        related: other places and what happens there.
    """

    site: Call | Use
    message: str
    got: str = ""
    hint: str = ""
    at: ast.AST | None = None
    related: tuple[tuple[ast.AST, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        code: ``VLP`` and three digits.
        name: one to three words, as in a file's name.
        severity: of its findings.
        brief: what it asks for, in a few words.
        check: yields the problems of a file.
    """

    code: str
    name: str
    severity: Severity
    brief: str
    check: Callable[[Module], Iterator[Problem]]
