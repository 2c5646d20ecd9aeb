"""Writes the tables of the manual in Markdown: what the registry, the scenarios and the specification say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.errors import ContractError
from venus_logging.schema.compile import compile_attribute
from venus_logging.schema.documents import read as read_document
from venus_logging.schema.requirements import read as read_requirements
from venus_logging.schema.specs import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from venus_logging.schema.requirements import Requirement
    from venus_logging.schema.specs import AttributeSpec, ScenarioSpec, Specs, Statement

__all__ = ["manual", "meanings", "requirement_table", "tables"]

_ARGUMENTS: Final = (
    "What a message names so is the attribute, by [VLM-RES-4](../resources.md#vlm-res-4): ids only if they are UUIDs, "
    "objects as theirs."
)
_NOTE: Final = "Generated from `specs/`; do not edit."
_LINK: Final = re.compile(r"\[([^]]+)\]\([^)]+\)")
# Where OpenTelemetry's log data model has a field of the record, not an attribute.
_OTEL_FIELDS: Final = {
    "@timestamp": "Timestamp",
    "observed_timestamp": "ObservedTimestamp",
    "severity_number": "SeverityNumber",
    "severity_text": "SeverityText",
    "body": "Body",
    "event_name": "EventName",
    "trace_id": "TraceId",
    "span_id": "SpanId",
    "schema_url": "schema URL of the scope",
}


def manual(specs: Path) -> dict[str, str]:
    """All generated pages of the manual: file name, and text.

    Args:
        specs: the folder of the specifications, with their text.

    Raises:
        ContractError: a specification or a requirement cannot be read.
    """
    table = requirement_table(read_requirements(specs / "text"))
    return {**tables(load(specs), meanings(specs / "text" / "error-codes.yaml")), "requirements.md": table}


def meanings(path: Path) -> dict[str, str]:
    """What each error code means.

    Args:
        path: a YAML file of codes and sentences.

    Raises:
        ContractError: the file cannot be read, or a meaning is no text.
    """
    document = read_document(path)
    if not isinstance(document.data, dict):
        raise document.error((), f"expected a mapping, got {document.data!r}")
    for code, meaning in document.data.items():
        if not isinstance(meaning, str):
            raise document.error((code,), f"{code} is {meaning!r}, expected a sentence")
    return document.data


def tables(specs: Specs, codes: Mapping[str, str]) -> dict[str, str]:
    """The tables of attributes, events, scenarios, error codes and other standards' names: file name, and text.

    Args:
        specs: the specifications.
        codes: what each error code means.

    Raises:
        ContractError: an error code of a scenario has no meaning.
    """
    return {
        "arguments.md": _arguments(specs),
        "attributes.md": _attributes(specs),
        "error-codes.md": _error_codes(specs, codes),
        "events.md": _events(specs),
        "mapping.md": _mapping(specs),
        "personal.md": _personal(specs),
        "scenarios.md": _scenarios(specs),
    }


def requirement_table(requirements: Iterable[Requirement]) -> str:
    """The table of all MUSTs with their checks; those without one are named first."""
    rows = sorted(requirements, key=lambda each: (each.page, int(each.id.rpartition("-")[2])))
    bare = [each.id for each in rows if not each.checks]
    head = f"{len(rows)} requirements; without a check: {', '.join(bare) or 'none'}."
    cells = [
        (
            f"[{each.id}](../{each.page}.md#{each.id.lower()})",
            _LINK.sub(r"\1", each.text),
            ", ".join(each.parties),
            "<br>".join(_code(f"{kind}:{name}") for kind, name in each.checks) or "none",
        )
        for each in rows
    ]
    return _page("Requirements", [head, _table(("id", "requirement", "for", "check"), cells)])


def _attributes(specs: Specs) -> str:
    parts = [
        "Lengths are characters. Cardinality: low up to 100 values, medium up to 10,000, high up to a million.",
        "A name in brackets is short for the attribute in questions.",
    ]
    for domain in dict.fromkeys(each.domain for each in specs.attributes):
        rows = [_attribute(each, specs) for each in specs.attributes if each.domain == domain]
        head = ("attribute", "type", "unit", "range", "privacy", "cardinality", "stability", "what it is")
        parts += [f"## {_title(domain)}", _table(head, rows)]
    return _page("Attributes", parts)


def _arguments(specs: Specs) -> str:
    known = sorted((name, each.name) for each in specs.attributes for name in each.arguments)
    rows = [(_code(argument), _code(attribute)) for argument, attribute in known]
    return _page("Arguments of log calls", [_ARGUMENTS, _table(("argument", "attribute"), rows)])


def _attribute(spec: AttributeSpec, specs: Specs) -> tuple[str, ...]:
    aliases = f" ({', '.join(spec.aliases)})" if spec.aliases else ""
    required = "; every event has it" if spec.required else ""
    return (
        f"{_code(spec.name)}{aliases}",
        spec.type,
        spec.unit,
        _range(spec, specs),
        spec.privacy,
        spec.cardinality,
        spec.stability,
        f"{spec.brief}{required}",
    )


def _range(spec: AttributeSpec, specs: Specs) -> str:
    if spec.values:
        return ", ".join(map(_code, spec.values))
    row = compile_attribute(spec, specs)
    length = f"to {row['max_length']}" if "max_length" in row else ""
    if "pattern" in row:
        return f"{_code(row['pattern'])} {length}"
    if spec.minimum is None and spec.maximum is None:
        return length
    least = "" if spec.minimum is None else f"from {spec.minimum} "
    return f"{least}{'' if spec.maximum is None else f'to {spec.maximum}'}".strip()


def _personal(specs: Specs) -> str:
    rows = [(_code(each.name), each.domain, each.brief) for each in specs.attributes if each.privacy == "personal"]
    return _page("Personal fields", [_table(("attribute", "domain", "what it is"), rows)])


def _mapping(specs: Specs) -> str:
    rows = [
        (_code(each.name), _otel(each), _code(each.ecs), _code(each.oslo))
        for each in specs.attributes
        if each.otel or each.ecs or each.oslo or each.name in _OTEL_FIELDS
    ]
    own = [_code(each.name) for each in specs.attributes if not each.otel and each.name not in _OTEL_FIELDS]
    total = f"{len(specs.attributes)} attributes, {len(specs.attributes) - len(own)} of them OpenTelemetry's."
    head = ("attribute", "OpenTelemetry", "ECS", "oslo.log")
    return _page("Names in other standards", [total, _table(head, rows)])


def _otel(spec: AttributeSpec) -> str:
    return _code(spec.name) if spec.otel else _code(_OTEL_FIELDS.get(spec.name, ""))


def _events(specs: Specs) -> str:
    parts = [
        "Every event also has the attributes that all events have, `event_name`, `openstack.operation.name` and "
        "`openstack.operation.phase`; a failure has what "
        "[failures](../events.md#when-an-operation-fails) have."
    ]
    for domain, scenarios in _by_domain(specs):
        parts.append(f"## {_title(domain)}")
        rows = [
            (
                f"[{each.id}](scenarios.md#{_anchor(each.id)})",
                each.title,
                _names(each.required),
                _names(each.recommended),
                each.stability,
            )
            for each in scenarios
        ]
        parts.append(_table(("event", "what happened", "required", "recommended", "stability"), rows))
    return _page("Events", parts)


def _scenarios(specs: Specs) -> str:
    parts = ["A statement that stands under several scenarios tags none of them."]
    for domain, scenarios in _by_domain(specs):
        parts.append(f"## {_title(domain)}")
        for each in scenarios:
            parts += _scenario(each)
    return _page("Scenarios", parts)


def _scenario(scenario: ScenarioSpec) -> Iterator[str]:
    yield f"### {scenario.id}"
    phases = dict.fromkeys(each.phase for each in scenario.statements)
    deadline = f"{scenario.deadline} s" if scenario.deadline else "none"
    facts = (
        ("title", scenario.title),
        ("services of the chain", " → ".join(scenario.chain)),
        ("deadline", deadline),
        ("phases with a statement", ", ".join(phases) or "none"),
        ("error codes", _links(scenario.error_codes)),
    )
    yield _table(("", ""), facts)
    if scenario.statements:
        yield _table(("phase", "level", "logger", "statement"), [_statement(each) for each in scenario.statements])


def _statement(statement: Statement) -> tuple[str, ...]:
    level = statement.level if isinstance(statement.level, str) else ", ".join(statement.level)
    return (statement.phase, level, _code(statement.logger), _code(statement.text or statement.format))


def _error_codes(specs: Specs, codes: Mapping[str, str]) -> str:
    places: dict[str, list[str]] = {}
    for scenario in specs.scenarios:
        for code in scenario.error_codes:
            places.setdefault(code, []).append(scenario.id)
    if bare := sorted(places.keys() - codes.keys()):
        raise ContractError(
            f"error code {bare[0]} of {places[bare[0]][0]} has no meaning",
            hint="add it to specs/text/error-codes.yaml",
        )
    parts = ["How to choose one: [error codes](../errors.md#which-code)."]
    for service in dict.fromkeys(code.partition(".")[0] for code in sorted(places)):
        rows = [
            (_code(code), codes[code], ", ".join(f"[{each}](scenarios.md#{_anchor(each)})" for each in places[code]))
            for code in sorted(places)
            if code.startswith(f"{service}.")
        ]
        parts += [f"## {_title(service)}", _table(("code", "means", "occurs in"), rows)]
    return _page("Error codes", parts)


def _by_domain(specs: Specs) -> Iterator[tuple[str, list[ScenarioSpec]]]:
    for domain in dict.fromkeys(each.domain for each in specs.scenarios):
        yield domain, [each for each in specs.scenarios if each.domain == domain]


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(_code, names))


def _links(codes: Iterable[str]) -> str:
    return ", ".join(f"[{each}](error-codes.md#{each.partition('.')[0]})" for each in codes) or "none"


def _title(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _anchor(heading: str) -> str:
    """The anchor that GitHub and MyST make of a heading."""
    return heading.lower().replace(".", "").replace(" ", "-")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _page(title: str, parts: Iterable[str]) -> str:
    return "\n\n".join((f"# {title}", _NOTE, *parts)) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
