"""extra= names a field that every log record has.

logging refuses it: `KeyError: "Attempt to overwrite 'name' in LogRecord"` reaches the service, at that line.

Bad:

    LOG.info("Created volume", extra={"name": volume.name})

Good:

    LOG.info("Created volume", extra={"volume_name": volume.name})

ruff G101 finds the same.
"""

from __future__ import annotations

import ast
import logging
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_FIELDS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose extra overwrites a field.

    Args:
        module: a file.
    """
    for call in module.calls:
        given = call.keywords.get("extra")
        for value in call.values(given) if given is not None else ():
            taken = sorted(_keys(value) & _FIELDS)
            if taken:
                yield Problem(
                    call, f"extra= overwrites {taken[0]}", hint="another name: logging raises KeyError", at=given
                )
                break


def _keys(node: ast.expr | None) -> set[str]:
    match node:
        case ast.Dict(keys=keys):
            return {each.value for each in keys if isinstance(each, ast.Constant) and isinstance(each.value, str)}
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            return {each.arg for each in keywords if each.arg is not None}
        case _:
            return set()


RULE: Final = Rule("VLP223", "overwritten-field", "error", "extra= leaves the fields of a record alone", check)
