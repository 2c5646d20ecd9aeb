"""What is not events: how far files were read, rejected lines, counters; in SQLite and JSON lines."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from venus_logging.errors import StoreError, StoreFullError, StoreLockedError, StoreTooNewError
from venus_logging.event.masking import mask
from venus_logging.event.text import TEXT_MAX, cut
from venus_logging.event.time import day_of, from_ns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Position", "Rejection", "State", "default_folder"]

VERSION: Final = 1
FILE_MODE: Final = 0o640
FOLDER_MODE: Final = 0o750
_WAIT_SECONDS: Final = 10.0
_DIGEST_BYTES: Final = 16
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS position (
    key TEXT PRIMARY KEY, head TEXT, size INTEGER, changed INTEGER, place INTEGER, line INTEGER, record INTEGER,
    pending INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejected (digest BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejected_file (name TEXT PRIMARY KEY, size INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a file was read.

    Args:
        key: device and inode, as one text.
        head: digest of the file's beginning, so that an inode that is used again is seen; empty if not known.
        size: bytes that the file had.
        changed: when it had changed last, nanoseconds since the epoch.
        offset: where the next read begins, bytes of the unpacked file.
        line: number of the line there, from 1.
        record: records before it, so that ordinals of records go on.
        pending: whether lines behind it wait for the file to be quiet.
    """

    key: str
    head: str = ""
    size: int = 0
    changed: int = 0
    offset: int = 0
    line: int = 1
    record: int = 0
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """Lines that no event could be made of.

    Args:
        source: path of the file.
        position: where they begin, in bytes of the unpacked file.
        reason: why.
        raw: their bytes; kept masked and cut.
    """

    source: str
    position: int
    reason: str
    raw: bytes


def default_folder(store: Path) -> Path:
    """The folder of the state of a store: beside it, ``<store>.state``."""
    return store.with_name(f"{store.name}.state")


class State:
    """The state beside a store; one process writes it, the one that writes the store.

    Args:
        folder: where it is.
        database: its open database.
    """

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self._folder = folder
        self._database = database

    @classmethod
    def open(cls, folder: str | Path) -> State:
        """Opens the state in a folder, which is made if it is missing.

        Args:
            folder: usually ``default_folder`` of the store.

        Raises:
            StoreError: the folder cannot be made or written.
            StoreTooNewError: a newer version wrote it.
        """
        place = Path(folder)
        path = place / "state.db"
        with _told(place):
            place.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            # NOTE: SQLite gives its side files the mode of the database, so that the file comes first.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
            database = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                _prepare(database, path)
            except BaseException:
                database.close()
                raise
        return cls(place, database)

    def position(self, key: str) -> Position | None:
        """How far the file with this key was read, None if never."""
        with _told(self._folder):
            row = self._database.execute(
                "SELECT head, size, changed, place, line, record, pending FROM position WHERE key = ?", (key,)
            ).fetchone()
        if row is None:
            return None
        head, size, changed, offset, line, record, pending = row
        return Position(key, head, size, changed, offset, line, record, bool(pending))

    def set_positions(self, positions: Iterable[Position]) -> None:
        """Notes how far some files were read; all or none."""
        rows = [astuple(position) for position in positions]
        with self._transaction():
            self._database.executemany("INSERT OR REPLACE INTO position VALUES (?,?,?,?,?,?,?,?)", rows)

    def reject(self, rows: Iterable[Rejection], arrived: int) -> int:
        """Keeps lines that no event could be made of in ``rejected/<day>.jsonl``, each once however often it is read.

        Args:
            rows: the lines; a file that was rotated or packed in its folder counts as the same source.
            arrived: when they came in, nanoseconds since the epoch; says which file of the folder takes them.

        Returns:
            How many were new.
        """
        with self._transaction():
            new = [row for row in rows if self._is_new(row)]
            if new:
                self._append(day_of(from_ns(arrived)), new)
        return len(new)

    def rejected(self, limit: int = 100) -> list[dict[str, str | int]]:
        """The newest rejected lines, newest first: ``source``, ``position``, ``reason``, ``raw`` (masked)."""
        found: list[dict[str, str | int]] = []
        with _told(self._folder):
            for path in sorted((self._folder / "rejected").glob("*.jsonl"), reverse=True):
                lines = path.read_bytes().split(b"\n")[:-1]
                found += [json.loads(line) for line in reversed(lines[-(limit - len(found)) :])]
                if len(found) >= limit:
                    break
        return found[:limit]

    def count(self, amounts: Mapping[str, int]) -> None:
        """Adds to counters; all or none."""
        with self._transaction():
            self._database.executemany(
                "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
                list(amounts.items()),
            )

    def counters(self) -> dict[str, int]:
        """All counters by name."""
        with _told(self._folder):
            return dict(self._database.execute("SELECT name, value FROM counter ORDER BY name"))

    def close(self) -> None:
        """Closes the database; may be called again."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _told(self._folder):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _is_new(self, row: Rejection) -> bool:
        statement = "INSERT OR IGNORE INTO rejected VALUES (?)"
        return self._database.execute(statement, (_digest(row),)).rowcount == 1

    def _append(self, day: str, rows: Iterable[Rejection]) -> None:
        # NOTE: the file before the database, which knows its size: what a kill left between them is cut off again.
        folder = self._folder / "rejected"
        folder.mkdir(FOLDER_MODE, exist_ok=True)
        path = folder / f"{day}.jsonl"
        known = self._database.execute("SELECT size FROM rejected_file WHERE name = ?", (path.name,)).fetchone()
        lines = b"".join(_line(row) for row in rows)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FILE_MODE), "ab") as file:
            file.truncate(known[0] if known else 0)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
        self._database.execute("INSERT OR REPLACE INTO rejected_file VALUES (?, ?)", (path.name, size))


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    """Makes the tables, unless a newer version did."""
    with closing(database.execute("PRAGMA user_version")) as answer:
        version = answer.fetchone()[0]
    if version > VERSION:
        raise StoreTooNewError(
            f"state {path} has format {version}, this version knows {VERSION}", hint="use a newer venus-logging"
        )
    database.execute("PRAGMA journal_mode = WAL")
    database.executescript(_TABLES)
    database.execute(f"PRAGMA user_version = {VERSION}")


def _digest(row: Rejection) -> bytes:
    """What makes a rejected line the same: the file's folder, its name up to the first dot, its place, its bytes."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    path = Path(row.source).absolute()
    for part in (bytes(path.parent), os.fsencode(path.name.split(".")[0]), str(row.position).encode(), row.raw):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def _line(row: Rejection) -> bytes:
    raw = cut(mask(row.raw.decode("utf-8", "replace")), TEXT_MAX)
    source = row.source.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return (
        json.dumps(
            {"source": source, "position": row.position, "reason": row.reason, "raw": raw}, ensure_ascii=False
        ).encode("utf-8", "replace")
        + b"\n"
    )


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Errors of the database and the files as ours."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise StoreLockedError(f"state {folder} is in use", hint="wait for the other venus-log ingest") from problem
        if problem.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise StoreFullError(f"no space left for state {folder}", hint="free some space and run again") from problem
        raise StoreError(f"state {folder}: {problem}", hint="check the folder and its permissions") from problem
    except sqlite3.Error as problem:
        raise StoreError(f"state {folder}: {problem}", hint="move the folder away and ingest again") from problem
    except OSError as problem:
        kind = StoreFullError if problem.errno in (errno.ENOSPC, errno.EDQUOT) else StoreError
        raise kind(
            f"state {folder}: {problem.strerror}", hint="check the folder, its permissions and space"
        ) from problem
