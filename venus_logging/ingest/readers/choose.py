"""Chooses the reader of a file: the format that most of its first lines have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.ingest._types import Line, Read, Reader, Reject
from venus_logging.ingest.readers import events, oslo_json, oslo_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

__all__ = ["SAMPLE", "Unknown", "choose"]

SAMPLE: Final = 64
"""How many lines are looked at."""


class Unknown:
    """The reader of files that no reader knows: every line is rejected, and kept."""

    continues = False

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """One reject a line."""
        for line in lines:
            yield Read(Reject("no known log format", line.raw), line)


def choose(sample: Sequence[Line], host: str, zone: tzinfo) -> Reader:
    """The reader for a file with these first lines.

    Args:
        sample: up to SAMPLE lines.
        host: ``host.name`` of records that do not say it.
        zone: the zone of times that do not say it.
    """
    readers: tuple[tuple[int, Reader], ...] = (
        (sum(events.looks_like(line.raw) for line in sample), events.Events()),
        (sum(oslo_json.looks_like(line.raw) for line in sample), oslo_json.OsloJson(host)),
        (sum(oslo_text.looks_like(line.raw) for line in sample), oslo_text.OsloText(host, zone)),
    )
    score, reader = max(readers, key=lambda pair: pair[0])
    return reader if score else Unknown()
