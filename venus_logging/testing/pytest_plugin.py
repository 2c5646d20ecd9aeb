"""The fixture ``captured_events`` for pytest projects: name this module in ``pytest_plugins``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from venus_logging.testing.capture import EventCapture

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["captured_events"]


@pytest.fixture
def captured_events() -> Iterator[EventCapture]:
    """What the test logs, as events: ``captured_events.events``, ``.of(name)``, ``.assert_conform()``."""
    with EventCapture() as capture:
        yield capture
