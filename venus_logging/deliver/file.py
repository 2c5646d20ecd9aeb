"""EventFileHandler: every record is one write of one line at the end of a file."""

from __future__ import annotations

import logging
import os
import sys
import time
from itertools import count
from typing import TYPE_CHECKING, Final

from venus_logging.emit import EventFormatter, host_name, service_name
from venus_logging.errors import ConfigError

if TYPE_CHECKING:
    from venus_logging.event import Event

__all__ = ["EventFileHandler"]

SUFFIX: Final = ".events.jsonl"
_MODE: Final = 0o640
_LOOK_EVERY: Final = 1.0
_FLAGS: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC


class EventFileHandler(logging.Handler):
    """Appends events to a file that logrotate may rename at any time.

    In the INI of ``log_config_append``, before any other handler::

        [handler_events]
        class = venus_logging.EventFileHandler
        args = ('/var/log/nova/{program}.events.jsonl',)
        formatter = events

    Several processes may share the file. There is no lock: the kernel orders whole writes at the end of a file, so
    native and green threads cannot wait for each other here.

    Args:
        filename: ``{program}`` and ``{host}`` are filled in; it must not end in ``.log``, which other collectors read.
        stream: name of this handler in ``openstack.emitter.stream``; gaps in its sequence are losses.

    Raises:
        ConfigError: a file name that cannot be used.
        OSError: the file cannot be opened at start.
    """

    def __init__(self, filename: str, stream: str = "file") -> None:
        super().__init__()
        name = _fill_in(os.fspath(filename))
        if name.endswith(".log"):
            raise ConfigError(
                f"EventFileHandler cannot write {name!r}: collectors of text logs read *.log",
                hint=f"name it *{SUFFIX}",
            )
        self.filename = os.path.abspath(name)
        self.lost = 0
        self._stream = stream
        self._pid = os.getpid()
        self._sequence = count(1)
        self._complained = False
        self._torn = False
        self._fd = self._open()
        self._looked = time.monotonic()
        self.setFormatter(EventFormatter())

    def createLock(self) -> None:
        """No lock: a write is one system call."""
        self.lock = None

    def setFormatter(self, fmt: logging.Formatter | None) -> None:
        """Takes an EventFormatter, or nothing.

        Raises:
            ConfigError: another formatter, whose lines would not be events.
        """
        if fmt is not None and not isinstance(fmt, EventFormatter):
            raise ConfigError(
                f"EventFileHandler cannot use {type(fmt).__module__}.{type(fmt).__qualname__}",
                hint="name a formatter of class venus_logging.EventFormatter",
            )
        super().setFormatter(fmt)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the event of a record; a failure is counted and said once, never raised."""
        formatter = self.formatter
        assert isinstance(formatter, EventFormatter)
        try:
            event: Event = {
                **formatter.event(record),
                "openstack.emitter.stream": self._stream,
                "openstack.emitter.sequence": self._next(),
            }
            self._write(formatter.encode(event) + b"\n")
        except Exception as problem:  # a log call must not raise into the service
            self._failed(problem)

    def close(self) -> None:
        """Closes the file; a later record opens it again."""
        descriptor, self._fd = self._fd, -1
        if descriptor >= 0:
            os.close(descriptor)
        super().close()

    # ---- parts
    def _next(self) -> int:
        if os.getpid() != self._pid:
            self._sequence, self._pid = count(1), os.getpid()
        return next(self._sequence)

    def _open(self) -> int:
        return os.open(self.filename, _FLAGS, _MODE)

    def _write(self, line: bytes) -> None:
        self._follow()
        if self._torn:  # NOTE: a full disk took half a line; this event must not be glued to it
            line = b"\n" + line
        written = os.write(self._fd, line)
        self._torn = written < len(line)
        if self._torn:
            raise OSError(f"wrote {written} of {len(line)} bytes to {self.filename}")
        self._complained = False

    def _follow(self) -> None:
        """Opens the file anew when it was renamed or removed; looks at most once a second."""
        now = time.monotonic()
        if self._fd >= 0 and now - self._looked < _LOOK_EVERY:
            return
        self._looked = now
        if self._fd >= 0 and self._is_current():
            return
        # NOTE: the old descriptor closes after the new one stands: another thread may be writing to it.
        old, self._fd = self._fd, self._open()
        if old >= 0:
            os.close(old)

    def _is_current(self) -> bool:
        try:
            there = os.stat(self.filename)
        except FileNotFoundError:
            return False
        mine = os.fstat(self._fd)
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)

    def _failed(self, problem: Exception) -> None:
        self.lost += 1
        if not self._complained and sys.stderr is not None:
            self._complained = True
            sys.stderr.write(f"venus_logging: events are being lost: {type(problem).__name__}: {problem}\n")


def _fill_in(name: str) -> str:
    for mark, value in (("{program}", service_name), ("{host}", host_name)):
        if mark in name:
            name = name.replace(mark, value().replace("/", "_"))
    return name
