"""Turns specs/ into the files of schemas/, writes them, and says where files on disk differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from venus_logging.errors import ContractError
from venus_logging.schema.compile import compile_attribute, compile_free, compile_typed
from venus_logging.schema.jsonschema import event_schema, record_schema
from venus_logging.schema.rules import problems
from venus_logging.schema.specs import Specs, load
from venus_logging.schema.statements import rules, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["differences", "generate", "write"]


def generate(specs: Path) -> dict[str, str]:
    """All generated files: name relative to schemas/, and text.

    Args:
        specs: the folder of the specifications.

    Raises:
        ContractError: a specification cannot be read or contradicts itself.
    """
    loaded = load(specs)
    if found := problems(loaded):
        raise ContractError(f"{specs} contradicts itself: {'; '.join(found)}", hint="correct the specifications")
    rows = [compile_attribute(each, loaded) for each in loaded.attributes]
    files = {
        "registry.json": _compact(_registry(loaded, rows)),
        "rules.json": _compact(rules(loaded)),
        "texts.json": _compact(texts(loaded)),
        "fields.json": _lines([_field(row) for row in rows]),
        "event.schema.json": _pretty(record_schema(loaded)),
    }
    files |= {f"events/{each.id}.json": _pretty(event_schema(loaded, each)) for each in loaded.scenarios}
    named = {f"{loaded.version}/{name}": text for name, text in files.items()}
    return {"version.json": _compact({"version": loaded.version}), **named}


def write(files: Mapping[str, str], target: Path) -> None:
    """Writes generated files and removes what a former run left in the same version.

    Args:
        files: as ``generate`` gave them.
        target: the folder of schemas.
    """
    for path in _strays(files, target):
        path.unlink()
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def differences(files: Mapping[str, str], target: Path) -> list[str]:
    """What is missing, different or left over on disk, one line each; empty when all is as generated.

    Args:
        files: as ``generate`` gave them.
        target: the folder of schemas.
    """
    found = []
    for name, text in files.items():
        path = target / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif path.read_text(encoding="utf-8") != text:
            found.append(f"different: {name}")
    return [*found, *(f"left over: {path.relative_to(target).as_posix()}" for path in _strays(files, target))]


def _strays(files: Mapping[str, str], target: Path) -> list[Path]:
    versions = {name.partition("/")[0] for name in files if "/" in name}
    present = (path for version in sorted(versions) for path in sorted((target / version).rglob("*.json")))
    return [path for path in present if path.relative_to(target).as_posix() not in files]


def _registry(specs: Specs, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "version": specs.version,
        "schema_url": specs.schema_url,
        "free": compile_free(specs),
        "failure": specs.record.failure,
        "typed": compile_typed(specs),
        "attributes": rows,
    }


def _field(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "kind": row["kind"],
        "cardinality": row["cardinality"],
        "store": row["store"],
        "aliases": row.get("aliases", []),
    }


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _pretty(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _lines(rows: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"
