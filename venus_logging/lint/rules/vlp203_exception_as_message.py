"""The message is an exception, or its text alone.

Such a line has a template of its own for every error: nobody can count it, recognise it or tell alarms what to wait
for, and where it came from is lost when the exception's text is empty (`str(KeyError())` is).

Bad:

    try:
        self.claim()
    except Exception as exc:
        LOG.error(exc)
    try:
        self.claim()
    except Exception as exc:
        reason = str(exc)
        LOG.warning(reason)

Good:

    try:
        self.claim()
    except Exception:
        LOG.exception("Claim failed")
    try:
        self.claim()
    except Exception as exc:
        LOG.warning("Claim failed, trying the next host: %(error)s", {"error": exc})

Found: the name that `except ... as` gave, `str()`, `repr()` and the like of it, and its `message` or `msg`; also
through a variable. No other tool sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.rules._exceptions import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose message is an exception.

    Args:
        module: a file.
    """
    for call in module.calls:
        if any(about(call, each.node) for each in call.origins):
            yield Problem(
                call,
                "the message is an exception: the line has no template",
                hint="say what failed, and give the exception as an argument or by LOG.exception",
                at=call.message,
            )


RULE: Final = Rule("VLP203", "exception-as-message", "error", "the message is a text, not an exception", check)
