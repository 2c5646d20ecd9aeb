"""Captures what a test logs as the events that a service would emit, and says whether they conform."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from venus_logging import contract
from venus_logging.emit.formatter import EventFormatter
from venus_logging.emit.operation import set_strict

if TYPE_CHECKING:
    from types import TracebackType

    from venus_logging.event import Event

__all__ = ["EventCapture"]


class EventCapture:
    """Captures events while it is open; ``operation()`` and ``emit_event()`` raise on what the contract forbids.

    Args:
        logger: name of the logger whose records are captured, those of its children included; by default all that
            reach the root.
        level: of the least record that is captured; the logger lets it pass while the capture is open.
        strict: whether wrong names and types raise ContractError at once.
    """

    def __init__(self, logger: str = "", *, level: int = logging.DEBUG, strict: bool = True) -> None:
        self._handler = _Handler(EventFormatter("service=test"))
        self._logger = logging.getLogger(logger)
        self._level = level
        self._strict = strict

    @property
    def events(self) -> list[Event]:
        """What was captured so far, in order; copies, so that a test may change them."""
        return [dict(event) for event in self._handler.events]

    def of(self, name: str) -> list[Event]:
        """The typed events of one name.

        Args:
            name: an ``event_name``.
        """
        return [event for event in self.events if event.get("event_name") == name]

    def problems(self) -> list[str]:
        """What the contract has against the captured events, one line each: number, event and problem."""
        return [
            f"event {number} ({event.get('event_name') or event['log.logger']}): {text}"
            for number, event in enumerate(self._handler.events, 1)
            for text in _reasons(event)
        ]

    def assert_conform(self) -> None:
        """Raises AssertionError with all problems, one a line, if a captured event does not keep the contract."""
        found = self.problems()
        if found:
            raise AssertionError("\n".join(["events do not keep the contract:", *found]))

    def __enter__(self) -> Self:
        self._before = (self._logger.level, set_strict(self._strict))
        self._handler.events.clear()
        self._logger.setLevel(self._level)
        self._logger.addHandler(self._handler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        level, strict = self._before
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(level)
        set_strict(strict)


class _Handler(logging.Handler):
    """Keeps the event of every record that reaches it."""

    def __init__(self, formatter: EventFormatter) -> None:
        super().__init__()
        self._events = formatter
        self.events: list[Event] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.events.append(self._events.event(record))


def _reasons(event: Event) -> list[str]:
    told = event.get(contract.INVALID)
    return [*([str(told)] if told else []), *(str(each) for each in contract.check(event) if not told)]
