"""Which functions of a file run only while an exception is being handled."""

from __future__ import annotations

import ast
from collections import defaultdict

__all__ = ["handlers"]


def handlers(tree: ast.Module) -> frozenset[str]:
    """Names of functions that are called in except clauses of the file, and nowhere else in it.

    Args:
        tree: of the file.
    """
    found: defaultdict[str, set[bool]] = defaultdict(set)
    _look(tree, found, inside=False)
    return frozenset(name for name, places in found.items() if places == {True})


def _look(node: ast.AST, found: defaultdict[str, set[bool]], *, inside: bool) -> None:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            found[name].add(inside)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            inside = False
    inside = inside or isinstance(node, ast.ExceptHandler)
    for child in ast.iter_child_nodes(node):
        _look(child, found, inside=inside)
