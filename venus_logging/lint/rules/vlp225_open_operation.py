"""An operation that is made and never entered.

`operation()` writes its start when it is entered and its end when it is left; a call alone writes nothing.

Bad:

    import venus_logging

    venus_logging.operation("compute.instance.create", resource=self)
    self.build()

Good:

    import venus_logging

    with venus_logging.operation("compute.instance.create", resource=self):
        self.build()

Found: a call that is neither the context of a `with`, nor returned, nor given to something
(`stack.enter_context(...)`), nor kept in a variable that a `with` of the file enters.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Calls of operation() whose result nobody enters.

    Args:
        module: a file.
    """
    uses = [use for use in module.uses if use.name.startswith("venus_logging") and use.name.endswith(".operation")]
    entered = _entered(module.tree) if uses else frozenset()
    for use in uses:
        match use.parents[-1] if use.parents else None:
            case ast.Expr():
                lost = True
            case ast.Assign(targets=[ast.Name(id=name)]):
                lost = name not in entered
            case _:
                lost = False
        if lost:
            yield Problem(use, "the operation never starts", hint="with operation(...):")


def _entered(tree: ast.Module) -> frozenset[str]:
    """The names that a with statement of a file enters, or that are given to a call."""
    items = [each for node in ast.walk(tree) if isinstance(node, ast.With | ast.AsyncWith) for each in node.items]
    calls = [each for node in ast.walk(tree) if isinstance(node, ast.Call) for each in node.args]
    given = [*(each.context_expr for each in items), *calls]
    return frozenset(each.id for each in given if isinstance(each, ast.Name))


RULE: Final = Rule("VLP225", "open-operation", "error", "operation() is entered", check)
