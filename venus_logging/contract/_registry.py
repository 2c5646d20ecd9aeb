"""Loads the compiled registry, once, and answers what an attribute is."""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from venus_logging.contract.data import folder
from venus_logging.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = [
    "Attribute",
    "Kind",
    "Typed",
    "arguments",
    "attribute",
    "attributes",
    "compiled",
    "event_names",
    "load",
    "schema_url",
    "table",
    "typed",
    "version",
]

Kind: TypeAlias = Literal["keyword", "keyword[]", "text", "integer", "number", "boolean", "date", "severity"]


class Attribute(NamedTuple):
    """One attribute of the registry.

    Args:
        name: its dotted name, as it stands in events.
        type: string, text, integer, number, boolean, date-time, ip or string[].
        kind: what a store and a question make of it.
        brief: one line on what it is.
        scope: resource, record or event.
        privacy: public, internal, personal or secret.
        cardinality: low (to 100), medium (to 10,000), high (to a million) or unbounded.
        store: column, json, text or off.
        unit: UCUM unit of a number, else empty.
        required: whether every event carries it.
        max_length: characters of a string or of each item of a list, None for other types.
        minimum: the least number allowed, None for other types.
        maximum: the greatest number allowed, None for other types.
        pattern: regular expression that a whole string matches, empty if any will do.
        values: the only values it can have, empty if it can have any.
        aliases: other names that a question may use.
        arguments: names that services give it among the arguments of a log call.
        renamed_to: the name that replaces this one, empty if it is not renamed.
    """

    name: str
    type: str
    kind: Kind
    brief: str
    scope: str
    privacy: str
    cardinality: str
    store: str
    unit: str = ""
    required: bool = False
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    renamed_to: str = ""


class Typed(NamedTuple):
    """What the events of one name carry.

    Args:
        always: attributes that each of them carries, beside those of every event.
        required: attributes that those carry beside these which end the operation or report a condition.
        ended: the phases of events that do so.
        foreign: attributes that belong to other events and may not stand in these.
    """

    always: frozenset[str]
    required: frozenset[str]
    ended: frozenset[str]
    foreign: frozenset[str]

    def needed(self, phase: object) -> frozenset[str]:
        """The attributes that an event of this phase carries."""
        return self.always | self.required if phase in self.ended else self.always


def load(schemas: Path, name: str) -> Any:
    """The content of one generated file of the current version.

    Args:
        schemas: the folder of all versions.
        name: the file, e.g. ``registry.json``.

    Raises:
        ContractError: the file is missing, unreadable or no JSON.
    """
    path = schemas / "version.json"
    try:
        path = schemas / json.loads(path.read_bytes())["version"] / name
        return json.loads(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ContractError(f"cannot read the registry at {path}: {error}", hint="reinstall venus-logging") from error


@cache
def compiled() -> dict[str, Any]:
    """The compiled registry as it was generated."""
    registry: dict[str, Any] = load(folder("schemas"), "registry.json")
    return registry


def typed(name: str) -> Typed | None:
    """What the typed events of a name carry, or None if the registry has no such event.

    Args:
        name: an ``event_name``.
    """
    return _typed().get(name)


def event_names() -> tuple[str, ...]:
    """The names of all typed events."""
    return tuple(compiled()["typed"]["events"])


@cache
def attributes() -> Mapping[str, Attribute]:
    """All attributes by name, in the order of the registry."""
    return MappingProxyType(table(compiled()))


def table(registry: Mapping[str, Any]) -> dict[str, Attribute]:
    """All attributes of a compiled registry by name, in its order.

    Args:
        registry: the content of a ``registry.json``, of this version or another.
    """
    return {row["name"]: _attribute(row) for row in registry["attributes"]}


def attribute(name: str) -> Attribute | None:
    """The attribute of this name, or None if the registry does not know it."""
    return attributes().get(name)


@cache
def arguments() -> Mapping[str, Attribute]:
    """The attributes that arguments of log calls are, by the names that services give these."""
    return MappingProxyType({name: each for each in attributes().values() for name in each.arguments})


def version() -> str:
    """The version of the registry."""
    return str(compiled()["version"])


def schema_url() -> str:
    """The value of ``schema_url`` in events of this version."""
    return str(compiled()["schema_url"])


@cache
def _typed() -> dict[str, Typed]:
    rules = compiled()["typed"]
    always, ended, own = (frozenset(rules[key]) for key in ("always", "ended", "own"))
    return {
        name: Typed(always, frozenset(row["required"]), ended, own.difference(row["own"]))
        for name, row in rules["events"].items()
    }


def _attribute(row: Mapping[str, Any]) -> Attribute:
    return Attribute(
        name=row["name"],
        type=row["type"],
        kind=row["kind"],
        brief=row["brief"],
        scope=row["scope"],
        privacy=row["privacy"],
        cardinality=row["cardinality"],
        store=row["store"],
        unit=row.get("unit", ""),
        required=row.get("required", False),
        max_length=row.get("max_length"),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        pattern=row.get("pattern", ""),
        values=tuple(row.get("values", ())),
        aliases=tuple(row.get("aliases", ())),
        arguments=tuple(row.get("arguments", ())),
        renamed_to=row.get("deprecated", {}).get("renamed_to", ""),
    )
