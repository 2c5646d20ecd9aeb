"""Compares two compiled registries: what changed, and which part of the version that has to raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Change", "Level", "compare", "needed", "raised", "renames"]

Level: TypeAlias = Literal["none", "patch", "minor", "major"]
Kind: TypeAlias = Literal["added", "removed", "deprecated", "narrowed", "widened", "changed"]
_LEVELS: Final[tuple[Level, ...]] = ("none", "patch", "minor", "major")
# What a change of these means to who reads or stores events; bounds and values are compared by what they allow.
_CHANGES: Final[dict[str, Level]] = {
    "type": "major",
    "kind": "major",
    "unit": "major",
    "pattern": "major",
    "scope": "minor",
    "privacy": "minor",
    "cardinality": "minor",
    "store": "minor",
    "brief": "patch",
}
_UPPER: Final = ("max_length", "max_items", "maximum")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two registries.

    Args:
        name: the attribute.
        kind: added, removed, deprecated, narrowed (events that were valid are not any more), widened or changed.
        detail: what exactly; old and new value.
        needs: the least part of the version that has to raise.
    """

    name: str
    kind: Kind
    detail: str
    needs: Level


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """All changes from one compiled registry to another, by name.

    Args:
        old: the content of an older ``registry.json``.
        new: the content of a newer one.
    """
    before = {row["name"]: row for row in old["attributes"]}
    after = {row["name"]: row for row in new["attributes"]}
    return [
        change
        for name in sorted(before.keys() | after.keys())
        for change in _of(name, before.get(name), after.get(name))
    ]


def needed(changes: Iterable[Change]) -> Level:
    """The least part of the version that these changes have to raise."""
    return max((change.needs for change in changes), key=_LEVELS.index, default="none")


def raised(old: str, new: str) -> Level:
    """The part that one version raises over another; none if it is not above it.

    Args:
        old: as ``major.minor.patch``.
        new: the same.
    """
    parts: tuple[Level, ...] = ("major", "minor", "patch")
    for part, left, right in zip(parts, old.split("."), new.split("."), strict=True):
        if left != right:
            return part if int(right) > int(left) else "none"
    return "none"


def renames(registry: Mapping[str, Any]) -> dict[str, str]:
    """Old name to new name of each attribute that was renamed, so that a question of the new name finds old events.

    Args:
        registry: a compiled registry.
    """
    rows = ((row["name"], row.get("deprecated", {}).get("renamed_to")) for row in registry["attributes"])
    return {name: renamed for name, renamed in rows if renamed}


def _of(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Change]:
    if new is None:
        yield Change(name, "removed", "it is gone", "major")
    elif old is None:
        required = bool(new.get("required"))
        yield Change(name, "added", "required" if required else "optional", "major" if required else "minor")
    else:
        yield from _values(name, old, new)
        yield from _bounds(name, old, new)
        yield from _flags(name, old, new)


def _values(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key, level in _CHANGES.items():
        left, right = old.get(key, ""), new.get(key, "")
        if left != right:
            yield Change(name, "changed", f"{key} from {left!r} to {right!r}", level)
    for key in ("values", "aliases"):
        left, right = set(old.get(key, ())), set(new.get(key, ()))
        if left - right:
            yield Change(name, "narrowed", f"{key} without {', '.join(sorted(left - right))}", "major")
        if right - left:
            # NOTE: the first list of values forbids all others; later members only add to it.
            narrows = key == "values" and not left
            kind: Kind = "narrowed" if narrows else "widened"
            yield Change(name, kind, f"{key} with {', '.join(sorted(right - left))}", "major" if narrows else "minor")


def _bounds(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in (*_UPPER, "minimum"):
        left, right = old.get(key), new.get(key)
        if left is None or right is None or left == right:
            continue
        narrower = (right < left) == (key in _UPPER)
        kind: Kind = "narrowed" if narrower else "widened"
        yield Change(name, kind, f"{key} from {left} to {right}", "major" if narrower else "minor")


def _flags(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    left, right = bool(old.get("required")), bool(new.get("required"))
    if right and not left:
        yield Change(name, "narrowed", "required", "major")
    elif left and not right:
        yield Change(name, "widened", "no longer required", "major")
    if new.get("deprecated") and not old.get("deprecated"):
        renamed = new["deprecated"].get("renamed_to", "")
        yield Change(name, "deprecated", f"renamed to {renamed}" if renamed else new["deprecated"]["reason"], "minor")
