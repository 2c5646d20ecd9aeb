"""A fixture for stestr projects: ``events = self.useFixture(CaptureEvents())``; needs the package fixtures."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import fixtures

from venus_logging.testing.capture import EventCapture

if TYPE_CHECKING:
    from venus_logging.event import Event

__all__ = ["CaptureEvents"]


class CaptureEvents(fixtures.Fixture):
    """Captures what is logged as events until the test ends; see ``EventCapture`` for the arguments."""

    def __init__(self, logger: str = "", *, level: int = logging.DEBUG, strict: bool = True) -> None:
        super().__init__()
        self.capture = EventCapture(logger, level=level, strict=strict)

    def _setUp(self) -> None:
        self.capture.__enter__()
        self.addCleanup(self.capture.__exit__)

    @property
    def events(self) -> list[Event]:
        """What was captured so far, in order."""
        return self.capture.events

    def of(self, name: str) -> list[Event]:
        """The typed events of one name."""
        return self.capture.of(name)

    def assert_conform(self) -> None:
        """Raises AssertionError with all problems if a captured event does not keep the contract."""
        self.capture.assert_conform()
