"""Whether an expression is the exception that is being handled, or says nothing but its text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from venus_logging.lint.model import Call

__all__ = ["about"]

_TEXTS: Final = frozenset({"str", "repr", "text_type", "exception_to_unicode", "bytes"})
_PARTS: Final = frozenset({"message", "msg", "args", "reason", "details"})


def about(call: Call, node: ast.expr) -> bool:
    """Whether an expression is the name that ``except ... as`` gave, its text, or its message.

    Args:
        call: where it stands.
        node: the expression.
    """
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner]) if name in _TEXTS:
            return about(call, inner)
        case ast.Attribute(value=inner, attr=name) if name in _PARTS:
            return about(call, inner)
        case ast.Subscript(value=inner):
            return about(call, inner)
        case _:
            return call.is_exception(node)
