"""Valid events, and all the ways in which one fault makes them invalid; no chance involved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging import contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event, Value

__all__ = ["full_event", "minimal_event", "mutations"]

TYPED: Final = "compute.instance.create"
_TIME: Final = "2026-08-01T12:00:00.000000Z"
_SAMPLES: Final[dict[str, Value]] = {
    "trace_id": "0af7651916cd43dd8448eb211c80319c",
    "span_id": "b7ad6b7169203331",
    "log.record.uid": "4f0c2d7b9a1e4c55a3-17",
    "log.template.id": "00f1e2d3c4b5a697",
    "openstack.scenario.id": TYPED,
    "openstack.operation.phase": "success",
    "openstack.error.code": "compute.scheduler.no-valid-host",
    "http.response.status_code": 200,
    "severity_number": 9,
    "severity_text": "INFO",
    "body": "Took 5.12 seconds to build instance.",
    "service.name": "nova-compute-1",
    "host.name": "compute-1",
}
_BY_TYPE: Final[dict[str, Value]] = {
    "string": "req-5f0a",
    "text": "free text, with an é",
    "integer": 7,
    "number": 0.25,
    "boolean": True,
    "date-time": _TIME,
    "ip": "2001:db8::7",
    "string[]": ["9d1f", "é"],
}
# What no attribute of the type may hold; True stands under the numbers because a bool is an int in Python.
_WRONG: Final[dict[str, dict[str, Any]]] = {
    "string": {"number": 5, "null": None, "list": ["a"], "surrogate": "a\ud800"},
    "text": {"number": 5.5, "null": None, "boolean": True, "surrogate": "\udfff"},
    "integer": {"text": "7", "boolean": True, "fraction": 7.5, "null": None, "nan": float("nan")},
    "number": {"text": "0.25", "boolean": False, "infinity": float("inf"), "list": [1]},
    "boolean": {"number": 1, "text": "true", "null": None},
    "date-time": {
        "number": 1785585600,
        "no zone": "2026-08-01T12:00:00.000000",
        "offset": "2026-08-01T12:00:00.000000+00:00",
        "milliseconds": "2026-08-01T12:00:00.000Z",
        "no such day": "2026-02-29T12:00:00.000000Z",
        "no such hour": "2026-08-01T24:00:00.000000Z",
        "space": "2026-08-01 12:00:00.000000Z",
        "newline": f"{_TIME}\n",
        "other digits": "2026-08-0\u0661T12:00:00.000000Z",
    },
    "ip": {"number": 7, "name": "compute-1", "port": "192.0.2.1:80", "short": "192.0.2", "empty": ""},
    "string[]": {"text": "9d1f", "number inside": [1], "null inside": ["a", None], "list inside": [["a"]]},
}
_NAMES: Final = (
    "",
    "level",
    "unknown.name",
    "openstack",
    "openstack.instance",
    "x",
    "x.",
    "X.team",
    "x.Team",
    "x..a",
    "x.a b",
    "x.a\n",
)
_FREE: Final[dict[str, Any]] = {
    "null": None,
    "list": ["a"],
    "mapping": {"a": 1},
    "nan": float("nan"),
    "surrogate": "\ud800",
}


def minimal_event() -> Event:
    """A valid event with nothing but what every event carries."""
    return {name: _sample(each) for name, each in contract.attributes().items() if each.required}


def full_event(name: str = "") -> Event:
    """A valid event that carries all it may, and some free data.

    Args:
        name: of a typed event; by default the event has no name, and so every other attribute of the registry.
    """
    kind = contract.typed(name)
    left_out = kind.foreign if kind else {"event_name"}
    event = {path: _sample(each) for path, each in contract.attributes().items() if path not in left_out}
    named: Event = {"event_name": name, "openstack.operation.name": name} if kind else {}
    return event | named | {"x.team": "blue", "x.venus.clock": True, "x.ratio": 0.5}


def mutations(event: Event | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Invalid events, each by one fault only: a name that says which, and the event.

    Args:
        event: a valid event to start from; the full one by default.
    """
    event = full_event() if event is None else event
    kind = contract.typed(str(event.get("event_name")))
    for each in contract.attributes().values():
        if kind and each.name in kind.foreign:
            yield f"{each.name}: of another event", event | {each.name: _sample(each)}
            continue
        for fault, value in _faults(each):
            yield f"{each.name}: {fault}", event | {each.name: value}
        if each.required or (kind and each.name in kind.needed(event["openstack.operation.phase"]) - {"event_name"}):
            yield f"{each.name}: missing", {name: value for name, value in event.items() if name != each.name}
    for name in (*_NAMES, f"x.{'a' * 255}"):
        yield f"name {name[:20]!r}", event | {name: "a"}
    for fault, value in _FREE.items():
        yield f"x.team: {fault}", event | {"x.team": value}
    yield "x.team: long", event | {"x.team": "a" * 8193}
    yield from _failures(event if kind else full_event(TYPED))


def _sample(attribute: contract.Attribute) -> Value:
    if attribute.name == "schema_url":
        return contract.schema_url()
    if attribute.name in _SAMPLES:
        return _SAMPLES[attribute.name]
    return attribute.values[0] if attribute.values else _BY_TYPE[attribute.type]


def _faults(attribute: contract.Attribute) -> Iterator[tuple[str, Any]]:
    yield from _WRONG[attribute.type].items()
    yield "mapping", {"a": 1}
    if attribute.values or attribute.name == "event_name":
        yield "no such value", "no.such_value"
    if attribute.values:
        return
    if attribute.pattern and attribute.type == "string":
        yield "pattern", "no such\ttext"
        yield "newline", f"{_sample(attribute)}\n"
    if attribute.max_length is not None:
        longer = "a" * (attribute.max_length + 1)
        yield "long", [longer] if attribute.type == "string[]" else longer
    if attribute.minimum is not None and attribute.maximum is not None:
        yield "below", attribute.minimum - 1
        yield "above", attribute.maximum + 1


def _failures(event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    failed = event | {
        "openstack.operation.phase": "failure",
        "openstack.operation.outcome": "failure",
        "severity_number": 17,
    }
    for name in ("error.type", "openstack.error.code", "openstack.operation.outcome"):
        yield f"failure without {name}", {key: value for key, value in failed.items() if key != name}
    yield "failure with success", failed | {"openstack.operation.outcome": "success"}
    yield "failure at INFO", failed | {"severity_number": 9}
