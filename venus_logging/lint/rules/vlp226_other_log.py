"""print(), or the root logger, in code that has a logger.

What is printed has no time, no level and no request; the root logger's lines have no module.

Bad:

    import logging

    logging.warning("Volume %s is stale", volume.id)

Good:

    LOG.warning("Volume %s is stale", volume.id)

print() is found in files that have log calls, unless they are commands that talk to people (`cmd/`, `cli/`, `tools/`,
`__main__`). ruff LOG015 and T20 find the same, T20 also there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_COMMANDS: Final = frozenset({"cmd", "cli", "tools", "hacking", "__main__", "shell", "manage", "status", "upgrade"})


def check(module: Module) -> Iterator[Problem]:
    """What is written past the logger of a file.

    Args:
        module: a file.
    """
    for call in module.calls:
        if call.logger == "root":
            yield Problem(call, "the root logger is not this module's", hint="LOG = logging.getLogger(__name__)")
    talks = bool(_COMMANDS.intersection(module.name.split(".")))
    for use in module.uses if module.calls and not talks else ():
        if use.name == "print" and not use.node.keywords:
            yield Problem(use, "print() writes past the log", hint="LOG.info or LOG.debug")


RULE: Final = Rule("VLP226", "other-log", "warning", "service code logs by its own logger", check)
