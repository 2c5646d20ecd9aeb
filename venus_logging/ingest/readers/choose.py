"""Chooses the reader of a file: the format that most of its first lines have."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from venus_logging.ingest._types import Line, Read, Reader, Reject
from venus_logging.ingest.readers import events, oslo_json, oslo_text, uwsgi_access

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

__all__ = ["SAMPLE", "Undecided", "choose"]

SAMPLE: Final = 64
"""How many lines are looked at."""


class Undecided:
    """The reader of a file whose first lines no reader knows: it keeps them, until a line is known.

    A file of uwsgi begins with a banner; a file of something else never gets out of this.
    """

    def __init__(self, host: str, zone: tzinfo) -> None:
        self._host = host
        self._zone = zone

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """One reject a line, then what the reader of the first known line makes of the rest."""
        rest = iter(lines)
        for line in rest:
            reader = _best([line], self._host, self._zone)
            if reader is not None:
                yield from reader.read(chain([line], rest))
                return
            yield Read(Reject("no known log format", line.raw), line)


def choose(sample: Sequence[Line], host: str, zone: tzinfo) -> Reader:
    """The reader for a file with these first lines.

    Args:
        sample: up to SAMPLE lines.
        host: ``host.name`` of records that do not say it.
        zone: the zone of times that do not say it.
    """
    return _best(sample, host, zone) or Undecided(host, zone)


def _best(sample: Sequence[Line], host: str, zone: tzinfo) -> Reader | None:
    """The reader that knows most of some lines, None if none knows any."""
    readers: tuple[tuple[int, Reader], ...] = (
        (sum(events.looks_like(line.raw) for line in sample), events.Events()),
        (sum(oslo_json.looks_like(line.raw) for line in sample), oslo_json.OsloJson(host)),
        (sum(oslo_text.looks_like(line.raw) for line in sample), oslo_text.OsloText(host, zone)),
        (sum(uwsgi_access.looks_like(line.raw) for line in sample), uwsgi_access.UwsgiAccess(host)),
    )
    score, reader = max(readers, key=lambda pair: pair[0])
    return reader if score else None
