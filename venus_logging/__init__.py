"""Structured, schema-validated log events for OpenStack services: the public names of the service half."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from venus_logging.deliver import EventFileHandler
    from venus_logging.emit import EventFormatter
    from venus_logging.emit.access import AccessFilter, filter_factory
    from venus_logging.emit.operation import carry, emit_event, operation
    from venus_logging.errors import VenusError

__all__ = [
    "AccessFilter",
    "EventFileHandler",
    "EventFormatter",
    "VenusError",
    "carry",
    "emit_event",
    "filter_factory",
    "operation",
]

# NOTE: resolved on first use (PEP 562), so that the operator half never loads oslo.log through this file.
_HOMES = {
    "AccessFilter": "venus_logging.emit.access",
    "EventFileHandler": "venus_logging.deliver",
    "EventFormatter": "venus_logging.emit",
    "VenusError": "venus_logging.errors",
    "carry": "venus_logging.emit.operation",
    "emit_event": "venus_logging.emit.operation",
    "filter_factory": "venus_logging.emit.access",
    "operation": "venus_logging.emit.operation",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'venus_logging' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
