"""Two or more arguments without names.

`%s on %s` says nothing about its values. A name makes them fields: those that the registry knows become attributes of
the event, which can be searched, counted and joined.

Bad:

    LOG.info("Attached volume %s to %s", volume.id, server.id)

Good:

    LOG.info("Attached volume %(volume_id)s to %(instance_uuid)s",
             {"volume_id": volume.id, "instance_uuid": server.id})

One unnamed argument is left alone. hacking H703 asks the same of translated texts only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls with several positional arguments.

    Args:
        module: a file.
    """
    for call in module.calls:
        most = max((_unnamed(text) for text in call.formats), default=0)
        if most >= 2 and len(call.args) >= 2:
            yield Problem(call, f"{most} arguments without a name", hint="%(name)s for each, and one mapping")


def _unnamed(text: str) -> int:
    return sum(each.key is None and each.conversion != "*" for each in placeholders(text))


RULE: Final = Rule("VLP205", "unnamed-arguments", "warning", "two or more arguments have names", check)
