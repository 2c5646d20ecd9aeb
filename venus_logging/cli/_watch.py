"""Looks on while a store works: shows how far it is on a terminal, and stops it after ``--timeout``."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from venus_logging.errors import QueryTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.cli._options import Settings
    from venus_logging.store import Watch

__all__ = ["watching"]

_PATIENCE: Final = 1.0
"""Seconds after which it is worth saying how far a part of an answer is."""

_CLEAR: Final = "\r\x1b[K"


@contextmanager
def watching(chosen: Settings) -> Iterator[Watch]:
    """What a store tells its progress to; the line that shows it is gone at the end.

    Args:
        chosen: says after how many seconds a question is stopped.
    """
    began = started = time.monotonic()
    shows = sys.stderr.isatty()
    shown = False

    def watch(done: int, total: int) -> None:
        nonlocal shown, began
        now = time.monotonic()
        spent = now - started
        began = began if done else now
        if chosen.timeout is not None and spent > chosen.timeout:
            raise QueryTimeoutError(
                f"no answer within {chosen.timeout:g} s: {done} of {total} parts were read",
                hint="narrow the question or the time, or give it a longer --timeout",
            )
        if shows and now - began > _PATIENCE:
            shown = done < total
            click.echo(f"{_CLEAR}{done} of {total}" if shown else _CLEAR, err=True, nl=False)

    try:
        yield watch
    finally:
        if shown:
            click.echo(_CLEAR, err=True, nl=False)
