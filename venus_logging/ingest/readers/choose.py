"""Chooses the reader of a file, and changes it where the file changes its format."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from venus_logging.ingest._types import Line, Read, Reader, Reject
from venus_logging.ingest.readers import events, oslo_json, oslo_text, uwsgi_access

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

__all__ = ["SAMPLE", "choose"]

SAMPLE: Final = 64
"""How many lines are looked at."""
_KNOWN: Final = (events.looks_like, oslo_json.looks_like, oslo_text.looks_like, uwsgi_access.looks_like)


class _Unknown:
    """The reader of lines that no reader knows: it rejects them, and they are kept."""

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """One reject a line."""
        for line in lines:
            yield Read(Reject("no known log format", line.raw), line)


class _Switching:
    """Reads on in another format from the first line that has it.

    A file of uwsgi begins with a banner; a service that is told to write JSON goes on with the file it has.

    Args:
        first: which of the known formats the file begins with, None if none is known yet.
        host: ``host.name`` of records that do not say it.
        zone: the zone of times that do not say it.
    """

    def __init__(self, first: int | None, host: str, zone: tzinfo) -> None:
        self._now = first
        self._host = host
        self._zone = zone

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """What the readers make of their parts; numbers go on from part to part."""
        before = 0
        still_open: list[Read] = []
        for format_, part in groupby(lines, self._format):
            yield from (replace(read, open=False) for read in still_open)
            still_open = []
            number = 0
            for read in self._reader(format_).read(part):
                number = max(number, read.number)
                numbered = replace(read, number=before + read.number) if before and read.number else read
                if read.open:
                    still_open.append(numbered)
                else:
                    yield numbered
            before += number
        yield from still_open

    def _format(self, line: Line) -> int | None:
        if self._now is not None and _KNOWN[self._now](line.raw):
            return self._now
        found = next((place for place, looks_like in enumerate(_KNOWN) if looks_like(line.raw)), None)
        self._now = self._now if found is None else found
        return self._now

    def _reader(self, format_: int | None) -> Reader:
        if format_ is None:
            return _Unknown()
        readers: tuple[Reader, ...] = (
            events.Events(),
            oslo_json.OsloJson(self._host),
            oslo_text.OsloText(self._host, self._zone),
            uwsgi_access.UwsgiAccess(self._host),
        )
        return readers[format_]


def choose(sample: Sequence[Line], host: str, zone: tzinfo) -> Reader:
    """The reader for a file with these first lines: it begins with the format that most of them have.

    Args:
        sample: up to SAMPLE lines.
        host: ``host.name`` of records that do not say it.
        zone: the zone of times that do not say it.
    """
    scores = [sum(looks_like(line.raw) for line in sample) for looks_like in _KNOWN]
    best = max(scores)
    return _Switching(scores.index(best) if best else None, host, zone)
