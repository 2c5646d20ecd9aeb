"""An id that stands in the text only.

"What happened to this volume?" is a question to an attribute. An id in a sentence is found by full text at best, and
is counted, joined and followed through services by nobody.

Bad:

    LOG.info("Deleted volume %s", volume.id)

Good:

    LOG.info("Deleted volume", resource=volume)
    LOG.info("Deleted volume %(volume_id)s", {"volume_id": volume.id})

Found: an argument called id, uuid, or `..._id` (but `host_id`, which is a host's name), in a call without
`instance=`, `instance_uuid=`, `resource=` or `extra=`, whose name the registry does not know. The logger must be an
adapter of oslo.log for these keywords (`oslo_log.log.getLogger`).
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_CARRIERS: Final = frozenset({"instance", "instance_uuid", "resource", "extra", "**"})
_ID: Final = re.compile(r"(?:(?!host_)\w*_)?(?:id|uuid)s?")


def check(module: Module) -> Iterator[Problem]:
    """Log calls whose ids become no attribute.

    Args:
        module: a file.
    """
    for call in module.calls:
        if not call.formats or _CARRIERS.intersection(call.keywords):
            continue
        told = given(call)
        known = contract.arguments()
        pairs = list(told.named) or [("", each) for each in told.positional]
        lost = [name for key, value in pairs if key not in known and (name := _id(key, value))]
        if lost:
            yield Problem(
                call, f"{lost[0]} stands in the text only", hint="resource=, or a name that the registry knows"
            )


def _id(key: str, value: ast.expr) -> str:
    """What an argument is called, if it is an id by its key or its expression; else empty."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            pass
        case _:
            name = ""
    return next((each for each in (key, name) if _ID.fullmatch(each)), "")


RULE: Final = Rule("VLP207", "id-in-text", "info", "ids are attributes, not only text", check)
