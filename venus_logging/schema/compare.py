"""Compares two compiled registries: what changed, and which part of the version that has to raise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from venus_logging.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["LEVELS", "Change", "Level", "compare", "needed", "raised", "read"]

Level: TypeAlias = Literal["none", "patch", "minor", "major"]
Kind: TypeAlias = Literal["added", "removed", "renamed", "deprecated", "narrowed", "widened", "changed"]
LEVELS: Final[tuple[Level, ...]] = ("none", "patch", "minor", "major")
"""Parts of a version, from the least to the greatest."""

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
_NO_EVENTS: Final[dict[str, Any]] = {"events": {}}
_UPPER: Final = ("max_length", "max_items", "maximum")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two registries.

    Args:
        name: the attribute, or the event with ``event`` before it.
        kind: added, removed, renamed, deprecated, narrowed (events that were valid are not any more), widened or
            changed.
        detail: what exactly; old and new value.
        needs: the least part of the version that has to raise.
    """

    name: str
    kind: Kind
    detail: str
    needs: Level


def read(folder: Path) -> dict[str, Any]:
    """The compiled registry of one version.

    Args:
        folder: ``schemas/<version>``.

    Raises:
        ContractError: there is no registry in the folder, or it cannot be read.
    """
    path = folder / "registry.json"
    try:
        registry = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ContractError(f"{path}: cannot be read: {error}", hint="give a folder like schemas/0.1.0") from error
    if not isinstance(registry, dict) or not {"version", "attributes"} <= registry.keys():
        raise ContractError(f"{path}: no compiled registry", hint="give a folder like schemas/0.1.0")
    return registry


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """All changes from one compiled registry to another, attributes and then events, by name.

    Args:
        old: the content of an older ``registry.json``.
        new: the content of a newer one.
    """
    before = {row["name"]: row for row in old["attributes"]}
    after = {row["name"]: row for row in new["attributes"]}
    attributes = [
        change
        for name in sorted(before.keys() | after.keys())
        for change in _of(name, before.get(name), after.get(name))
    ]
    return attributes + list(_events(old.get("typed", _NO_EVENTS)["events"], new.get("typed", _NO_EVENTS)["events"]))


def needed(changes: Iterable[Change]) -> Level:
    """The least part of the version that these changes have to raise."""
    return max((change.needs for change in changes), key=LEVELS.index, default="none")


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


def _events(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        title = f"event {name}"
        if name not in new:
            yield Change(title, "removed", "it is gone", "major")
        elif name not in old:
            yield Change(title, "added", "typed event", "minor")
        else:
            yield from _event(title, old[name], new[name])


def _event(title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What an event asks for may shrink, and what it may carry may grow; the other way round old events break."""
    for key, more, less in (("required", "asks for", "no longer asks for"), ("own", "may carry", "may not carry")):
        left, right = set(old[key]), set(new[key])
        for words, names, narrows in ((more, right - left, key == "required"), (less, left - right, key == "own")):
            if names:
                detail = f"{words} {', '.join(sorted(names))}"
                yield Change(title, "narrowed" if narrows else "widened", detail, "major" if narrows else "minor")


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
    for key in ("values", "aliases", "arguments"):
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
        kind: Kind = "renamed" if renamed else "deprecated"
        yield Change(name, kind, f"now {renamed}" if renamed else new["deprecated"]["reason"], "minor")
