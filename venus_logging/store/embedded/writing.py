"""The one writer: a batch goes to its days, what is known stays out, and a return means that it is on disk."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tantivy import Query as Compiled

from venus_logging.query.matching import term
from venus_logging.store._types import Rejected, WriteResult
from venus_logging.store.embedded.schema import UID, Documents, fill, open_index
from venus_logging.store.placing import UNKNOWN, place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import tantivy

    from venus_logging.event import Event
    from venus_logging.query import FieldTable
    from venus_logging.store.embedded.days import Days
    from venus_logging.store.embedded.layout import Layout
    from venus_logging.store.placing import Placed

__all__ = ["Writer"]

HEAP: Final = 100_000_000
"""Bytes that a day's writer may collect before it writes a segment."""

MOST_OPEN: Final = 2


class Writer:
    """Adds events.

    Args:
        layout: the folder, locked.
        days: its days, for what is known.
        fields: what events may have.
    """

    def __init__(self, layout: Layout, days: Days, fields: FieldTable) -> None:
        self._layout = layout
        self._days = days
        self._fields = fields
        self._documents = Documents(fields)
        self._writers: OrderedDict[str, tantivy.IndexWriter] = OrderedDict()

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """As ``Store.write``; days are committed one after the other, so that a failure leaves whole days."""
        batch: dict[str, Placed] = {}
        rejected: list[Rejected] = []
        duplicate = 0
        for event in events:
            placed = place(event, arrived)
            if isinstance(placed, str):
                rejected.append(Rejected(event, placed))
            elif placed.key[2] in batch:
                duplicate += 1
            else:
                batch[placed.key[2]] = placed
        known = self._known(batch.values())
        fresh: dict[str, list[Placed]] = {}
        for uid, placed in batch.items():
            if uid not in known:
                fresh.setdefault(placed.day, []).append(placed)
        for day in sorted(fresh):
            self._add(day, fresh[day])
        added = sum(map(len, fresh.values()))
        return WriteResult(added, duplicate + len(known), tuple(rejected))

    def release(self, day: str) -> None:
        """Closes the writer of a day, if it is open."""
        writer = self._writers.pop(day, None)
        if writer is not None:
            writer.wait_merging_threads()

    def close(self) -> None:
        """Closes all writers."""
        for day in list(self._writers):
            self.release(day)

    def _known(self, batch: Iterable[Placed]) -> set[str]:
        """The uids that are stored: in the event's own day, or if it was ahead when it first came, in ``unknown``."""
        wanted: dict[str, list[str]] = {}
        for placed in batch:
            wanted.setdefault(placed.own_day, []).append(placed.key[2])
            wanted.setdefault(UNKNOWN, []).append(placed.key[2])
        return {uid for day, uids in wanted.items() for uid in self._stored(day, uids)}

    def _stored(self, name: str, uids: list[str]) -> set[str]:
        found: set[str] = set()
        for day in self._days.of(name):
            query = Compiled.term_set_query(day.schema, UID, [term(uid) for uid in uids])
            addresses = day.any(query, len(uids))
            if len(addresses) == len(uids):
                return set(uids)
            found.update(str(day.event(address)["log.record.uid"]) for address in addresses)
        return found

    def _add(self, day: str, batch: Iterable[Placed]) -> None:
        writer = self._writer(day)
        try:
            for placed in batch:
                self._documents.add(writer, placed)
            writer.commit()
        except BaseException:
            # NOTE: the next commit of this writer would also commit what was not acknowledged now; the engine's lock
            # goes with it, and not before the last traceback that knows it.
            with suppress(ValueError):  # it may say again what it died of
                self.release(day)
            raise

    def _writer(self, day: str) -> tantivy.IndexWriter:
        if day not in self._writers:
            while len(self._writers) >= MOST_OPEN:
                self.release(next(iter(self._writers)))
            self._writers[day] = open_index(self._folder(day)).writer(HEAP, num_threads=1)
        self._writers.move_to_end(day)
        return self._writers[day]

    def _folder(self, day: str) -> Path:
        """The folder of a day that has all fields of now; fields cannot be added to an index."""
        fitting = [each.path for each in self._days.of(day) if each.columns >= self._documents.columns]
        return fitting[-1] if fitting else self._layout.add_day(day, lambda folder: fill(folder, self._fields))
