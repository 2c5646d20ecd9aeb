"""A LogRecord comes in, one event goes out: built once per record, checked, never raised into the service."""

from __future__ import annotations

from venus_logging.emit.formatter import EventFormatter
from venus_logging.emit.identity import host_name, service_name
from venus_logging.emit.rendering import raise_interrupt

__all__ = ["EventFormatter", "host_name", "raise_interrupt", "service_name"]
