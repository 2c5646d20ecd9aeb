"""Which files are meant by paths, and what each says."""

from __future__ import annotations

import tokenize
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.statements import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["EXCLUDED", "excluded", "find", "module_name", "read"]

EXCLUDED: Final = ("tests", "test", "build", "dist", "node_modules", "__pycache__", ".*")
"""Names of files and folders below a given folder that are left out, as shell patterns."""


def find(paths: Iterable[Path], exclude: Sequence[str] = EXCLUDED) -> list[Path]:
    """The Python files that paths mean: a file is itself whatever its name, a folder all ``*.py`` below it.

    Args:
        paths: files and folders.
        exclude: patterns of names, or of paths below a folder, that are left out.

    Raises:
        SourceError: there is nothing at a path.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(_below(path, path, exclude))
        elif path.is_file():
            found[path] = None
        else:
            raise SourceError(f"no file or folder {path}", hint="say what to check: venus-log lint source PATH...")
    return list(found)


def read(path: Path) -> Source:
    """One file, with the name that its module has: it begins where ``__init__.py`` files begin.

    Args:
        path: the file; its text is in the encoding that its first lines declare.

    Raises:
        SourceError: it cannot be opened or decoded.
    """
    try:
        with tokenize.open(path) as file:
            return Source(path.as_posix(), module_name(path), file.read())
    except (OSError, SyntaxError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error


def excluded(path: Path, exclude: Sequence[str]) -> bool:
    """Whether a path, or a folder on its way, is left out.

    Args:
        path: relative to the folder that was given.
        exclude: patterns of names and of paths.
    """
    ways = [path, *path.parents][:-1]
    return any(fnmatch(way.name, pattern) or fnmatch(way.as_posix(), pattern) for way in ways for pattern in exclude)


def module_name(path: Path) -> str:
    """The dotted name that a file's module has: it begins where ``__init__.py`` files begin.

    Args:
        path: the file.
    """
    names = [] if path.stem == "__init__" else [path.stem]
    for parent in path.absolute().parents:
        if not (parent / "__init__.py").is_file():
            break
        names.insert(0, parent.name)
    return ".".join(names)


def _below(folder: Path, root: Path, exclude: Sequence[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        name, inside = path.name, path.relative_to(root).as_posix()
        if any(fnmatch(name, pattern) or fnmatch(inside, pattern) for pattern in exclude):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, root, exclude)
        elif path.suffix == ".py" and path.is_file():
            yield path
