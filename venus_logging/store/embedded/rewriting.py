"""A day made anew of its stored events: for fields of now, without what is torn, or with only some of its events."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Final

from venus_logging.store.embedded.schema import Documents, fill, open_index
from venus_logging.store.embedded.segments import segments
from venus_logging.store.placing import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from venus_logging.event import Event
    from venus_logging.query import FieldTable
    from venus_logging.store.embedded.layout import Layout
    from venus_logging.store.embedded.segments import Segment

__all__ = ["Rewritten", "Stored", "rewrite"]

HEAP: Final = 100_000_000
COMMIT: Final = 50_000
_EVER: Final = 2**63


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of a day.

    Args:
        day: the day.
        events: how many it holds now.
        removed: how many were found and not kept.
        lost: how many could not be read.
        faults: why.
    """

    day: str
    events: int = 0
    removed: int = 0
    lost: int = 0
    faults: tuple[str, ...] = ()


def rewrite(
    layout: Layout, day: str, fields: FieldTable, keep: Callable[[Event], bool] = lambda _event: True
) -> Rewritten:
    """Makes a day anew and puts it in the place of what is there; readers see the one or the other.

    Args:
        layout: the store, locked; no writer of the day is open.
        day: the day.
        fields: what its events may have.
        keep: whether an event stays.
    """
    paths = layout.days()[day]
    source = Stored(paths)
    work = _Work(fields, source, keep)
    new = layout.add_day(day, work.fill, instead=True)
    for path in paths:
        if path in source.torn:
            layout.set_aside(path)
        else:
            layout.drop_day(path)
    if not work.added:
        layout.drop_day(new)
    return Rewritten(day, work.added, work.removed, source.lost, tuple(source.faults))


class Stored:
    """The stored events of some folders of a day, each uid once, and what could not be read.

    Args:
        paths: the folders.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = paths
        self.faults: list[str] = []
        self.torn: set[Path] = set()
        self.lost = 0
        self.repeated = 0

    def __iter__(self) -> Iterator[Event]:
        seen: set[bytes] = set()
        for event in self._all():
            digest = blake2b(str(event.get("log.record.uid")).encode(), digest_size=16).digest()
            if digest in seen:
                self.repeated += 1
            else:
                seen.add(digest)
                yield event

    def _all(self) -> Iterator[Event]:
        for path in self._paths:
            try:
                parts = segments(path)
            except (ValueError, OSError) as problem:
                self._note(path, f"{path.name}: {problem}")
                continue
            for part in parts:
                yield from self._of(path, part)

    def _of(self, path: Path, part: Segment) -> Iterator[Event]:
        """The events of a segment; of a torn one, all that the file which holds them still gives."""
        read = 0
        try:
            for event in part.read():
                read += 1
                yield event
        except (ValueError, OSError) as problem:
            self._note(path, f"{path.name}, segment {part.id}: {problem}")
        else:
            return
        try:
            for event in islice(part.salvage(), read, None):
                read += 1
                yield event
        except (ValueError, OSError) as problem:
            self._note(path, f"{path.name}, segment {part.id}, its stored events: {problem}")
            self.lost += part.events - read

    def _note(self, path: Path, fault: str) -> None:
        self.faults.append(fault)
        self.torn.add(path)


class _Work:
    """Fills a folder with events."""

    def __init__(self, fields: FieldTable, events: Iterable[Event], keep: Callable[[Event], bool]) -> None:
        self._fields = fields
        self._events = events
        self._keep = keep
        self.added = 0
        self.removed = 0

    def fill(self, folder: Path) -> None:
        """Makes the index, committed and merged."""
        fill(folder, self._fields)
        documents = Documents(self._fields)
        writer = open_index(folder).writer(HEAP, num_threads=1)
        source = iter(self._events)
        while batch := list(islice(source, COMMIT)):
            kept = list(filter(self._keep, batch))
            for event in kept:
                placed = place(event, _EVER)
                if isinstance(placed, str):
                    raise ValueError(f"stored event cannot be stored again: {placed}")
                documents.add(writer, placed)
            writer.commit()
            self.added += len(kept)
            self.removed += len(batch) - len(kept)
        writer.wait_merging_threads()
