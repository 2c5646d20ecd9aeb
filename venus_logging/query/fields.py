"""What a question may name: fields with their kinds and aliases, and the nearest name for one that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from venus_logging import contract
from venus_logging.event.ids import REQUEST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FREE", "Field", "FieldTable", "Kind", "event_fields", "fields_of"]

Kind: TypeAlias = Literal["keyword", "text", "integer", "number", "boolean", "date", "severity", "free"]
FREE: Final = "x."
"""What free fields begin with; they are answered as keywords, whatever was stored."""

_REQUEST_IDS: Final = ("openstack.request.id", "openstack.request.global_id", "openstack.peer_request.id")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the events.

    Args:
        name: its one canonical name.
        kind: what can be asked of it: keywords by equality, prefix and code point, texts by words, the rest by value.
        aliases: other names that mean the same.
        many: whether it holds a list.
        brief: one line on what it is.
        groupable: whether it may be a dimension; ids that differ with every event may not.
        renamed_to: the name that replaces it, empty if it has its name still; old events have the old one.
        unit: UCUM unit of a number, else empty.
        prefix: what its ids may begin with or not, ``req-``; one is found with and without it.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    many: bool = False
    brief: str = ""
    groupable: bool = True
    renamed_to: str = ""
    unit: str = ""
    prefix: str = ""


class FieldTable:
    """All fields by name and alias.

    Args:
        fields: the fields; a name or alias that stands twice is a ValueError.
    """

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = {each.name: each for each in fields}
        self._names = dict(self._fields)
        for each in self._fields.values():
            for alias in each.aliases:
                if alias in self._names:
                    raise ValueError(f"field name {alias!r} stands twice: {self._names[alias].name} and {each.name}")
                self._names[alias] = each
        self._families: dict[str, list[str]] = {}
        for each in self._fields.values():
            if each.renamed_to:
                self._families.setdefault(each.renamed_to, [each.renamed_to]).append(each.name)

    def get(self, name: str) -> Field | None:
        """The field of a name or an alias; any name under ``x.`` is a free field."""
        found = self._names.get(name)
        if found is None and name.startswith(FREE) and len(name) > len(FREE):
            return Field(name, "free")
        return found

    def family(self, name: str) -> tuple[str, ...]:
        """All names that a field has had, the present one first; the name alone if it never had another.

        Args:
            name: a present or a former name.
        """
        field = self._fields.get(name)
        present = field.renamed_to if field and field.renamed_to else name
        return tuple(self._families.get(present, (name,)))

    def nearest(self, name: str) -> str | None:
        """The name or alias that an unknown name most likely meant."""
        close = get_close_matches(name, self._names, n=1, cutoff=0.6)
        if close:
            return close[0]
        tails = [each for each in self._fields if each.endswith(f".{name}")]
        return tails[0] if len(tails) == 1 else None

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())


@cache
def event_fields() -> FieldTable:
    """The fields of the contract, as questions see them."""
    return fields_of(contract.attributes().values())


def fields_of(attributes: Iterable[contract.Attribute]) -> FieldTable:
    """The fields of these attributes, as questions see them.

    Args:
        attributes: of one version of the contract.
    """
    return FieldTable(map(_field, attributes))


def _field(attribute: contract.Attribute) -> Field:
    kind: Kind = "keyword" if attribute.kind == "keyword[]" else attribute.kind
    return Field(
        attribute.name,
        kind,
        attribute.aliases,
        many=attribute.kind == "keyword[]",
        brief=attribute.brief,
        groupable=kind not in ("text", "date"),
        renamed_to=attribute.renamed_to,
        unit=attribute.unit,
        prefix=REQUEST_PREFIX if attribute.name in _REQUEST_IDS else "",
    )
