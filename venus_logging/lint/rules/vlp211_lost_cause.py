"""LOG.error in an except clause without the exception.

The event then has no type, no message and no frames of what went wrong. With `exc_info=True`, or LOG.exception, they
are attributes; where the traceback would be noise, `operation.fail` with an error code says it.

Bad:

    try:
        self.connect()
    except OSError:
        LOG.error("No connection to host %s", self.host)

Good:

    try:
        self.connect()
    except OSError:
        LOG.exception("No connection to host %s", self.host)
    try:
        self.connect()
    except OSError:
        LOG.error("No connection to host %s", self.host, exc_info=True)

ruff TRY400 finds the same, and wants LOG.exception always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import arguments
from venus_logging.lint.rules._exceptions import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Errors without the exception that is being handled.

    Args:
        module: a file.
    """
    for call in module.calls:
        if call.method == "error" and call.handler is not None and "exc_info" not in call.keywords:
            said = any(about(call, each) for each in arguments(call))
            what = "only the text of the exception is written" if said else "the exception is not written"
            yield Problem(call, what, hint="exc_info=True, or LOG.exception")


RULE: Final = Rule("VLP211", "lost-cause", "info", "an error in an except clause carries its cause", check)
