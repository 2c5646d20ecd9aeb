"""Structured, schema-validated log events for OpenStack services: the public names of the service half."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from venus_logging.deliver import EventFileHandler
    from venus_logging.emit import EventFormatter
    from venus_logging.errors import VenusError

__all__ = ["EventFileHandler", "EventFormatter", "VenusError"]

# NOTE: resolved on first use (PEP 562), so that the operator half never loads oslo.log through this file.
_HOMES = {
    "EventFileHandler": "venus_logging.deliver",
    "EventFormatter": "venus_logging.emit",
    "VenusError": "venus_logging.errors",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'venus_logging' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
