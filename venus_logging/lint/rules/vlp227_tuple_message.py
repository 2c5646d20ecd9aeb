"""The message is a tuple of format and arguments.

A comma where a per cent sign was meant: logging writes the tuple as it is, brackets and quotes and all, and the
exception that is raised with it says the same to the user.

Bad:

    msg = (_("Failed to unlock volume: %(details)s"), {"details": details})
    LOG.error(msg)

Good:

    LOG.error("Failed to unlock volume: %(details)s", {"details": details})

Found: a tuple, list, dict or set as message, also through a variable. No other tool sees it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_KINDS: Final = {ast.Tuple: "a tuple", ast.List: "a list", ast.Dict: "a dict", ast.Set: "a set"}


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose message is a container.

    Args:
        module: a file.
    """
    for call in module.calls:
        for origin in call.origins:
            kind = _KINDS.get(type(origin.node))
            if kind is not None:
                yield Problem(
                    call,
                    f"the message is {kind}: it is written as it is, without formatting",
                    hint="give logging the format string and its arguments",
                    at=call.message,
                    related=((origin.node, "made here"),) if origin.names else (),
                )
                break


RULE: Final = Rule("VLP227", "tuple-message", "error", "the message is a text, not a tuple", check)
