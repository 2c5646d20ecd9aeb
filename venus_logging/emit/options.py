"""The ``format`` entry of an INI's formatter: words of ``name=value`` that every event of a process carries."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.errors import ConfigError
from venus_logging.event.privacy import Privacy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venus_logging.event import Value

__all__ = ["parse", "split", "static"]

_SHORT: Final = {"service": "service.name", "host": "host.name"}
_EXAMPLE: Final = "write it as: format = service=nova-api cloud.region=RegionOne x.cell=cell1"


def parse(text: str) -> dict[str, Value]:
    """The words of a format entry by name.

    Args:
        text: words of ``name=value``, quoted as in a shell; ``service`` and ``host`` are short for ``service.name``
            and ``host.name``, other names are resource attributes of the contract or begin with ``x.``;
            ``personal=keep|hash|drop`` and ``key_file`` say what leaves of personal attributes.

    Raises:
        ConfigError: a word that is no ``name=value``.
    """
    try:
        words = shlex.split(text)
    except ValueError as problem:
        raise ConfigError(f"format of EventFormatter cannot be read: {problem}: {text!r}", hint=_EXAMPLE) from problem
    fields: dict[str, Value] = {}
    for word in words:
        name, separator, value = word.partition("=")
        if not separator or not name or not value:
            raise ConfigError(f"format of EventFormatter has the word {word!r}, expected name=value", hint=_EXAMPLE)
        fields[name] = value
    return fields


def split(words: Mapping[str, Value]) -> tuple[dict[str, Value], Privacy]:
    """The words that are no attributes, ``personal`` and ``key_file``, taken out and made a policy.

    Raises:
        ConfigError: the policy cannot be used.
    """
    rest = dict(words)
    mode, key_file = str(rest.pop("personal", "keep")), str(rest.pop("key_file", ""))
    personal = [each.name for each in contract.attributes().values() if each.privacy == "personal"]
    return rest, Privacy(mode, personal, key_file)


def static(fields: Mapping[str, Value]) -> dict[str, Value]:
    """The same fields under their canonical names, each allowed to be the same for all events of a process.

    Raises:
        ConfigError: a name that the contract does not know, or that differs with every event.
    """
    checked: dict[str, Value] = {}
    for name, value in fields.items():
        canonical = _SHORT.get(name, name)
        attribute = contract.attribute(canonical)
        if not canonical.startswith("x.") and (attribute is None or attribute.scope != "resource"):
            known = sorted(each.name for each in contract.attributes().values() if each.scope == "resource")
            raise ConfigError(
                f"EventFormatter cannot set {name!r} for a whole process",
                hint=f"use x.<name>, service, host, or one of {', '.join(known)}",
            )
        checked[canonical] = value
    for problem in contract.check(checked, whole=False):
        raise ConfigError(
            f"EventFormatter cannot set {problem.path} to {problem.got!r}: {problem.message}", hint=_EXAMPLE
        )
    return checked
