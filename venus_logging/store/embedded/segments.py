"""The stored events of a day, segment by segment of its index, so that one that is torn costs no other."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import tantivy

from venus_logging.event.json import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from venus_logging.event import Event

__all__ = ["Segment", "account", "segments"]

_META = "meta.json"
_STAND_INS = (".fast", ".fieldnorm", ".idx", ".pos", ".term")
_SMALLEST_HEAP = 15_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the index of a day.

    Args:
        folder: the folder of the day.
        id: as the engine names it, without its hyphens.
        events: how many it holds.
        meta: the engine's account of the whole index.
    """

    folder: Path
    id: str
    events: int
    meta: dict[str, Any]

    def read(self) -> Iterator[Event]:
        """The stored events.

        Raises:
            ValueError: a file of the segment is missing or torn; what came before is whole.
            OSError: a file cannot be read.
        """
        yield from self._read(self._link)

    def salvage(self) -> Iterator[Event]:
        """The stored events, with stand-ins for every file but the one that holds them.

        Raises:
            ValueError: the file that holds them is torn; what came before is whole.
            OSError: it cannot be read.
        """
        yield from self._read(self._stand_in)

    def _read(self, prepare: Callable[[Path], None]) -> Iterator[Event]:
        view = Path(mkdtemp(prefix="venus-logging-"))
        try:
            prepare(view)
            field = next(each["name"] for each in self.meta["schema"] if each["options"]["stored"])
            searcher = tantivy.Index.open(str(view)).searcher()
            for number in range(self.events):
                text = searcher.doc(tantivy.DocAddress(0, number)).get_first(field)
                event = decode(str(text).encode())
                if not isinstance(event, dict):
                    raise ValueError(f"event {number} of segment {self.id} is no object")
                yield event
        finally:
            shutil.rmtree(view, ignore_errors=True)

    def _link(self, view: Path) -> None:
        for path in self.folder.glob(f"{self.id}.*"):
            (view / path.name).symlink_to(path.resolve())
        self._account(view)

    def _stand_in(self, view: Path) -> None:
        """The files of another, tiny index under the names of this one's; the engine looks at them when it opens."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("line", stored=True)
        other = tantivy.Index(builder.build(), path=str(view))
        writer = other.writer(_SMALLEST_HEAP, num_threads=1)
        writer.add_document(tantivy.Document(line="x"))
        writer.commit()
        writer.wait_merging_threads()
        for path in [*view.glob("*.*")]:
            if path.suffix in _STAND_INS:
                path.rename(view / f"{self.id}{path.suffix}")
            else:
                path.unlink()
        (view / f"{self.id}.store").symlink_to((self.folder / f"{self.id}.store").resolve())
        self._account(view)

    def _account(self, view: Path) -> None:
        only = [each for each in self.meta["segments"] if _plain(each["segment_id"]) == self.id]
        (view / _META).write_text(json.dumps({**self.meta, "segments": only}), encoding="utf-8")


def account(folder: Path) -> dict[str, Any]:
    """The engine's account of the index of a day, as of its last commit.

    Args:
        folder: the folder of the day.

    Raises:
        ValueError: it is torn.
        OSError: it is missing or cannot be read.
    """
    meta = json.loads((folder / _META).read_bytes())
    if not isinstance(meta, dict) or not {"segments", "schema"} <= meta.keys():
        raise ValueError(f"{folder / _META} is no account of an index")
    return meta


def segments(folder: Path) -> list[Segment]:
    """The segments of the last commit of a day; errors as ``account``."""
    meta = account(folder)
    return [Segment(folder, _plain(each["segment_id"]), each["max_doc"], meta) for each in meta["segments"]]


def _plain(identity: str) -> str:
    return identity.replace("-", "")
