"""What is wrong with the folder of a store, and its days made whole again from what can still be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from venus_logging.errors import StoreError
from venus_logging.event.time import to_ns
from venus_logging.store.embedded.guard import guard
from venus_logging.store.embedded.layout import FORMAT, Layout
from venus_logging.store.embedded.rewriting import Rewritten, Stored, rewrite
from venus_logging.store.embedded.schema import Documents, columns_of
from venus_logging.store.embedded.segments import account, segments
from venus_logging.store.placing import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from venus_logging.query import FieldTable

__all__ = ["Fault", "check", "rebuild"]

_ENDINGS: Final = (".fast", ".idx", ".pos", ".store", ".term")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a store that is not as it should be.

    Args:
        path: what it is about, below the folder of the store.
        kind: ``torn``: events cannot be read; ``repeated``: a uid stands twice; ``misplaced``: an event of another
            day; ``stale``: made for other fields than those of now; ``remains``: left by a process that was killed;
            ``strange``: not ours, left alone.
        what: what was found.
    """

    path: str
    kind: str
    what: str

    @property
    def serious(self) -> bool:
        """Whether answers are wrong or missing because of it."""
        return self.kind in ("torn", "repeated", "misplaced")


def check(folder: str, fields: FieldTable, *, deep: bool = False) -> Iterator[Fault]:
    """Everything that is not as it should be; reads only.

    Args:
        folder: of the store.
        fields: what its events may have.
        deep: read every stored event too.

    Raises:
        StoreError: there is no store, or one of a newer version.
    """
    layout = Layout(Path(folder))
    layout.check_kind("r")
    version = layout.format()
    if version < FORMAT:
        yield Fault("format.json", "stale", f"format {version}, this version writes {FORMAT}")
    for path in layout.strangers():
        yield Fault(f"days/{path.name}", "strange", "not a day of the store")
    for path in layout.remains():
        yield Fault(f"days/{path.name}", "remains", "left by a process that was killed")
    wanted = Documents(fields).columns
    for day, paths in layout.days().items():
        for path in paths:
            yield from _of_folder(path, wanted)
        if deep:
            yield from _of_events(day, paths)


def rebuild(
    folder: str,
    fields: FieldTable,
    *,
    days: Collection[str] = (),
    dry_run: bool = False,
    progress: Callable[[Rewritten], None] = lambda done: None,
) -> list[Rewritten]:
    """Makes days anew from their stored events: those that are named, or those that ``check`` finds torn or stale.

    Args:
        folder: of the store.
        fields: what its events may have.
        days: which; empty for those that need it.
        dry_run: only say what can be read of which.
        progress: called after every day.

    Raises:
        StoreError: there is no store, one of a newer version, or no such day.
        StoreLockedError: another process writes.
        StoreFullError: no room for a day beside itself; the day is as it was.
    """
    layout = Layout(Path(folder))
    with guard(layout.folder):
        version = layout.open_to_mend()
        try:
            there = layout.days()
            if unknown := sorted(set(days) - there.keys()):
                raise StoreError(f"no day {unknown[0]} in store {folder}", hint="venus-log store info names the days")
            wanted = Documents(fields).columns
            named = sorted(days) or [
                day for day, paths in there.items() if len(paths) > 1 or any(_needs(path, wanted) for path in paths)
            ]
            if dry_run:
                return [_read_through(day, there[day]) for day in named]
            layout.clean()
            done = []
            for day in named:
                done.append(rewrite(layout, day, fields))
                progress(done[-1])
            if version < FORMAT and not days:
                layout.set_format()
            return done
        finally:
            layout.close()


def _read_through(day: str, paths: list[Path]) -> Rewritten:
    """What would become of a day."""
    events = Stored(paths)
    return Rewritten(day, sum(1 for _ in events), 0, events.lost, tuple(events.faults))


def _needs(path: Path, wanted: frozenset[tuple[str, str]]) -> bool:
    return any(fault.kind in ("torn", "stale") for fault in _of_folder(path, wanted))


def _of_folder(path: Path, wanted: frozenset[tuple[str, str]]) -> Iterator[Fault]:
    """Faults that are seen without reading events."""
    where = f"days/{path.name}"
    try:
        parts = segments(path)
        columns, _ = columns_of(account(path))
    except (ValueError, OSError, KeyError) as problem:
        yield Fault(where, "torn", f"the account of its index cannot be read: {problem}")
        return
    for part in parts:
        missing = [ending for ending in _ENDINGS if not (path / f"{part.id}{ending}").is_file()]
        if missing:
            yield Fault(where, "torn", f"segment {part.id} of {part.events} events lacks {', '.join(missing)}")
            continue
        try:
            next(part.read(), None)
        except (ValueError, OSError) as problem:
            yield Fault(where, "torn", f"segment {part.id} of {part.events} events: {problem}")
    if not columns >= wanted:
        yield Fault(where, "stale", f"{len(wanted - columns)} fields of now cannot be asked of its events")


def _of_events(day: str, paths: list[Path]) -> Iterator[Fault]:
    """Faults that only the events show."""
    events = Stored(paths)
    misplaced = 0
    for event in events:
        misplaced += day != UNKNOWN and not _is_of(str(event.get("@timestamp")), day)
    where = f"days/{paths[0].name}"
    if events.lost:
        yield Fault(where, "torn", f"{events.lost} events cannot be read: {events.faults[0]}")
    if events.repeated:
        yield Fault(where, "repeated", f"{events.repeated} events are stored twice")
    if misplaced:
        yield Fault(where, "misplaced", f"{misplaced} events are of another day")


def _is_of(time: str, day: str) -> bool:
    try:
        start = to_ns(f"{day}T00:00:00Z")
        return start <= to_ns(time) < start + 86_400_000_000_000
    except ValueError:
        return False
