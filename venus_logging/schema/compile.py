"""Resolves an attribute of the specification: kind, limits, range and pattern as every reader of it needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from venus_logging.schema.specs import AttributeSpec, ScenarioSpec, Specs

__all__ = ["DATE_TIME", "MAXIMUM", "MINIMUM", "TYPED", "compile_attribute", "compile_free", "compile_typed", "foreign"]

TYPED: Final = ("event_name", "openstack.operation.name", "openstack.operation.phase")
"""What every typed event carries."""

MINIMUM: Final = -(2**63)
MAXIMUM: Final = 2**63 - 1
_ANY_OPERATION: Final = "operation"
_KINDS: Final = {
    "string": "keyword",
    "ip": "keyword",
    "string[]": "keyword[]",
    "date-time": "date",
    "text": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}
_DAY: Final = (
    r"[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_DAY: Final = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
# The one time of the contract, calendar included: RFC 3339, UTC, microseconds or nanoseconds, no leap second.
DATE_TIME: Final = (
    rf"(?!0000)(?:{_DAY}|{_LEAP_DAY})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{{6}}(?:[0-9]{{3}})?Z"
)


def compile_attribute(spec: AttributeSpec, specs: Specs) -> dict[str, Any]:
    """One row of the compiled registry, without keys that say nothing.

    Args:
        spec: the attribute.
        specs: gives the limits and the base of ``schema_url``.
    """
    row = {
        "name": spec.name,
        "type": spec.type,
        "kind": spec.kind or _KINDS[spec.type],
        "scope": spec.scope,
        "privacy": spec.privacy,
        "cardinality": spec.cardinality,
        "store": spec.store,
        "unit": spec.unit,
        "required": spec.required,
        "values": list(spec.values),
        "aliases": list(spec.aliases),
        "arguments": list(spec.arguments),
        "deprecated": spec.deprecated,
        "pattern": spec.pattern.replace("{base}", specs.base),
        "brief": spec.brief,
    }
    return {key: value for key, value in row.items() if value} | _bounds(spec, specs.record.limits)


def compile_free(specs: Specs) -> dict[str, Any]:
    """What the compiled registry says of free data."""
    limits = specs.record.limits
    return {
        "name": specs.record.free["name"],
        "max_name": limits["free_name"],
        "max_length": limits["free"],
        "minimum": MINIMUM,
        "maximum": MAXIMUM,
    }


def compile_typed(specs: Specs) -> dict[str, Any]:
    """What the compiled registry says of typed events: what all of them carry, and what each one carries and may carry.

    What an event asks for it has to carry at its end; before that, what is known by then.

    An event may carry every attribute of scope resource or record, those that say how far any operation got, and of
    the others of scope event only those that its scenario names.
    """
    always = {*TYPED, *(each.name for each in specs.attributes if each.required)}
    named = {each.id: sorted({*each.required, *each.recommended} & _own(specs)) for each in specs.scenarios}
    return {
        "always": list(TYPED),
        "ended": list(specs.record.typed["ended"]),
        "own": sorted(_own(specs)),
        "events": {
            each.id: {"required": sorted({*each.required} - always), "own": named[each.id]} for each in specs.scenarios
        },
    }


def foreign(specs: Specs, scenario: ScenarioSpec) -> set[str]:
    """The attributes that other events have and this one may not carry."""
    return _own(specs) - {*scenario.required, *scenario.recommended}


def _own(specs: Specs) -> set[str]:
    return {each.name for each in specs.attributes if each.scope == "event" and each.domain != _ANY_OPERATION}


def _bounds(spec: AttributeSpec, limits: dict[str, int]) -> dict[str, int]:
    if spec.type in ("integer", "number"):
        return {
            "minimum": MINIMUM if spec.minimum is None else spec.minimum,
            "maximum": MAXIMUM if spec.maximum is None else spec.maximum,
        }
    if spec.type in ("string", "text"):
        return {"max_length": spec.max_length or limits[spec.type]}
    if spec.type == "string[]":
        return {"max_length": spec.max_length or limits["string"], "max_items": limits["list"]}
    return {}
