"""An argument of a DEBUG line that costs work also when DEBUG is off.

Arguments are worked out before the call; only their formatting waits.

Bad:

    LOG.debug("Request: %s", jsonutils.dumps(body))

Good:

    if LOG.isEnabledFor(logging.DEBUG):
        LOG.debug("Request: %s", jsonutils.dumps(body))
    LOG.debug("Request of %d bytes", size)

Found: dumps, pformat, to_primitive, to_dict, as_dict, tostring, toprettyxml, format_exc and format_stack among the
arguments, unless the call stands behind isEnabledFor.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Call, Module

__all__ = ["RULE"]

_WORK: Final = frozenset({
    "dumps", "dump_as_bytes", "pformat", "to_primitive", "obj_to_primitive", "to_dict", "as_dict", "tostring",
    "toprettyxml", "format_exc", "format_stack", "to_xml",
})  # fmt: skip


def check(module: Module) -> Iterator[Problem]:
    """DEBUG lines whose arguments are worked for.

    Args:
        module: a file.
    """
    for call in module.calls:
        if call.level != "DEBUG" or _guarded(call):
            continue
        for each in arguments(call):
            name = _work(each)
            if name:
                yield Problem(
                    call,
                    f"{name}() is called also when DEBUG is off",
                    hint="if LOG.isEnabledFor(logging.DEBUG):",
                    at=each,
                )
                break


def _work(node: ast.expr) -> str:
    calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    names = [each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls]
    return next((name for name in names if name in _WORK), "")


def _guarded(call: Call) -> bool:
    tests = [each.test for each in call.parents if isinstance(each, ast.If)]
    return any("isEnabledFor" in ast.dump(test) for test in tests)


RULE: Final = Rule("VLP222", "work-for-debug", "info", "no work for DEBUG lines that are off", check)
