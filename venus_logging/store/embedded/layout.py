"""The folder on disk: ``format.json``, the writer's lock, and ``days/<day>.v<N>/``; a day comes and goes whole.

A folder ``<day>.v<N>r`` was made of the stored events of all with a lower number, and takes their place at once.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal

from venus_logging.errors import StoreError, StoreLockedError, StoreMissingError, StoreTooNewError
from venus_logging.event.time import from_ns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

__all__ = ["FORMAT", "Layout"]

FORMAT: Final = 2
FOLDER_MODE: Final = 0o750
FILE_MODE: Final = 0o640
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d|unknown)\.v(\d{1,9})(r?)")
_FORMAT_FILE: Final = "format.json"
_LOCK_FILE: Final = "writer.lock"
_BROKEN: Final = "broken"
_UNFINISHED: Final = (".new-", ".gone-")


class Layout:
    """The folder of a store.

    Args:
        folder: where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._days = folder / "days"
        self._lock: int | None = None
        self._seen: tuple[list[str], Mapping[str, list[Path]]] | None = None

    def open(self, mode: Literal["r", "w"]) -> None:
        """Checks that this is a store; mode ``w`` makes it if it is missing, and locks it.

        Raises:
            StoreMissingError: nothing is there (mode ``r``), or something else.
            StoreTooNewError: a newer version wrote it.
            StoreLockedError: another process writes.
            StoreError: an older version wrote it.
        """
        self.check_kind(mode)
        if mode == "w":
            self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            self._take_lock()
            self._write_format()
            self._check_format()
            self._days.mkdir(FOLDER_MODE, exist_ok=True)
            self.clean()
        else:
            self._check_format()

    def open_to_mend(self) -> int:
        """Locks a store of this or an older version that is there, and says which format it has.

        Raises:
            StoreMissingError, StoreTooNewError, StoreLockedError: as ``open``.
        """
        self.check_kind("r")
        self._take_lock()
        self._days.mkdir(FOLDER_MODE, exist_ok=True)
        return self.format()

    def set_format(self) -> None:
        """Says that the store has the format of now."""
        self._write_format(again=True)

    def close(self) -> None:
        """Lets go of the lock."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def days(self) -> Mapping[str, list[Path]]:
        """The folders of each day, one for each set of fields that the day has seen, the newest set last.

        As long as nothing came or went it is the same object.
        """
        names = sorted(os.listdir(self._days)) if self._days.is_dir() else []  # noqa: PTH208  # names are compared
        if self._seen is None or names != self._seen[0]:
            found: dict[str, list[tuple[int, str, Path]]] = {}
            for match in filter(None, map(_DAY.fullmatch, names)):
                found.setdefault(match[1], []).append((int(match[2]), match[3], self._days / match[0]))
            days = {day: [path for _, _, path in _valid(versions)] for day, versions in sorted(found.items())}
            self._seen = (names, days)
        return self._seen[1]

    def strangers(self) -> list[Path]:
        """What lies among the days and is none, neither finished nor half made."""
        return [
            path for path in self._folders() if not _DAY.fullmatch(path.name) and not path.name.startswith(_UNFINISHED)
        ]

    def remains(self) -> list[Path]:
        """What was left half made, half removed or replaced; the next writer removes it."""
        valid = {path for paths in self.days().values() for path in paths}
        strangers = set(self.strangers())
        return [path for path in self._folders() if path not in valid and path not in strangers]

    def add_day(self, day: str, fill: Callable[[Path], None], *, instead: bool = False) -> Path:
        """Makes another folder of a day; it appears whole or not at all.

        Args:
            day: a UTC day, or ``unknown``.
            fill: makes the index in the folder that it is given.
            instead: whether it takes the place of the day's other folders.
        """
        last = max((int(match[2]) for match in map(_match, self._folders()) if match and match[1] == day), default=0)
        path = self._days / f"{day}.v{last + 1}{'r' if instead else ''}"
        new = self._days / f".new-{path.name}"
        new.mkdir(FOLDER_MODE)
        try:
            fill(new)
            _sync(new)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        new.rename(path)
        _sync(self._days)
        return path

    def drop_day(self, path: Path) -> None:
        """Removes the folder of a day; for readers it goes at once."""
        gone = path.with_name(f".gone-{path.name}")
        path.rename(gone)
        _sync(self._days)
        shutil.rmtree(gone)

    def set_aside(self, path: Path) -> Path:
        """Moves the folder of a day that is torn to ``broken/``, where nobody looks for events."""
        place = self.folder / _BROKEN
        place.mkdir(FOLDER_MODE, exist_ok=True)
        aside = place / path.name
        while aside.exists():
            aside = aside.with_name(f"{aside.name}+")
        path.rename(aside)
        _sync(self._days)
        return aside

    def sizes(self) -> dict[str, int]:
        """Bytes of the files of each day."""
        return {day: sum(map(_size, paths)) for day, paths in self.days().items()}

    def clean(self) -> None:
        """Removes what a killed process left half made, half removed, or replaced."""
        for path in self.remains():
            shutil.rmtree(path)

    def size(self) -> int:
        """Bytes of all files."""
        return _size(self.folder)

    def _folders(self) -> list[Path]:
        return sorted(self._days.iterdir()) if self._days.is_dir() else []

    def check_kind(self, mode: Literal["r", "w"]) -> None:
        """Whether this is a store, or in mode ``w`` may become one.

        Raises:
            StoreMissingError: nothing is there (mode ``r``), or something else.
        """
        if (self.folder / _FORMAT_FILE).is_file():
            return
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreMissingError(f"{self.folder} is not a venus-logging store but a file", hint="name a folder")
        ours = (_LOCK_FILE, f"{_FORMAT_FILE}.new")
        if self.folder.exists() and any(path.name not in ours for path in self.folder.iterdir()):
            raise StoreMissingError(f"{self.folder} is not a venus-logging store", hint="name another folder")
        if mode == "r":
            raise StoreMissingError(f"no store in {self.folder}", hint="run venus-log ingest first")

    def _take_lock(self) -> None:
        self._lock = os.open(self.folder / _LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            holder = os.pread(self._lock, 32, 0).decode("ascii", "replace").strip() or "unknown"
            self.close()
            raise StoreLockedError(
                f"store {self.folder} is being written by process {holder}", hint="wait for it, or stop it"
            ) from problem
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)

    def _write_format(self, *, again: bool = False) -> None:
        path = self.folder / _FORMAT_FILE
        if path.exists() and not again:
            return
        new = self.folder / f"{_FORMAT_FILE}.new"
        created = from_ns(self.folder.stat().st_mtime_ns)
        new.write_text(json.dumps({"format": FORMAT, "created": created}) + "\n", encoding="utf-8")
        new.chmod(FILE_MODE)
        _sync(new)
        new.rename(path)
        _sync(self.folder)

    def _check_format(self) -> None:
        version = self.format()
        if version < FORMAT:
            self.close()
            raise StoreError(
                f"store {self.folder} has format {version}, this version writes {FORMAT}",
                hint="venus-log store rebuild brings it up to date",
            )

    def format(self) -> int:
        """The format that the store says it has.

        Raises:
            StoreTooNewError: a newer version wrote it.
            StoreError: it says nothing.
        """
        path = self.folder / _FORMAT_FILE
        try:
            version = int(json.loads(path.read_bytes())["format"])
        except (ValueError, KeyError, TypeError) as problem:
            self.close()
            raise StoreError(f"{path} cannot be read: {problem}", hint="restore it from a copy") from problem
        if version > FORMAT:
            self.close()
            raise StoreTooNewError(
                f"store {self.folder} has format {version}, this version knows {FORMAT}",
                hint="use a newer venus-logging",
            )
        return version


def _match(path: Path) -> re.Match[str] | None:
    return _DAY.fullmatch(path.name)


def _valid(versions: Iterable[tuple[int, str, Path]]) -> list[tuple[int, str, Path]]:
    """The versions of a day in order, from the last on that took the place of those before it."""
    valid: list[tuple[int, str, Path]] = []
    for each in sorted(versions):
        valid = [each] if each[1] else [*valid, each]
    return valid


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # the engine removes files that it merged
            total += path.stat().st_size
    return total


def _sync(path: Path) -> None:
    """The file, or the names in the folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
