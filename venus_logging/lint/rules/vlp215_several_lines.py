"""A message of several lines.

Text logs end a record at its line break: collectors make several events of it, of which all but the first have
neither time nor request. Whoever forges a line break forges a record.

Bad:

    LOG.info("Options:\\n%s", options)

Good:

    LOG.info("Options: %s", options)

Found: a line break in a literal of the message, one at its end too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose text has a line break.

    Args:
        module: a file.
    """
    for call in module.calls:
        if any("\n" in each.text.format or "\r" in each.text.format for each in call.origins):
            yield Problem(call, "the message has a line break", hint="one line: '; ' between the parts")


RULE: Final = Rule("VLP215", "several-lines", "warning", "one line a message", check)
