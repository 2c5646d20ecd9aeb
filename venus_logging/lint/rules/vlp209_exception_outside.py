"""LOG.exception, or exc_info=True, where no exception is being handled.

The line then ends in `NoneType: None`, and whoever reads it looks for an error that does not exist.

Bad:

    if self.client is None:
        LOG.exception("No client for host %s", self.host)

Good:

    if self.client is None:
        LOG.error("No client for host %s", self.host)
    try:
        self.client.connect()
    except OSError:
        LOG.exception("No connection to host %s", self.host)

A function that every caller in its file calls from an except clause is taken as part of it, and so are one that is
given the exception, finally clauses and the `__exit__` of a context manager. ruff LOG004 and LOG014 find the same,
without those exceptions.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.rules._handlers import handlers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Call, Module

__all__ = ["RULE"]

_ERRORS: Final = ("ex", "exc", "e", "err", "error", "exception", "failure")


def check(module: Module) -> Iterator[Problem]:
    """Log calls that ask for an exception that is not there.

    Args:
        module: a file.
    """
    suspects = [call for call in module.calls if _asks(call) and not _handles(call)]
    handled = handlers(module.tree) if suspects else frozenset()
    for call in suspects:
        if not _given(call) and call.function.rpartition(".")[2] not in handled:
            yield Problem(
                call, "there is no exception to write here", hint="LOG.error, or move it into the except clause"
            )


def _asks(call: Call) -> bool:
    given = call.keywords.get("exc_info")
    said = isinstance(given, ast.Constant) and given.value is True
    return said if given is not None else call.method == "exception"


def _handles(call: Call) -> bool:
    names = call.function.split(".")
    return (
        call.handler is not None
        or "__exit__" in names
        or "__aexit__" in names
        or any(_in_final(each, call) for each in call.parents)
    )


def _given(call: Call) -> bool:
    """Whether the function is given the exception: its caller is handling it."""
    found = [each for name in _ERRORS for each in call.names.get(name, ())]
    return any(each.kind == "parameter" for each in found)


def _in_final(node: ast.AST, call: Call) -> bool:
    """Whether a call stands in the finally clause of a try statement."""
    return isinstance(node, ast.Try) and any(each in call.parents or _is(each, call) for each in node.finalbody)


def _is(node: ast.stmt, call: Call) -> bool:
    return isinstance(node, ast.Expr) and node.value is call.node


RULE: Final = Rule("VLP209", "exception-outside", "error", "LOG.exception and exc_info=True inside except only", check)
