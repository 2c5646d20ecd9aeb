"""EventFileHandler: every record is one write of one line at the end of a file."""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from venus_logging.emit import EventFormatter, host_name, raise_interrupt, service_name
from venus_logging.errors import ConfigError
from venus_logging.event import json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["EventFileHandler"]

SUFFIX: Final = ".events.jsonl"
_MODE: Final = 0o640
_LOOK_EVERY: Final = 1.0
_FLAGS: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
# NOTE: not in the handlers, because reading the INI again builds new ones in the same process.
_SEQUENCES: Final[dict[tuple[int, str, str], Iterator[int]]] = {}


class _File:
    """An open file. Nobody closes it: it closes when the last write that uses it is done.

    An explicit close could hit between a thread's look at the descriptor and its write, and that write would go to
    whatever was opened under the same number.
    """

    __slots__ = ("descriptor",)

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        close(self.descriptor)


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
        self._tail = f"{json.members({'openstack.emitter.stream': stream})},"
        self._pid = -1
        self._sequence: Iterator[int] = count(1)
        self._complained = False
        self._torn = False
        self._file: _File | None = self._open()
        self._looked = time.monotonic()
        self._events = EventFormatter()
        self.setFormatter(self._events)

    def createLock(self) -> None:
        """No lock: a write is one system call."""
        self.lock = None

    def handle(self, record: logging.LogRecord) -> bool:
        """Emits a record that the filters let pass, without the lock that Python 3.13 takes for granted."""
        passed: Any = self.filter(record)
        if passed:
            self.emit(passed if isinstance(passed, logging.LogRecord) else record)
        return bool(passed)

    def setFormatter(self, fmt: logging.Formatter | None) -> None:
        """Takes an EventFormatter; nothing stands for one without options.

        Raises:
            ConfigError: another formatter, whose lines would not be events.
        """
        events = EventFormatter() if fmt is None else fmt
        if not isinstance(events, EventFormatter):
            raise ConfigError(
                f"EventFileHandler cannot use {type(fmt).__module__}.{type(fmt).__qualname__}",
                hint="name a formatter of class venus_logging.EventFormatter",
            )
        self._events = events
        super().setFormatter(events)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the event of a record; a failure is counted and said once, never raised.

        Raises:
            KeyboardInterrupt, SystemExit: a signal came while the record was rendered; the event is written.
        """
        try:
            line = self._events.line(record)[:-1]
            self._write(f'{line}{self._tail}"openstack.emitter.sequence":{self._next()}}}\n'.encode())
        except Exception as problem:  # a log call must not raise into the service
            self._failed(problem)
        raise_interrupt(record)

    def close(self) -> None:
        """Closes the file; a later record opens it again."""
        self._file = None
        super().close()

    # ---- parts
    def _next(self) -> int:
        pid = os.getpid()
        if pid != self._pid:
            key = (pid, self.filename, self._stream)
            self._sequence, self._pid = _SEQUENCES.setdefault(key, count(1)), pid
        return next(self._sequence)

    def _open(self) -> _File:
        return _File(os.open(self.filename, _FLAGS, _MODE))

    def _write(self, line: bytes) -> None:
        file = self._current()
        if self._torn:  # NOTE: a full disk took half a line; this event must not be glued to it
            line = b"\n" + line
        written = os.write(file.descriptor, line)
        self._torn = written < len(line)
        if self._torn:
            raise OSError(f"wrote {written} of {len(line)} bytes to {self.filename}")
        if self._complained:
            self._complained = False
            _say(f"events are written again, {self.lost} were lost")

    def _current(self) -> _File:
        """The file that has the name now: opened anew when the old one was renamed or removed."""
        file, now = self._file, time.monotonic()
        if file is not None and now - self._looked < _LOOK_EVERY:
            return file
        self._looked = now
        if file is None or not self._is_named(file):
            # NOTE: forgotten before the new one stands: what is written to a removed file is lost without a trace.
            self._file = None
            self._file = file = self._open()
        return file

    def _is_named(self, file: _File) -> bool:
        try:
            there = os.stat(self.filename)
        except FileNotFoundError:
            return False
        mine = os.fstat(file.descriptor)
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)

    def _failed(self, problem: Exception) -> None:
        self.lost += 1
        if not self._complained:
            self._complained = True
            _say(f"events are being lost: {type(problem).__name__}: {problem}")


def _say(message: str) -> None:
    """Tells stderr; a daemon may have closed it."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"venus_logging: {message}\n")


def _fill_in(name: str) -> str:
    for mark, value in (("{program}", service_name), ("{host}", host_name)):
        if mark in name:
            name = name.replace(mark, value().replace("/", "_"))
    return name
