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
    from collections.abc import Iterator

    from venus_logging.event import Event

__all__ = ["Segment", "account", "segments"]

_META = "meta.json"


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
        view = Path(mkdtemp(prefix="venus-logging-"))
        try:
            self._link(view)
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
