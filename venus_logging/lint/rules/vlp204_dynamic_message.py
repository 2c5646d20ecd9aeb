"""The message is not known before run time.

Without a literal in the source nobody can list the messages of a release, recognise the line or say what an upgrade
changes. A helper that logs what it is given hides its callers' texts as well.

Bad:

    LOG.debug(self.describe())
    LOG.info(response.text)

Good:

    LOG.debug("State: %(state)s", {"state": self.describe()})
    LOG.info("Reply: %(reply)s", {"reply": response.text})

Found: messages of which no branch ends in a literal. An exception as message is VLP203, a sum of texts VLP201, a
tuple VLP227.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.rules._exceptions import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Call, Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose message nobody can know.

    Args:
        module: a file.
    """
    for call in module.calls:
        texts = [each.text.style for each in call.origins]
        if texts and set(texts) == {"dynamic"} and not any(_is_others(call, each.node) for each in call.origins):
            yield Problem(
                call,
                "the message is known at run time only",
                hint="a literal, and what varies as its argument",
                at=call.message,
            )


def _is_others(call: Call, node: ast.expr) -> bool:
    """Whether another rule says it better."""
    return isinstance(node, ast.BinOp | ast.Tuple | ast.List | ast.Dict | ast.Set) or about(call, node)


RULE: Final = Rule("VLP204", "dynamic-message", "warning", "the message is a literal", check)
