"""The text repeats the exception that is written with it anyway.

LOG.exception adds the traceback, whose last line is the error; events carry type and message as attributes. In the
text it is a second copy, and makes every line another one.

Bad:

    try:
        self.connect()
    except OSError as error:
        LOG.exception("No connection: %s", error)

Good:

    try:
        self.connect()
    except OSError:
        LOG.exception("No connection to host %s", self.host)

ruff TRY401 finds the same.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import arguments
from venus_logging.lint.rules._exceptions import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls with a traceback and the exception in their arguments.

    Args:
        module: a file.
    """
    for call in module.calls:
        info = call.keywords.get("exc_info")
        traced = call.method == "exception" or (isinstance(info, ast.Constant) and info.value is True)
        if traced and call.formats and any(about(call, each) for each in arguments(call)):
            yield Problem(call, "the exception is written with its traceback anyway", hint="leave it out of the text")


RULE: Final = Rule("VLP210", "repeated-exception", "info", "LOG.exception does not repeat the exception", check)
