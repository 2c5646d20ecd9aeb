"""Our own JSON lines: events as EventFileHandler wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging.event.masking import MASK, is_secret_name, mask
from venus_logging.event.time import from_ns, to_ns
from venus_logging.ingest._types import Line, Read, Reject
from venus_logging.ingest.readers._object import read_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.event import Event

__all__ = ["Events", "looks_like"]

_NEEDED: Final = ("@timestamp", "log.record.uid", "service.name", "host.name", "body")
_DEEPEST: Final = 8
_MASKED: Final = ("body", "log.template.text", "exception.message", "exception.stacktrace", "exception.chain")


def looks_like(raw: bytes) -> bool:
    """Whether a line is an event of ours."""
    return raw.startswith(b"{") and b'"log.record.uid"' in raw


class Events:
    """Reads one event a line; what lacks its identity, time, place or body is rejected."""

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """One event or reject a line."""
        for line in lines:
            yield Read(_event(line), line)


def _event(line: Line) -> Event | Reject:
    event = read_object(line)
    if isinstance(event, Reject):
        return event
    for name in _NEEDED:
        if not isinstance(event.get(name), str):
            return Reject(f"{name} is missing or no text", line.raw)
    for name, value in event.items():
        if not _is_shallow(value, _DEEPEST):
            return Reject(f"{name} holds containers inside each other, more than {_DEEPEST} deep", line.raw)
    try:
        # NOTE: one form of time everywhere, so that text order is time order.
        event["@timestamp"] = from_ns(to_ns(event["@timestamp"]))
    except (ValueError, OverflowError):
        return Reject(f"@timestamp is no time: {event['@timestamp'][:64]!r}", line.raw)
    for name, value in event.items():
        if name.startswith("x."):
            event[name] = MASK if is_secret_name(name) else _masked(value)
        elif name in _MASKED or not isinstance(value, (str, int, float)):
            event[name] = _masked(value)
    return event


def _is_shallow(value: Any, deepest: int) -> bool:
    """Whether containers stand inside each other at most this deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return deepest > 0 and all(_is_shallow(each, deepest - 1) for each in value)


def _masked(value: Any) -> Any:
    """Texts without secrets, in containers too; what is no event's value is for the contract to judge."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: MASK if is_secret_name(name) else _masked(each) for name, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, list) else value
