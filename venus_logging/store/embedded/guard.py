"""The one place where the engine's errors, panics too, become ours."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from venus_logging.errors import QueryLimitError, StoreError, StoreFullError, VenusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["guard"]

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_FULL_TEXTS: Final = ("No space left", "Disk quota exceeded", "Read-only file system", "StorageFull")

# NOTE: a writer whose thread died says no more than this, whatever it died of.
_KILLED: Final = "index writer was killed"
# NOTE: the engine walks at most 16,384 words for the patterns of a phrase, and 1,000 steps of a pattern.
_LIMITS: Final = (
    (
        "exceeded max expansions",
        "a part of a pattern fits too many different words of one day",
        "give it more letters, above all at its beginning",
    ),
    ("exceeds size limit", "a pattern has too many steps", "shorten it, or repeat less in it"),
)
_TOO_LITTLE: Final = 4_000_000


@contextmanager
def guard(folder: Path) -> Iterator[None]:
    """Errors of the engine and of files as ours.

    Args:
        folder: the store, for the message.

    Raises:
        StoreFullError: the disk is full or refuses to be written.
        QueryLimitError: a pattern of the question is too much for the engine.
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


def _translated(folder: Path, problem: ValueError | OSError) -> VenusError:
    text = str(problem)
    for told_as, message, hint in _LIMITS:
        if told_as in text:
            return QueryLimitError(message, hint=hint)
    told = getattr(problem, "errno", None) in _FULL or any(each in text for each in _FULL_TEXTS)
    if told or (_KILLED in text and _free_bytes(folder) < _TOO_LITTLE):
        return StoreFullError(f"store {folder} cannot be written: {text}", hint="free some space, or make it writable")
    return StoreError(f"store {folder}: {text}", hint="check the folder and its permissions")


def _free_bytes(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize
