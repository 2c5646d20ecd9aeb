"""Checks many files: those that are known from the cache, the others here or in several processes."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from venus_logging.errors import SourceError
from venus_logging.lint.files import read
from venus_logging.lint.source import check, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from venus_logging.lint._finding import Finding
    from venus_logging.lint.cache import Cache
    from venus_logging.statements import Source

__all__ = ["Checked", "run"]

_CHUNK: Final = 16
_WORTH_A_PROCESS: Final = 64


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one file.

    Args:
        path: the file.
        findings: in the order of its lines.
        known: whether the cache had them.
    """

    path: str
    findings: tuple[Finding, ...]
    known: bool = False


def run(paths: Sequence[Path], cache: Cache | None = None, jobs: int = 1) -> Iterator[Checked]:
    """The findings of each file, known files first; a file that cannot be read is a finding.

    Args:
        paths: the files.
        cache: asked first, and told; not saved.
        jobs: processes at most; few files are not worth a second one.
    """
    missing: list[Source] = []
    for path in paths:
        source = _read(path)
        if isinstance(source, Checked):
            yield source
        elif cache is not None and (known := cache.get(source)) is not None:
            yield Checked(source.path, tuple(known), known=True)
        else:
            missing.append(source)
    if jobs > 1 and len(missing) >= _WORTH_A_PROCESS:
        results = _in_processes(missing, jobs)
    else:
        results = ((source, check(source)) for source in missing)
    for source, findings in results:
        if cache is not None:
            cache.put(source, findings)
        yield Checked(source.path, tuple(findings))


def _read(path: Path) -> Source | Checked:
    try:
        return read(path)
    except SourceError as error:
        return Checked(path.as_posix(), (unreadable(path.as_posix(), error.message),))


def _in_processes(sources: Sequence[Source], jobs: int) -> Iterator[tuple[Source, list[Finding]]]:
    # NOTE: spawn, because a caller may have threads, and a fork would copy their locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        chunks = list(_chunks(sources))
        for chunk, results in zip(chunks, pool.map(_checked, chunks), strict=True):
            yield from zip(chunk, results, strict=True)


def _checked(chunk: Sequence[Source]) -> list[list[Finding]]:
    return [check(source) for source in chunk]


def _chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    rest = iter(sources)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
