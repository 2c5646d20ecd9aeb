"""What other projects import in their own tests: events that are valid, and events with exactly one fault."""

from __future__ import annotations

from venus_logging.testing.mutations import full_event, minimal_event, mutations

__all__ = ["full_event", "minimal_event", "mutations"]
