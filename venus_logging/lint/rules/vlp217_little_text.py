"""A message that is hardly more than its arguments.

`%s: %s` fits every line: nobody can recognise it, search it, or tell which statement wrote it.

Bad:

    LOG.error("%s: %s", name, reason)

Good:

    LOG.error("Reply of agent %(agent)s: %(reason)s", {"agent": name, "reason": reason})

Found: fewer than four letters outside of the placeholders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import static

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_LEAST: Final = 4


def check(module: Module) -> Iterator[Problem]:
    """Log calls with almost no text.

    Args:
        module: a file.
    """
    for call in module.calls:
        # NOTE: an empty text among others is where a variable began; who logs asks for a text first.
        texts = [text for text in call.formats if text or len(call.formats) == 1]
        poor = [text for text in texts if sum(map(str.isalpha, static(text))) < _LEAST]
        if poor:
            yield Problem(call, f"fewer than {_LEAST} letters of text", got=poor[0], hint="say what the values are")


RULE: Final = Rule("VLP217", "little-text", "warning", "the message has text of its own", check)
