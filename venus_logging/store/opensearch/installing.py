"""Puts the templates of a store onto a cluster, or says what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venus_logging.errors import StoreMissingError, StoreTooNewError
from venus_logging.store.opensearch.template import FORMAT, OURS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venus_logging.store.opensearch.client import Client
    from venus_logging.store.opensearch.template import Templates

__all__ = ["check", "install"]


def check(client: Client, templates: Templates) -> None:
    """Looks whether the store is there.

    Raises:
        StoreMissingError: there is none under this prefix.
        StoreTooNewError: a newer version made it.
    """
    if _installed(client, templates) is None:
        raise StoreMissingError(
            f"no store at {client.address}", hint="venus-log store init makes it, and so does venus-log ingest"
        )


def install(client: Client, templates: Templates, *, dry_run: bool = False) -> list[str]:
    """Puts the templates where they are missing or old.

    Args:
        client: speaks with the cluster.
        templates: what should be there.
        dry_run: only say it.

    Returns:
        What changes, one line each; nothing if all is there.

    Raises:
        StoreMissingError: a template of this name is not ours.
        StoreTooNewError: a newer version made it.
    """
    there = _installed(client, templates)
    stored: Mapping[str, Any] = _properties(there["template"]["mappings"]["properties"]) if there else {}
    component = templates.component(stored)
    same = there is not None and there["_meta"] == component["_meta"]
    changes = [] if same else _changes(templates, stored)
    applied = client.ask("GET", f"/_index_template/{templates.prefix}")
    lacking = not applied.ok
    if lacking:
        changes.append(f"index template {templates.prefix} is new, for {templates.prefix}-DAY")
    if not dry_run and not same:
        client.ask("PUT", f"/_component_template/{templates.prefix}", component, allowed=())
    if not dry_run and lacking:
        client.ask("PUT", f"/_index_template/{templates.prefix}", templates.applied(), allowed=())
    return changes


def _installed(client: Client, templates: Templates) -> Mapping[str, Any] | None:
    answer = client.ask("GET", f"/_component_template/{templates.prefix}")
    if not answer.ok:
        return None
    there: Mapping[str, Any] = answer.body["component_templates"][0]["component_template"]
    ours = there.get("_meta", {}).get(OURS)
    if ours is None:
        raise StoreMissingError(
            f"component template {templates.prefix} of {client.address} is not of venus-logging",
            hint="use another prefix",
        )
    if ours["format"] > FORMAT:
        raise StoreTooNewError(
            f"{client.address} has format {ours['format']}, this version knows {FORMAT}",
            hint="use a newer venus-logging",
        )
    return there


def _changes(templates: Templates, stored: Mapping[str, Any]) -> list[str]:
    name = f"component template {templates.prefix}"
    if not stored:
        return [f"{name} is new, with {len(templates.properties)} fields"]
    new = [f"{name}: field {path} is new" for path in templates.properties if path not in stored]
    changed = [
        f"{name}: field {path} becomes {mapping['type']}; days that exist keep {stored[path]['type']}"
        for path, mapping in templates.properties.items()
        if path in stored and stored[path]["type"] != mapping["type"]
    ]
    return [*new, *changed] or [f"{name}: settings change, for days to come"]


def _properties(tree: Mapping[str, Any], head: str = "") -> dict[str, Any]:
    """Properties by dotted name."""
    found: dict[str, Any] = {}
    for name, each in tree.items():
        if "properties" in each:
            found |= _properties(each["properties"], f"{head}{name}.")
        else:
            found[f"{head}{name}"] = each
    return found
