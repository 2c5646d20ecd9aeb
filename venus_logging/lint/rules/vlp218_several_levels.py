"""The same message at several levels in one file.

Counts and alarms by level then say something else than counts by message.

Bad:

    def bind(port):
        LOG.info("Port %s is not bound", port.id)

    def unbind(port):
        LOG.error("Port %s is not bound", port.id)

Good:

    def bind(port):
        LOG.error("Port %s could not be bound", port.id)

    def unbind(port):
        LOG.info("Port %s was not bound", port.id)

The finding stands at the later call and names the first. An exception beside an error (`LOG.exception`) is one level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Call, Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose text stood at another level before.

    Args:
        module: a file.
    """
    first: dict[str, Call] = {}
    for call in module.calls:
        for text in call.formats:
            before = first.setdefault(text, call)
            if "?" not in (before.level, call.level) and before.level != call.level:
                yield Problem(
                    call,
                    f"the same message is at {before.level} elsewhere",
                    hint="one level, or a text that says the difference",
                    related=((before.node, f"{before.level} here"),),
                )
                break


RULE: Final = Rule("VLP218", "several-levels", "info", "one message, one level", check)
