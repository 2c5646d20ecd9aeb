"""Writes the contract as JSON Schema 2020-12: the record, and one flattened bundle per event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging.schema.compile import DATE_TIME, TYPED, compile_attribute, compile_free, foreign

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from venus_logging.schema.specs import ScenarioSpec, Specs

__all__ = ["event_schema", "record_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final = {"text": "string", "date-time": "string", "ip": "string", "string[]": "array"}


def record_schema(specs: Specs) -> dict[str, Any]:
    """The schema of any event of this version."""
    required = [each.name for each in specs.attributes if each.required]
    schema = {
        "$schema": _DIALECT,
        "$id": f"{specs.schema_url}:event",
        "title": "venus-logging event",
        "$comment": "an event with event_name keeps events/<event_name>.json as well",
        **_body(specs, required),
        **_failure(specs, ["event_name"]),
    }
    schema["properties"]["event_name"]["enum"] = [each.id for each in specs.scenarios]
    return schema


def event_schema(specs: Specs, scenario: ScenarioSpec) -> dict[str, Any]:
    """The schema of one typed event, complete in itself, so that a validator's errors stay readable.

    Args:
        specs: the attributes.
        scenario: the event, its id is the ``event_name``.
    """
    always = [each.name for each in specs.attributes if each.required]
    at_end = [name for name in scenario.required if name not in (*always, *TYPED)]
    ended = {
        "if": {"properties": {"openstack.operation.phase": {"enum": specs.record.typed["ended"]}}},
        "then": {"required": at_end},
    }
    schema = {
        "$schema": _DIALECT,
        "$id": f"{specs.schema_url}:event:{scenario.id}",
        "title": scenario.title,
        **_body(specs, [*always, *TYPED], foreign(specs, scenario)),
        "allOf": [ended, _failure(specs, [])],
    }
    schema["properties"]["event_name"] = {"const": scenario.id}
    if scenario.error_codes:
        # NOTE: a reader accepts codes that a later version adds, so they are examples and no enum.
        schema["properties"]["openstack.error.code"]["examples"] = list(scenario.error_codes)
    return schema


def _body(specs: Specs, required: list[str], without: Collection[str] = ()) -> dict[str, Any]:
    free = compile_free(specs)
    bounds = {"minimum": free["minimum"], "maximum": free["maximum"]}
    return {
        "type": "object",
        "required": required,
        "properties": {
            each.name: _property(compile_attribute(each, specs))
            for each in specs.attributes
            if each.name not in without
        },
        "patternProperties": {
            _whole(free["name"]): {"type": ["string", "number", "boolean"], "maxLength": free["max_length"], **bounds}
        },
        "propertyNames": {"maxLength": free["max_name"]},
        "additionalProperties": False,
    }


def _property(row: Mapping[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": row["brief"], "type": _TYPES.get(row["type"], row["type"])}
    text = {"maxLength": row["max_length"]} if "max_length" in row else {}
    if row["type"] == "string[]":
        return schema | {"items": {"type": "string", **text}, "maxItems": row["max_items"]}
    if row["type"] == "ip":
        return schema | {"anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}
    if row["type"] == "date-time":
        return schema | {"format": "date-time", "pattern": _whole(DATE_TIME)}
    if "pattern" in row:
        text["pattern"] = _whole(row["pattern"])
    if "values" in row:
        return schema | {"enum": row["values"]}
    return schema | text | {key: row[key] for key in ("minimum", "maximum") if key in row}


def _failure(specs: Specs, when: list[str]) -> dict[str, Any]:
    rule = specs.record.failure
    return {
        "if": {
            "properties": {"openstack.operation.phase": {"const": rule["phase"]}},
            "required": [*when, "openstack.operation.phase"],
        },
        "then": {
            "required": rule["required"],
            "properties": {
                "openstack.operation.outcome": {"const": rule["outcome"]},
                "severity_number": {"minimum": rule["severity_number"]},
            },
        },
    }


def _whole(pattern: str) -> str:
    # NOTE: in Python "$" also matches before a last newline; the look-ahead makes all dialects agree.
    return f"^(?:{pattern})$(?!\\n)"
