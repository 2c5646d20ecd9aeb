"""The text is formatted inside the log call, before logging sees it.

Logging formats a message itself, and only when it is written. A text that is formatted before has lost its format
string and its arguments: the record has no template id that is the same for all its lines, no scenario rule
recognises it, no argument becomes a field, and the work is done even when the level is off.

Bad:

    LOG.info(f"Created volume {volume.id} on {host}")
    LOG.warning("Volume %s is still in use" % volume.id)

Good:

    LOG.info("Created volume %(volume_id)s on %(host)s", {"volume_id": volume.id, "host": host})
    LOG.warning("Volume %s is still in use", volume.id)

Found: f-strings with a value in them, `%`, `.format()`, and `+` with something that is no literal. ruff G001 to G004
find the same; hacking H904 sees neither f-strings nor calls of several lines.
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
    """Log calls whose message is put together in the call.

    Args:
        module: a file.
    """
    for call in module.calls:
        here = [each for each in call.origins if not each.names and each.text.style != "literal"]
        for node, way in [(each.node, way) for each in here if (way := _way(each.node))][:1]:
            yield Problem(
                call,
                f"the text is formatted by {way} in the call: template and arguments are lost",
                hint="give logging the format string and its arguments",
                at=node,
            )


def _way(node: ast.expr) -> str:
    match node:
        case ast.JoinedStr(values=values) if any(isinstance(each, ast.FormattedValue) for each in values):
            return "an f-string"
        case ast.BinOp(op=ast.Mod(), left=left) if _is_text(left):
            return "%"
        case ast.Call(func=ast.Attribute(value=inner, attr="format")) if _is_text(inner):
            return ".format()"
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _way(left) or _way(right) or ("+" if _is_text(left) != _is_text(right) else "")
        case ast.Call(func=ast.Name(), args=[inner]):
            return _way(inner)
        case _:
            return ""


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is certainly a text: a literal, a sum of literals, or one that is translated."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
            return _is_text(left) or _is_text(right)
        case ast.Call(func=ast.Name(id=name), args=[inner]) if name.startswith("_"):
            return _is_text(inner)
        case _:
            return False


RULE: Final = Rule("VLP201", "eager-call", "error", "no formatting in the log call", check)
