"""Where Python source comes from: a file, a folder, a wheel or a source distribution."""

from __future__ import annotations

import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from venus_logging.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Source", "sources"]

_MOST_BYTES: Final = 16 * 1024 * 1024
_INIT: Final = "__init__.py"
_LEFT_OUT: Final = "tests"
_ARCHIVES: Final = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar")
_Entry: TypeAlias = "tuple[str, int, Callable[[], bytes]]"
_Path = TypeVar("_Path", bound=PurePath)


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file.

    Args:
        path: where it is, as findings show it.
        module: its dotted name, which ``__name__`` has at run time.
        text: what it says.
    """

    path: str
    module: str
    text: str


def sources(path: Path, unread: Callable[[SourceError], None] | None = None) -> Iterator[Source]:
    """The Python files of a code base, in the order of their paths; tests are left out.

    Args:
        path: a file, a folder, a wheel or a source distribution; a module's name begins where ``__init__.py`` files
            begin.
        unread: told of each file that cannot be read; without it the first one ends the reading.

    Raises:
        SourceError: the path, or without ``unread`` a file in it, cannot be read.
    """
    if path.is_dir():
        yield from _read(_folder(path), lambda name: _module(path / name), path, unread)
    elif path.suffix == ".py":
        entry = (path.name, _size(path), path.read_bytes)
        yield from _read(iter([entry]), lambda _: _module(path), path.parent, unread)
    elif path.suffix in (".whl", ".zip") or path.name.endswith(_ARCHIVES):
        yield from _packed(path, unread)
    else:
        raise SourceError(f"{path}: neither a folder nor a Python file, wheel or source distribution")


def _read(
    entries: Iterator[_Entry],
    module: Callable[[str], str],
    parent: Path,
    unread: Callable[[SourceError], None] | None,
) -> Iterator[Source]:
    for name, size, read in entries:
        try:
            if size > _MOST_BYTES:
                raise SourceError(f"{parent / name}: cannot be read: {size} bytes are more than {_MOST_BYTES}")
            text = read().decode("utf-8-sig")
        except SourceError as error:
            problem = error
        except (OSError, ValueError) as error:
            problem = SourceError(f"{parent / name}: cannot be read: {error}")
        else:
            yield Source(name, module(name), text)
            continue
        if unread is None:
            raise problem
        unread(problem)


def _folder(folder: Path) -> Iterator[_Entry]:
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder)
        if _is_wanted(inside.as_posix()):
            yield inside.as_posix(), _size(path), path.read_bytes


def _packed(path: Path, unread: Callable[[SourceError], None] | None) -> Iterator[Source]:
    try:
        entries = _zip(path) if zipfile.is_zipfile(path) else _tar(path)
    except (OSError, tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error
    entries.sort(key=lambda entry: entry[0])
    packages = {PurePosixPath(name).parent for name, _, _ in entries if name.endswith(f"/{_INIT}")}
    yield from _read(iter(entries), lambda name: _dotted(PurePosixPath(name), packages.__contains__), path, unread)


def _zip(path: Path) -> list[_Entry]:
    with zipfile.ZipFile(path) as archive:
        return [
            (info.filename, info.file_size, _kept(archive.open(info).read(_MOST_BYTES)))
            for info in archive.infolist()
            if _is_wanted(info.filename)
        ]


def _tar(path: Path) -> list[_Entry]:
    with tarfile.open(path) as archive:
        found: list[_Entry] = []
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() and _is_wanted(member.name) else None
            if stream is not None:
                found.append((member.name, member.size, _kept(stream.read(_MOST_BYTES))))
        return found


def _is_wanted(name: str) -> bool:
    return name.endswith(".py") and _LEFT_OUT not in name.split("/")


def _kept(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _module(path: Path) -> str:
    return _dotted(path, lambda parent: (parent / _INIT).is_file())


def _dotted(path: _Path, is_package: Callable[[_Path], bool]) -> str:
    """The name of a module: its file's, behind those of the packages around it."""
    names = [] if path.name == _INIT else [path.stem]
    for parent in path.parents:
        if not is_package(parent):
            break
        names.insert(0, parent.name)
    return ".".join(names)
