"""An INFO line that says what is about to happen.

The guidelines of OpenStack ask of INFO that it names a finished unit of work: who reads `Creating image` does not
know whether it was created. `operation()` writes start and end with the time between.

Bad:

    LOG.info("Creating image %s", image.id)

Good:

    LOG.info("Created image %s", image.id)
    LOG.debug("Creating image %s", image.id)

A guess by the first word: it ends in *ing*. Names of states (`Pending`, `Nothing`, `Existing`) and of things
(`String`, `Binding`) are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_FIRST: Final = re.compile(r"[\s\W]*([A-Za-z]+ing)\b(?!:)")
_OTHERS: Final = frozenset({
    "according", "anything", "assuming", "binding", "conflicting", "during", "everything", "existing", "floating",
    "following", "incoming", "logging", "mapping", "missing", "mounting", "networking", "nothing", "outgoing",
    "pending", "remaining", "ring", "routing", "something", "string", "using", "warning",
})  # fmt: skip


def check(module: Module) -> Iterator[Problem]:
    """INFO lines that begin with what is being done.

    Args:
        module: a file.
    """
    for call in module.calls:
        words = [found[1] for text in call.formats if (found := _FIRST.match(text))]
        if call.level == "INFO" and words and words[0].lower() not in _OTHERS:
            yield Problem(
                call,
                f"{words[0]!r} says what is about to happen",
                hint="say what was done, or say it at DEBUG, or use operation()",
            )


RULE: Final = Rule("VLP214", "present-tense", "info", "INFO says what was done, in the past tense", check)
