"""Log files, plain or gzip: which there are, who they are, and their lines from an offset on."""

from __future__ import annotations

import gzip
import os
import re
import stat
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO, Final

from venus_logging.errors import SourceError
from venus_logging.event.text import well_formed
from venus_logging.ingest._types import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["MAX_LINE", "Identity", "Opened", "find", "identify", "lines", "opened", "rotated", "service_of"]

MAX_LINE: Final = 8 * 1024 * 1024
"""Bytes of the longest line that is read as a record."""

_EVENTS: Final = ".events.jsonl"
_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 1024
# nova-api.log, nova-api.log.1, nova-api.log-20261125.gz, nova-api.events.jsonl.2.gz
_LOG_NAME: Final = re.compile(r".+\.(?:log|events\.jsonl)(?:[.-][0-9][0-9.-]*)?(?:\.gz)?")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file this is, and how far it has come.

    Args:
        key: device and inode.
        beginning: its first bytes as they stand on disk.
        size: bytes on disk.
        changed: time of the last change, nanoseconds since the epoch.
    """

    key: str
    beginning: bytes
    size: int
    changed: int

    def head(self, size: int) -> str:
        """Digest of the first bytes of the file when it had this size; a reused inode has another."""
        return blake2b(self.beginning[:size], digest_size=16).hexdigest()


def find(paths: Iterable[Path], *, both: bool = False) -> list[Path]:
    """The log files that some paths mean: files as named; of a folder, everything in it that is named like a log.

    A service that writes events often goes on with its text log; of a folder, only its events are read then.

    Args:
        paths: files and folders.
        both: also the text logs beside events.

    Raises:
        SourceError: a path that does not exist, or is a pipe or a device.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            kind = path.stat().st_mode
        except OSError as problem:
            raise SourceError(f"cannot read {path}: {problem.strerror}") from problem
        if stat.S_ISDIR(kind):
            logs = sorted(each for each in path.rglob("*") if _is_log(each))
            found.update(dict.fromkeys(logs if both else _without_shadows(logs)))
        elif stat.S_ISREG(kind):
            found[path] = None
        else:
            raise SourceError(f"neither a file nor a folder: {path}")
    return list(found)


def _is_log(path: Path) -> bool:
    return bool(_LOG_NAME.fullmatch(path.name)) and path.is_file()


def _without_shadows(logs: list[Path]) -> list[Path]:
    """The logs without those texts whose events stand beside them: each record would be stored twice."""
    events = {(log.parent, service_of(log)) for log in logs if _EVENTS in log.name}
    return [log for log in logs if _EVENTS in log.name or (log.parent, service_of(log)) not in events]


def rotated(path: Path) -> list[Path]:
    """The files beside one that a rotation may have made of it, by their names."""
    events = _EVENTS in path.name
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return []
    same = [each for each in beside if service_of(each) == service_of(path) and (_EVENTS in each.name) == events]
    return [each for each in same if each != path and (each.name.startswith(path.name) or _is_log(each))]


def service_of(path: Path) -> str:
    """The service that a file's name gives: all before its first dot."""
    return well_formed(path.name).split(".", 1)[0]


def identify(path: Path) -> Identity:
    """The identity of a file.

    Raises:
        SourceError: it cannot be read.
    """
    with opened(path) as file:
        return file.identity


def lines(path: Path) -> Iterator[Line]:
    """All lines of a file.

    Raises:
        SourceError: the file cannot be read or unpacked any further.
    """
    with opened(path) as file:
        yield from file.lines()


class Opened:
    """A log file that is open: whatever becomes of its name, these are its identity and its lines.

    Args:
        path: for messages.
        raw: its bytes as they stand on disk.
    """

    def __init__(self, path: Path, raw: BinaryIO) -> None:
        status = os.fstat(raw.fileno())
        beginning = raw.read(_HEAD)
        self.identity = Identity(f"{status.st_dev}:{status.st_ino}", beginning, status.st_size, status.st_mtime_ns)
        self._path = path
        self._raw = raw

    def lines(self, offset: int = 0, number: int = 1) -> Iterator[Line]:
        """The lines from a place on; the first without an end is the last, even if the file grows meanwhile.

        Args:
            offset: where the first line begins, in bytes of the unpacked file.
            number: the number of that line.

        Raises:
            SourceError: the file cannot be read or unpacked any further.
        """
        self._raw.seek(0)
        try:
            if self.identity.beginning.startswith(_GZIP):
                with gzip.open(self._raw) as unpacked:
                    yield from _lines(unpacked, offset, number)
            else:
                yield from _lines(self._raw, offset, number)
        except (OSError, EOFError, zlib.error) as problem:
            raise SourceError(f"cannot read {self._path}: {problem}") from problem


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Opens a file, plain or gzip, told apart by its first bytes.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        raw = path.open("rb")
        file = Opened(path, raw)
    except OSError as problem:
        raise SourceError(f"cannot read {path}: {problem.strerror}") from problem
    with raw:
        yield file


def _lines(file: BinaryIO | gzip.GzipFile, offset: int, number: int) -> Iterator[Line]:
    file.seek(offset)
    while raw := file.readline(MAX_LINE + 1):
        length = len(raw)
        terminated = raw.endswith(b"\n")
        whole = terminated or length <= MAX_LINE
        if not whole:
            rest, terminated = _skip_line(file)
            length += rest
        yield Line(number, offset, raw.rstrip(b"\r\n"), terminated, whole)
        if not terminated:
            return
        offset += length
        number += 1


def _skip_line(file: BinaryIO | gzip.GzipFile) -> tuple[int, bool]:
    """Reads to the end of a line that is too long; its length, and whether it ended."""
    length = 0
    while part := file.readline(MAX_LINE):
        length += len(part)
        if part.endswith(b"\n"):
            return length, True
    return length, False
