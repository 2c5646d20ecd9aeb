"""A failure at INFO.

Who looks at warnings and errors never sees it, and alarms do not count it.

Bad:

    LOG.info("Failed to detach volume %s", volume.id)

Good:

    LOG.warning("Failed to detach volume %s", volume.id)

Found by the first words: failed, failure, unable, cannot, could not, error. What is retried or ignored on purpose may
be at INFO: say so in the text, or `# noqa: VLP220`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_FAILED: Final = re.compile(
    r"\W*(?:failed|failure|fail|unable|cannot|can't|could not|couldn't|error)\b(?! over)", re.IGNORECASE
)
_MILD: Final = re.compile(
    r"\b(?:retry\w*|ignor\w+|skip\w*|no error|without error|continu\w+|attempting|exclud\w+|may have|automatic\w*)\b",
    re.IGNORECASE,
)


def check(module: Module) -> Iterator[Problem]:
    """INFO lines that begin with a failure.

    Args:
        module: a file.
    """
    for call in module.calls:
        failed = [text for text in call.formats if _FAILED.match(text) and not _MILD.search(text)]
        if failed and call.level == "INFO":
            yield Problem(call, "a failure at INFO is not seen", got=failed[0], hint="LOG.warning or LOG.error")


RULE: Final = Rule("VLP220", "quiet-failure", "info", "a failure is louder than INFO", check)
