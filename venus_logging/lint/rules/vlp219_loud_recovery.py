"""A success or a recovery at ERROR or WARNING.

Alarms count errors: the line that says that all is well again raises the next one.

Bad:

    LOG.error("Recovered model server connection!")

Good:

    LOG.info("Recovered model server connection")

Found by the first words: recovered, restored, reconnected, succeeded, successfully. A text that says *not*, *fail*,
*unable*, *but* or *without* is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_GOOD: Final = re.compile(
    r"\W*(?:\w+\s+){0,2}(?:recovered|reconnected|succeeded|successfully|re-established)\b", re.IGNORECASE
)
_BAD: Final = re.compile(
    r"\b(?:not|no|fail\w*|unable|cannot|could|but|without|un\w+|error\w*|if|until|when|after)\b|n't\b", re.IGNORECASE
)
_LOUD: Final = frozenset({"WARNING", "ERROR", "CRITICAL"})


def check(module: Module) -> Iterator[Problem]:
    """Loud lines that say that something went well.

    Args:
        module: a file.
    """
    for call in module.calls:
        good = [text for text in call.formats if _GOOD.match(text) and not _BAD.search(text)]
        if good and call.level in _LOUD and call.method != "exception":
            yield Problem(call, f"a success at {call.level} raises alarms", got=good[0], hint="LOG.info")


RULE: Final = Rule("VLP219", "loud-recovery", "warning", "a recovery is not an error", check)
