"""EventFormatter: one LogRecord becomes one event of the contract."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING, ClassVar, Final

from pythonjsonlogger.core import BaseJsonFormatter

from venus_logging.emit import options, rendering
from venus_logging.emit.careful import careful
from venus_logging.emit.extras import KEPT
from venus_logging.emit.fragments import NOTHING, process
from venus_logging.emit.lines import EMITTER, Lines
from venus_logging.errors import ConfigError
from venus_logging.event import json

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event, Value

__all__ = ["EventFormatter"]

_CONFIGURATIONS: Final = count(1)


class EventFormatter(BaseJsonFormatter):
    """Formats every record as one line of JSON that the contract describes.

    In the INI of ``log_config_append``::

        [formatter_events]
        class = venus_logging.EventFormatter
        format = service=nova-api cloud.region=RegionOne

    Args:
        fmt: words of ``name=value`` that every event carries; ``service`` is by default uwsgi's name, or the command's.
            ``personal=hash key_file=<path>`` or ``personal=drop`` say what leaves of personal attributes.
        datefmt: refused: times are RFC 3339 in UTC.
        style: ignored; fileConfig passes it.
        static_fields: the same as ``fmt``, as a mapping.
        json_default: makes a scalar of an ``x.*`` value that is none; without it such a value is left out and said.

    Raises:
        ConfigError: an option that would break the contract.
    """

    _numbers: ClassVar[dict[tuple[object, ...], int]] = {}

    def __init__(
        self,
        fmt: str | None = None,
        datefmt: str | None = None,
        style: str = "%",
        *,
        static_fields: Mapping[str, Value] | None = None,
        json_default: Callable[[object], object] | None = None,
    ) -> None:
        super().__init__()
        if datefmt:
            raise ConfigError(
                f"EventFormatter takes no datefmt, got {datefmt!r}", hint="remove it: times are RFC 3339 in UTC"
            )
        words, self._privacy = options.split(options.parse(fmt or "") | dict(static_fields or {}))
        self._static = options.static(words)
        self._json_default = json_default
        # NOTE: formatters that say the same share the event that one of them built for a record.
        key = (json_default, self._privacy.mark, *sorted(self._static.items()))
        self._number = self._numbers.setdefault(key, next(_CONFIGURATIONS))
        self._pid = -1
        self._lines = Lines(NOTHING, self._privacy, json_default)

    def format(self, record: logging.LogRecord) -> str:
        """The event of a record as one line of JSON, without a newline."""
        line = self.line(record)
        rendering.raise_interrupt(record)
        return line

    def encode(self, event: Event) -> bytes:
        """An event as one line of JSON in UTF-8, without a newline."""
        return json.encode(event)

    def event(self, record: logging.LogRecord) -> Event:
        """The event of a record: the same one whenever it is asked for; do not change it."""
        line = self.line(record)
        event: Event | None = record.__dict__[KEPT][2]
        if event is None:
            event = json.decode(line.encode())
            record.__dict__[KEPT] = (self._number, line, event)
        return event

    def line(self, record: logging.LogRecord) -> str:
        """What ``format()`` gives, without letting an interrupt pass: built once, then kept on the record."""
        kept = record.__dict__.get(KEPT)
        if kept is not None and kept[0] == self._number:
            known: str = kept[1]
            return known
        try:
            if self._pid != os.getpid():
                self._start_process()
            line = self._lines.line(record)
        except BaseException as problem:  # the one guard of the service half: nothing is raised into a log call
            event = careful(record, self._lines.process, self._privacy, EMITTER.next(), problem)
            line = json.encode(event).decode()
        record.__dict__[KEPT] = (self._number, line, None)
        return line

    def _start_process(self) -> None:
        """What is the same for all events of a process; found anew after a fork."""
        self._lines = Lines(process(self._static), self._privacy, self._json_default)
        self._pid = os.getpid()
