"""What an event is: raw values come in, checked and masked parts of one flat event go out; pure, for both halves."""

from __future__ import annotations

from venus_logging.event._types import Event, Value, order_key

__all__ = ["Event", "Value", "order_key"]
