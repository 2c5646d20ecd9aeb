"""Findings of files that were checked before, kept in one file, and used while content and rules are the same."""

from __future__ import annotations

import os
import sys
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Final

from venus_logging.contract.data import folder
from venus_logging.event import json
from venus_logging.lint._finding import Finding, Place

if TYPE_CHECKING:
    from venus_logging.statements import Source

__all__ = ["FOLDER", "Cache", "version"]

FOLDER: Final = ".venus_lint_cache"
"""The folder's usual name."""
_FILE: Final = "source.json"
_PACKAGE: Final = Path(__file__).resolve().parents[1]
_RELATED: Final = len(Finding.__slots__) - 1


def version() -> str:
    """What findings depend on beside the file: the code that makes them, the registry, and Python's grammar."""
    digest = blake2b(repr(sys.version_info[:2]).encode(), digest_size=16)
    for room in ("contract", "lint", "statements"):
        for path in sorted((_PACKAGE / room).rglob("*.py")):
            digest.update(path.read_bytes())
    for path in sorted(folder("schemas").rglob("registry.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Cache:
    """The findings that are known.

    Args:
        folder: where they are kept; made when they are saved.
        version: what they depend on; findings of another version are forgotten.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version
        self._changed = False
        self._known: dict[str, list[Any]] = self._loaded()

    def get(self, source: Source) -> list[Finding] | None:
        """The findings of a file, None if it is new or has changed.

        Args:
            source: the file.
        """
        entry = self._known.get(source.path)
        if entry is None or entry[0] != _digest(source):
            return None
        return [_finding(row) for row in entry[1]]

    def put(self, source: Source, findings: list[Finding]) -> None:
        """Remembers the findings of a file.

        Args:
            source: the file.
            findings: all of them, whatever rules were chosen.
        """
        self._known[source.path] = [_digest(source), [astuple(each) for each in findings]]
        self._changed = True

    def save(self) -> None:
        """Writes what has changed, all or nothing; files that are gone are forgotten.

        Raises:
            OSError: the folder cannot be written.
        """
        if not self._changed:
            return
        self._folder.mkdir(exist_ok=True)
        (self._folder / ".gitignore").write_text("*\n")
        kept = {path: entry for path, entry in self._known.items() if Path(path).is_file()}
        with NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(json.encode({"version": self._version, "files": kept}))
        os.replace(file.name, self._folder / _FILE)  # noqa: PTH105
        self._changed = False

    def _loaded(self) -> dict[str, list[Any]]:
        try:
            document = json.decode((self._folder / _FILE).read_bytes())
        except (OSError, ValueError):
            # NOTE: a cache that cannot be read is an empty one; the run only takes longer.
            return {}
        same = isinstance(document, dict) and document.get("version") == self._version
        return document["files"] if same else {}


def _digest(source: Source) -> str:
    text = f"{source.path}\0{source.module}\0{source.text}"
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _finding(row: list[Any]) -> Finding:
    related = tuple(Place(*each) for each in row[_RELATED])
    return Finding(**dict(zip(Finding.__slots__, (*row[:_RELATED], related), strict=True)))
