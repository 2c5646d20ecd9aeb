"""Loads specs/: version, record, registry and scenarios as checked, typed data."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from venus_logging.schema.documents import Document, read

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["AttributeSpec", "Record", "ScenarioSpec", "Specs", "Statement", "load"]

PHASES: Final = ("request", "start", "step", "retry", "success", "failure", "degraded", "recover")
_ONE_OF: Final = {
    "type": ("string", "text", "integer", "number", "boolean", "date-time", "ip", "string[]"),
    "scope": ("resource", "record", "event"),
    "stability": ("development", "release_candidate", "stable"),
    "privacy": ("public", "internal", "personal", "secret"),
    "cardinality": ("low", "medium", "high", "unbounded"),
    "store": ("column", "json", "text", "off"),
    "phase": PHASES,
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """One attribute as the registry describes it; specs/README.md explains each key."""

    name: str
    type: str
    scope: str
    stability: str
    privacy: str
    cardinality: str
    store: str
    brief: str
    unit: str = ""
    oslo: str = ""
    ecs: str = ""
    otel: bool = False
    required: bool = False
    kind: str = ""
    aliases: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    values: tuple[str, ...] = ()
    deprecated: dict[str, str] = field(default_factory=dict)
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One log statement of a scenario; ``text``, with ``{name}`` for arguments, when the format is gone at run time."""

    phase: str
    service: str
    logger: str
    level: str | tuple[str, ...]
    format: str
    style: str
    args: tuple[str, ...] = ()
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """One scenario: the services of its chain, its deadline in seconds, its attributes and statements."""

    id: str
    title: str
    domain: str
    resource: str
    operation: str
    stability: str
    chain: tuple[str, ...]
    required: tuple[str, ...]
    recommended: tuple[str, ...]
    error_codes: tuple[str, ...]
    statements: tuple[Statement, ...]
    deadline: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What holds for every event: limits, names of free data, what a failure carries, and when an event has ended."""

    limits: dict[str, int]
    free: dict[str, str]
    failure: dict[str, Any]
    typed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OtelSpec:
    """An attribute as the pinned OpenTelemetry semantic conventions define it, with the type that JSON gives it."""

    name: str
    type: str
    stability: str
    brief: str


@dataclass(frozen=True, slots=True)
class Otel:
    """The pinned OpenTelemetry semantic conventions: what the registry takes, and names that it may not redefine."""

    version: str
    attributes: tuple[OtelSpec, ...]
    reserved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Specs:
    """All that specs/ says."""

    version: str
    base: str
    record: Record
    attributes: tuple[AttributeSpec, ...]
    scenarios: tuple[ScenarioSpec, ...]
    otel: Otel

    @property
    def schema_url(self) -> str:
        """What ``schema_url`` says in events of this version."""
        return f"{self.base}:{self.version}"


def load(folder: Path) -> Specs:
    """The specifications of a folder, without its drafts.

    Args:
        folder: holds version.yaml, record.yaml, otel.yaml, registry/ and scenarios/.

    Raises:
        ContractError: a file is missing or does not have the expected keys and types; says file and line.
    """
    version = read(folder / "version.yaml")
    head = _build(_Version, version, ())
    attributes = [each for path in sorted(folder.glob("registry/*.yaml")) for each in _attributes(read(path))]
    scenarios = tuple(_scenario(read(path)) for path in sorted(folder.glob("scenarios/*.yaml")))
    record = _build(Record, read(folder / "record.yaml"), ())
    return Specs(head.version, head.base, record, tuple(attributes), scenarios, _otel(read(folder / "otel.yaml")))


@dataclass(frozen=True, slots=True)
class _Version:
    version: str
    base: str


def _attributes(document: Document) -> list[AttributeSpec]:
    _keys(document, (), {"domain", "brief", "attributes"}, {"domain", "brief", "attributes"})
    rows = document.data["attributes"]
    if not isinstance(rows, list):
        raise document.error(("attributes",), "attributes is no list")
    domain = document.data["domain"]
    return [_build(AttributeSpec, document, ("attributes", index), domain=domain) for index in range(len(rows))]


def _otel(document: Document) -> Otel:
    keys = {"version", "attributes", "reserved"}
    _keys(document, (), keys, keys)
    rows = document.data["attributes"]
    if not isinstance(rows, list):
        raise document.error(("attributes",), "attributes is no list")
    attributes = tuple(_build(OtelSpec, document, ("attributes", index)) for index in range(len(rows)))
    return Otel(document.data["version"], attributes, tuple(document.data["reserved"]))


def _scenario(document: Document) -> ScenarioSpec:
    _keys(document, (), {"attributes", "statements"}, None)
    if document.data.get("id") != document.path.stem:
        raise document.error(("id",), f"id {document.data.get('id')!r} is not the name of the file")
    _keys(document, ("attributes",), {"required", "recommended"}, {"required", "recommended"})
    statements = document.data["statements"]
    if not isinstance(statements, list):
        raise document.error(("statements",), "statements is no list")
    return _build(
        ScenarioSpec,
        document,
        (),
        skip=("attributes",),
        required=tuple(document.data["attributes"]["required"]),
        recommended=tuple(document.data["attributes"]["recommended"]),
        statements=tuple(_build(Statement, document, ("statements", index)) for index in range(len(statements))),
    )


def _build(
    kind: type[_T], document: Document, where: tuple[str | int, ...], skip: tuple[str, ...] = (), **given: Any
) -> _T:
    """One dataclass from a mapping: its fields are the keys, those without a default must be there."""
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]  # every caller passes a dataclass
    optional = {
        name for name, each in known.items() if each.default is not MISSING or each.default_factory is not MISSING
    }
    _keys(document, where, known.keys() - optional - given.keys(), known.keys() | set(skip))
    values = {key: value for key, value in _at(document, where).items() if key not in skip}
    for key, value in values.items():
        _check_value(document, (*where, key), str(known[key].type), value)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return kind(**{**values, **given})


def _check_value(document: Document, where: tuple[str | int, ...], annotation: str, value: Any) -> None:
    key = str(where[-1])
    allowed = _ONE_OF.get(key)
    if allowed and value not in allowed:
        raise document.error(where, f"{key} is {value!r}, expected one of {', '.join(allowed)}")
    expected = tuple(_TYPES[part.partition("[")[0]] for part in annotation.split(" | "))
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        raise document.error(where, f"{key} is {value!r}, expected {annotation}")


_TYPES: Final[dict[str, type]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "None": type(None),
    "tuple": list,
    "dict": dict,
}


def _at(document: Document, where: tuple[str | int, ...]) -> dict[str, Any]:
    data = document.data
    for key in where:
        data = data[key]
    if not isinstance(data, dict):
        raise document.error(where, f"expected a mapping, got {data!r}")
    return data


def _keys(document: Document, where: tuple[str | int, ...], needed: set[str], known: set[str] | None) -> None:
    keys = _at(document, where).keys()
    if missing := sorted(needed - keys):
        raise document.error(where, f"missing {', '.join(missing)}")
    if known is not None and (unknown := sorted(keys - known)):
        raise document.error(
            (*where, unknown[0]), f"unknown key {unknown[0]!r}", hint=f"known: {', '.join(sorted(known))}"
        )
