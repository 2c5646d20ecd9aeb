"""A call of the event API that the registry does not allow.

`emit_event` and `operation` name an event of the registry and attributes that it knows. A wrong name is flagged in
production and fails in strict mode; here it is found before anybody runs it.

Bad:

    import venus_logging

    with venus_logging.operation("compute.instance.creat", resource=self):
        self.build()

Good:

    import venus_logging

    with venus_logging.operation("compute.instance.create", resource=self):
        self.build()

Found: a name that is put together or unknown, and unknown attributes in a mapping that is written out. Constants of
`venus_logging.contract.names` are followed. What is only known at run time is left to strict mode.
"""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module, Use

__all__ = ["RULE"]

_CALLS: Final = frozenset({"operation", "emit_event"})


def check(module: Module) -> Iterator[Problem]:
    """Calls of operation() and emit_event() with names that the registry does not know.

    Args:
        module: a file.
    """
    for use in module.uses:
        if use.name.rpartition(".")[2] not in _CALLS or not use.name.startswith("venus_logging"):
            continue
        why = _name(use) or _attributes(use)
        if why:
            yield Problem(use, why, hint="the registry's names: venus_logging.contract.names")


def _name(use: Use) -> str:
    """What is wrong with the name of the event; empty if nothing is, or nobody can tell."""
    match use.node.args[:1]:
        case [ast.Constant(value=str(name))] if name not in contract.event_names():
            near = get_close_matches(name, contract.event_names(), n=1)
            return f"unknown event {name!r}" + (f": did you mean {near[0]!r}?" if near else "")
        case [ast.JoinedStr() | ast.BinOp()]:
            return "the name of the event is put together: it must be a literal"
        case _:
            return ""


def _attributes(use: Use) -> str:
    keys = [
        key.value
        for given in (*use.node.args[1:], *(each.value for each in use.node.keywords if each.arg == "attributes"))
        if isinstance(given, ast.Dict)
        for key in given.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]
    unknown = [key for key in keys if not key.startswith("x.") and contract.attribute(key) is None]
    return f"unknown attribute {unknown[0]!r}" if unknown else ""


RULE: Final = Rule("VLP224", "event-contract", "error", "event calls keep the contract", check)
