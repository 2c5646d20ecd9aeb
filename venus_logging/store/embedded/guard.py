"""The one place where the engine's errors, panics too, become ours."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from venus_logging.errors import StoreError, StoreFullError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["guard"]

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_FULL_TEXTS: Final = ("No space left", "Disk quota exceeded", "Read-only file system", "StorageFull")

# NOTE: a writer whose thread died says no more than this, whatever it died of.
_KILLED: Final = "index writer was killed"
_TOO_LITTLE: Final = 4_000_000


@contextmanager
def guard(folder: Path) -> Iterator[None]:
    """Errors of the engine and of files as ours.

    Args:
        folder: the store, for the message.

    Raises:
        StoreFullError: the disk is full or refuses to be written.
        StoreError: anything else that the engine or the files said.
    """
    try:
        yield
    except (ValueError, OSError) as problem:
        raise _translated(folder, problem) from problem
    except BaseException as problem:
        # NOTE: a panic of the engine is a BaseException of a class that cannot be imported.
        if type(problem).__name__ != "PanicException":
            raise
        raise StoreError(
            f"engine of store {folder} failed: {problem}", hint="report this with the question"
        ) from problem


def _translated(folder: Path, problem: ValueError | OSError) -> StoreError:
    text = str(problem)
    told = getattr(problem, "errno", None) in _FULL or any(each in text for each in _FULL_TEXTS)
    if told or (_KILLED in text and _free_bytes(folder) < _TOO_LITTLE):
        return StoreFullError(f"store {folder} cannot be written: {text}", hint="free some space, or make it writable")
    return StoreError(f"store {folder}: {text}", hint="check the folder and its permissions")


def _free_bytes(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize
