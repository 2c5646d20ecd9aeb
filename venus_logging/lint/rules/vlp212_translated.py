"""The message is translated.

Since 2016 OpenStack does not translate its logs: the same line would be another one in every locale, and neither
rules nor people would find it.

Bad:

    LOG.warning(_("Image %s has no owner"), image.id)

Good:

    LOG.warning("Image %s has no owner", image.id)

Found in the call itself; a text that is raised as well (`msg = _(...)`) may be translated for the user who gets it.
nova N319, octavia O341 and glance G319 ask for the same, glance at DEBUG only.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_TRANSLATORS: Final = frozenset({"_", "_LI", "_LW", "_LE", "_LC", "_LD", "_C", "_P"})


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose message is given to a translator.

    Args:
        module: a file.
    """
    for call in module.calls:
        match call.message:
            case ast.Call(func=ast.Name(id=name)) if name in _TRANSLATORS:
                yield Problem(call, f"the message is translated by {name}()", hint="the plain text", at=call.message)


RULE: Final = Rule("VLP212", "translated", "error", "log messages are not translated", check)
