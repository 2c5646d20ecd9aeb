"""A deprecated attribute says why and since when, and its new name is in the registry.

Good: ``deprecated: {reason: renamed, renamed_to: openstack.flavor.id, since: 0.2.0}``.
Bad: a new name that nobody knows, or one that is deprecated itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import AttributeSpec, Specs

ID: Final = "deprecated"
_REASONS: Final = ("renamed", "obsoleted", "uncategorized")
_KEYS: Final = {"reason", "renamed_to", "since", "note"}


def check(specs: Specs) -> Iterator[str]:
    """One line per deprecation that says too little, too much or something wrong."""
    kept = {each.name for each in specs.attributes if not each.deprecated}
    for each in specs.attributes:
        if each.deprecated:
            yield from (f"{each.name}: {text}" for text in _faults(each, kept))


def _faults(spec: AttributeSpec, kept: set[str]) -> Iterator[str]:
    reason, renamed = spec.deprecated.get("reason"), spec.deprecated.get("renamed_to")
    if unknown := sorted(spec.deprecated.keys() - _KEYS):
        yield f"unknown key {unknown[0]}"
    if "since" not in spec.deprecated:
        yield "deprecated without a version in since"
    if reason not in _REASONS:
        yield f"reason is {reason!r}, expected one of {', '.join(_REASONS)}"
    if (reason == "renamed") != (renamed is not None):
        yield "renamed_to stands exactly with reason renamed"
    elif renamed is not None and renamed not in kept:
        yield f"renamed to {renamed}, which is unknown or deprecated"
