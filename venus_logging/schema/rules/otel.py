"""An attribute that OpenTelemetry has is taken as it is, and marked; its other names keep their meaning.

Good: ``http.route`` with ``otel: true`` and type ``string``.
Bad: ``http.route`` without the mark; ``thread.id`` as a string; an alias ``code.function`` for something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.specs import AttributeSpec, OtelSpec, Specs

ID: Final = "otel"
_STABILITY: Final = ("development", "release_candidate", "stable")
# What our types are in OpenTelemetry: an address or a long text is a string there.
_TYPES: Final = {"text": "string", "ip": "string", "date-time": "string"}


def check(specs: Specs) -> Iterator[str]:
    """One line per attribute that redefines a name of the pinned conventions, or claims one that they do not have."""
    pinned = {each.name: each for each in specs.otel.attributes}
    reserved = set(specs.otel.reserved)
    for each in specs.attributes:
        if each.otel != (each.name in pinned):
            says = "is marked otel but not among" if each.otel else "is not marked otel but among"
            yield f"{each.name} {says} the attributes of otel.yaml"
        elif each.otel:
            yield from (f"{each.name}: {text}" for text in _faults(each, pinned[each.name]))
        for name in (each.name, *each.aliases):
            if name in reserved:
                yield f"{name} is a name of OpenTelemetry that the registry does not take"
    for name in sorted(pinned.keys() - {each.name for each in specs.attributes}):
        yield f"otel.yaml has {name}, which the registry does not"


def _faults(spec: AttributeSpec, pinned: OtelSpec) -> Iterator[str]:
    kind = _TYPES.get(spec.type, spec.type)
    if kind != pinned.type:
        yield f"type {spec.type}, in OpenTelemetry {pinned.type}"
    if _STABILITY.index(spec.stability) > _STABILITY.index(pinned.stability):
        yield f"is {spec.stability}, in OpenTelemetry only {pinned.stability}"
