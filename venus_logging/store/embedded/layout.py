"""The folder on disk: ``format.json``, the writer's lock, and ``days/<day>.v<N>/``; a day comes and goes whole."""

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
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FORMAT", "Layout"]

FORMAT: Final = 1
FOLDER_MODE: Final = 0o750
FILE_MODE: Final = 0o640
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d|unknown)\.v(\d{1,9})")
_FORMAT_FILE: Final = "format.json"
_LOCK_FILE: Final = "writer.lock"
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

    def open(self, mode: Literal["r", "w"]) -> None:
        """Checks that this is a store; mode ``w`` makes it if it is missing, and locks it.

        Raises:
            StoreMissingError: nothing is there (mode ``r``), or something else.
            StoreTooNewError: a newer version wrote it.
            StoreLockedError: another process writes.
        """
        self._check_kind(mode)
        if mode == "w":
            self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            self._take_lock()
            self._write_format()
            self._check_format()
            self._days.mkdir(FOLDER_MODE, exist_ok=True)
            self._clean()
        else:
            self._check_format()

    def close(self) -> None:
        """Lets go of the lock."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def days(self) -> dict[str, list[Path]]:
        """The folders of each day, one for each set of fields that the day has seen, the newest set last."""
        found: dict[str, list[tuple[int, Path]]] = {}
        if self._days.is_dir():
            for path in self._days.iterdir():
                match = _DAY.fullmatch(path.name)
                if match:
                    found.setdefault(match[1], []).append((int(match[2]), path))
        return {day: [path for _, path in sorted(versions)] for day, versions in sorted(found.items())}

    def add_day(self, day: str, fill: Callable[[Path], None]) -> Path:
        """Makes another folder of a day; it appears whole or not at all.

        Args:
            day: a UTC day, or ``unknown``.
            fill: makes the index in the folder that it is given.
        """
        path = self._days / f"{day}.v{len(self.days().get(day, [])) + 1}"
        new = self._days / f".new-{path.name}"
        new.mkdir(FOLDER_MODE)
        fill(new)
        _sync(new)
        new.rename(path)
        _sync(self._days)
        return path

    def drop_day(self, path: Path) -> None:
        """Removes the folder of a day; for readers it goes at once."""
        gone = path.with_name(f".gone-{path.name}")
        path.rename(gone)
        _sync(self._days)
        shutil.rmtree(gone)

    def size(self) -> int:
        """Bytes of all files."""
        total = 0
        for path in self.folder.rglob("*"):
            with suppress(FileNotFoundError):  # the engine removes files that it merged
                total += path.stat().st_size
        return total

    def _check_kind(self, mode: Literal["r", "w"]) -> None:
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

    def _write_format(self) -> None:
        path = self.folder / _FORMAT_FILE
        if path.exists():
            return
        new = self.folder / f"{_FORMAT_FILE}.new"
        created = from_ns(self.folder.stat().st_mtime_ns)
        new.write_text(json.dumps({"format": FORMAT, "created": created}) + "\n", encoding="utf-8")
        new.chmod(FILE_MODE)
        _sync(new)
        new.rename(path)
        _sync(self.folder)

    def _check_format(self) -> None:
        path = self.folder / _FORMAT_FILE
        try:
            version = int(json.loads(path.read_bytes())["format"])
        except (ValueError, KeyError, TypeError) as problem:
            raise StoreError(f"{path} cannot be read: {problem}", hint="restore it from a copy") from problem
        if version > FORMAT:
            self.close()
            raise StoreTooNewError(
                f"store {self.folder} has format {version}, this version knows {FORMAT}",
                hint="use a newer venus-logging",
            )

    def _clean(self) -> None:
        """Removes what a killed process left half made or half removed."""
        for path in self._days.iterdir():
            if path.name.startswith(_UNFINISHED):
                shutil.rmtree(path)


def _sync(path: Path) -> None:
    """The file, or the names in the folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
