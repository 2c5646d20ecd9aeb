"""A day for readers that may not write: the engine locks a file beside the index, so they get a folder of links."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

__all__ = ["Shadow"]

_META: Final = "meta.json"
_TRIES: Final = 5


class Shadow:
    """Where a reader opens a day: the day's own folder, or one of links to its files if it is closed to writing.

    Args:
        day: the folder of the day.
    """

    def __init__(self, day: Path) -> None:
        self._day = day
        self._made = not os.access(day, os.W_OK)
        self.path = Path(mkdtemp(prefix="venus-logging-")) if self._made else day

    def refresh(self) -> None:
        """Links to the files of the last commit.

        Raises:
            OSError: the day is gone, or the writer replaced its files faster than they could be linked.
        """
        if not self._made:
            return
        for _ in range(_TRIES):
            # NOTE: the commit first, then its files: files of an older commit may go while they are linked.
            meta = (self._day / _META).read_bytes()
            self._link()
            if meta == (self._day / _META).read_bytes():
                new = self.path / f"{_META}.new"
                new.write_bytes(meta)
                new.rename(self.path / _META)
                return
        raise OSError(f"{self._day} is changing too fast to be read without permission to write")

    def close(self) -> None:
        """Removes the links."""
        if self._made:
            shutil.rmtree(self.path, ignore_errors=True)

    def _link(self) -> None:
        names = {each.name for each in self._day.iterdir() if each.name != _META and not each.name.endswith(".lock")}
        linked = {each.name for each in self.path.iterdir() if each.is_symlink()}
        for name in names - linked:
            (self.path / name).symlink_to(self._day.resolve() / name)
        for name in linked - names:
            (self.path / name).unlink()
