"""The text is formatted into a variable, and the variable is logged.

The loss is that of VLP201: no template, no arguments. It is the most frequent fault of OpenStack's logs, because the
same text is often raised as well; no other tool follows the variable. The finding names both places.

Bad:

    msg = _("Volume %s does not exist") % volume_id
    LOG.error(msg)
    raise exception.VolumeNotFound(msg)

Good:

    LOG.error("Volume %s does not exist", volume_id)
    raise exception.VolumeNotFound(_("Volume %s does not exist") % volume_id)

A name is followed by the flow of its function: what was overwritten before the call, or belongs to a branch that
never reaches it, is not reported. A text without arguments (`msg = "..."`) is not this rule's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose message is a name for a formatted text.

    Args:
        module: a file.
    """
    for call in module.calls:
        eager = [each for each in call.origins if each.names and each.text.style == "eager"]
        for origin in eager[:1]:
            yield Problem(
                call,
                f"{origin.names[0]} was formatted before the call: template and arguments are lost",
                hint="log the format string with its arguments, and format apart what is raised",
                at=call.message,
                related=tuple((each.node, "formatted here") for each in eager),
            )


RULE: Final = Rule("VLP202", "eager-variable", "error", "no formatting into a variable that is logged", check)
