"""A logger that is not called like its module.

`log.logger` says which code wrote a line; rules that recognise messages and levels per module are written by it.

Bad:

    LOG = logging.getLogger("agent")
    LOG.info("Polled")

Good:

    LOG = logging.getLogger(__name__)
    LOG.info("Polled")

Found: a literal name of a logger that the file logs by. Another logger that is only configured is left alone, and so
is a name that is worked out. ruff LOG002 sees `__file__` only.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_GETTERS: Final = frozenset({"logging.getLogger", "oslo_log.log.getLogger"})


def check(module: Module) -> Iterator[Problem]:
    """Loggers with a name of their own.

    Args:
        module: a file.
    """
    own = {call.logger for call in module.calls}
    for use in module.uses:
        kept = bool(use.parents) and isinstance(use.parents[-1], ast.Assign | ast.AnnAssign)
        if use.name not in _GETTERS or not kept or not use.node.args:
            continue
        match use.node.args[0]:
            case ast.Constant(value=str(name)) if name != module.name and name in own:
                yield Problem(use, f"the logger is called {name!r}, not like its module", hint="getLogger(__name__)")


RULE: Final = Rule("VLP221", "logger-name", "warning", "a logger is called like its module", check)
