"""The placeholders of the format and the arguments of the call do not agree.

Such a line is lost at run time, often exactly when something failed: oslo.log prints a traceback on standard error
instead. Released OpenStack has some thirty of them.

Bad:

    LOG.warning("Stale port %(port)s bound to %(host_id)s", {"port": port.id, "hostid": host})
    LOG.debug("Port ID %s, datapath %s, OVS port name: %s", row.external_ids, row.name)
    LOG.error("Previous snapshot %{snap_name}s deleted", {"snap_name": name})

Good:

    LOG.warning("Stale port %(port)s bound to %(host_id)s", {"port": port.id, "host_id": host})
    LOG.debug("Port ID %s, OVS port name: %s", row.external_ids, row.name)
    LOG.error("Previous snapshot %(snap_name)s deleted", {"snap_name": name})

The format is tried with arguments of the same shape, as logging would do it; a name is followed to a dict that is
written out. A format with placeholders and no argument at all is reported too: the line then says `%s`. Arguments by
keyword (`LOG.info("%(vol)s", vol=volume)`) are none: logging does not format with them.
ruff PLE1205 and PLE1206 count positional arguments, and see no mapping.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import Given, given, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_ANY: Final = 1
"""A value that suits every conversion."""
_CERTAIN: Final = re.compile(r"%\(\w+\)[sdrfi]|%[sdr](?!\w)")


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose arguments do not fit their format.

    Args:
        module: a file.
    """
    for call in module.calls:
        if not call.formats:
            continue
        arguments = given(call)
        # NOTE: an empty text among others is where a variable began; who logs asks for a text first.
        texts = [text for text in call.formats if text or len(call.formats) == 1]
        wrong = [(text, why) for text in texts if (why := _why(text, arguments))]
        for text, why in wrong[:1]:
            yield Problem(call, why, got=text, hint=_hint(text, arguments))


def _why(text: str, arguments: Given) -> str:
    """Why a format and its arguments do not agree; empty when they do, or when nobody can tell."""
    if not arguments.positional:
        return "the placeholders have no argument, and are written as they stand" if _CERTAIN.search(text) else ""
    if not arguments.complete:
        return ""
    if arguments.mapping and not placeholders(text):
        return "the text has no placeholder, and its arguments are lost"
    if arguments.mapping is not None:
        # NOTE: as logging: an empty mapping is an argument like any other.
        return _tried(text, dict.fromkeys(arguments.mapping, _ANY) or (_ANY,))
    if arguments.opaque and any(each.key is not None for each in placeholders(text)):
        return ""
    return _tried(text, (_ANY,) * len(arguments.positional))


def _tried(text: str, values: object) -> str:
    try:
        text % values
    except KeyError as error:
        return f"the line cannot be formatted: no argument is called {error.args[0]}"
    except (TypeError, ValueError) as error:
        return f"the line cannot be formatted: {error}"
    return ""


def _hint(text: str, arguments: Given) -> str:
    wanted = sorted({each.key for each in placeholders(text) if each.key is not None})
    if arguments.mapping is None:
        return f"it has {len(placeholders(text))} placeholders and {len(arguments.positional)} arguments"
    return f"it asks for {', '.join(wanted) or 'none'}; it gets {', '.join(sorted(arguments.mapping)) or 'none'}"


RULE: Final = Rule("VLP208", "placeholders", "error", "placeholders and arguments agree", check)
