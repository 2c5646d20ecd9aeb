"""The writer: bulks of events under their uids, sent again until each is stored, known or refused for good."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from venus_logging.store._types import Rejected, WriteResult
from venus_logging.store.opensearch.client import NOT_FOUND, Answer, pauses
from venus_logging.store.placing import UNKNOWN, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from venus_logging.event import Event
    from venus_logging.store.opensearch.client import Client
    from venus_logging.store.opensearch.documents import Documents
    from venus_logging.store.opensearch.template import Templates
    from venus_logging.store.placing import Placed

__all__ = ["Writer"]

_MOST_EVENTS: Final = 5_000
_MOST_BYTES: Final = 5_000_000
_LONGEST_ID: Final = 512
"""Bytes of an id that the engine takes."""

_BAD: Final = 400
_FORBIDDEN: Final = 403
_KNOWN: Final = 409
_TOO_LARGE: Final = 413
_BULK: Final = "/_bulk?filter_path=error,status,errors,items.*.error,items.*.status"
_MGET: Final = "/_mget?filter_path=error,status,docs._id,docs.found"
_REFUSED: Final = ("mapper_parsing_exception", "illegal_argument_exception", "document_parsing_exception")


@dataclass(frozen=True, slots=True)
class _Item:
    """An event on its way: its index, its id there, the index that may know it already, and the lines of the bulk."""

    event: Event
    id: str
    index: str
    other: str
    lines: bytes


@dataclass(slots=True)
class _Tally:
    """What became of the events of one write so far."""

    added: int = 0
    duplicate: int = 0
    rejected: list[Rejected] = field(default_factory=list)


class Writer:
    """Adds events.

    Args:
        client: speaks with the cluster.
        templates: name the indexes.
        documents: make the documents.
    """

    def __init__(self, client: Client, templates: Templates, documents: Documents) -> None:
        self._client = client
        self._templates = templates
        self._documents = documents
        self._ready: set[str] = set()
        self._refusal = Answer(0, {})

    def write(self, events: Iterable[Event], arrived: int) -> WriteResult:
        """As ``Store.write``.

        An event that was stored by an attempt whose answer was lost counts as a duplicate.
        """
        tally = _Tally()
        astray = self._client.ask("HEAD", f"/{self._templates.index(UNKNOWN)}").ok
        for chunk in self._chunks(events, arrived, tally):
            fresh = self._fresh(chunk, tally, astray=astray)
            self._send(fresh, tally)
            astray = astray or self._templates.index(UNKNOWN) in self._ready
        return WriteResult(tally.added, tally.duplicate, tuple(tally.rejected))

    def _chunks(self, events: Iterable[Event], arrived: int, tally: _Tally) -> Iterator[list[_Item]]:
        chunk: list[_Item] = []
        size = 0
        for event in events:
            placed = place(event, arrived)
            if isinstance(placed, str):
                tally.rejected.append(Rejected(event, placed))
                continue
            item = self._item(event, placed)
            if chunk and (len(chunk) == _MOST_EVENTS or size + len(item.lines) > _MOST_BYTES):
                yield chunk
                chunk, size = [], 0
            chunk.append(item)
            size += len(item.lines)
        if chunk:
            yield chunk

    def _item(self, event: Event, placed: Placed) -> _Item:
        index, uid = self._templates.index(placed.day), placed.key[2]
        other = placed.own_day if placed.day == UNKNOWN else UNKNOWN
        id_ = uid if len(uid.encode()) <= _LONGEST_ID else blake2b(uid.encode(), digest_size=32).hexdigest()
        action = b'{"create":{"_index":"%b","_id":%b}}' % (index.encode(), json.dumps(id_).encode())
        lines = b"%b\n%b\n" % (action, self._documents.line(placed))
        return _Item(event, id_, index, self._templates.index(other), lines)

    def _fresh(self, chunk: list[_Item], tally: _Tally, *, astray: bool) -> list[_Item]:
        """The events that the other index of theirs does not know: own day and ``unknown`` share their uids."""
        unknown = self._templates.index(UNKNOWN)
        asked = [item for item in chunk if astray or item.index == unknown]
        if not asked:
            return chunk
        docs = [{"_index": item.other, "_id": item.id, "_source": False} for item in asked]
        answer = self._client.ask("POST", _MGET, {"docs": docs}, patience=self._client.address.patience)
        known = {doc["_id"] for doc in answer.body.get("docs", ()) if doc.get("found")}
        fresh = [item for item in chunk if item.id not in known]
        tally.duplicate += len(chunk) - len(fresh)
        return fresh

    def _send(self, items: list[_Item], tally: _Tally) -> None:
        """Sends events until each has its answer.

        Raises:
            StoreUnavailableError: the cluster would not take them for too long; some may be stored.
        """
        left = self._bulk(items, tally)
        for pause in pauses(self._client.address.patience):
            if not left:
                return
            time.sleep(pause)
            left = self._bulk(left, tally)
        if left:
            what = f"{len(left)} of {len(items)} events are not stored, {tally.added} of this write are"
            raise self._client.refusal(self._refusal, what)

    def _bulk(self, items: list[_Item], tally: _Tally) -> list[_Item]:
        """One request; the events that must be sent again."""
        if not items:
            return []
        for index in {item.index for item in items} - self._ready:
            self._prepare(index)
        answer = self._client.once("POST", _BULK, b"".join(item.lines for item in items))
        if answer.status == _TOO_LARGE:
            if len(items) == 1:
                tally.rejected.append(Rejected(items[0].event, "larger than the cluster takes"))
                return []
            half = len(items) // 2
            return self._bulk(items[:half], tally) + self._bulk(items[half:], tally)
        if not answer.ok:
            if not answer.later:
                raise self._client.refusal(answer)
            self._refusal = answer
            return items
        if not answer.body["errors"]:
            tally.added += len(items)
            return []
        return [
            item
            for item, result in zip(items, answer.body["items"], strict=True)
            if not self._settled(item, result["create"], tally)
        ]

    def _settled(self, item: _Item, result: Mapping[str, Any], tally: _Tally) -> bool:
        """Whether an event has its final answer."""
        answer = Answer(result["status"], result)
        if answer.ok:
            tally.added += 1
        elif answer.status == _KNOWN:
            tally.duplicate += 1
        elif answer.status == _BAD and answer.kind in _REFUSED:
            tally.rejected.append(Rejected(item.event, answer.reason))
        elif answer.status == NOT_FOUND or answer.later:
            self._ready.discard(item.index)  # a day that was dropped under our hands is made again
            self._refusal = answer
            return False
        else:
            raise self._client.refusal(answer)
        return True

    def _prepare(self, index: str) -> None:
        """Makes the index of a day, or gives the one that is there the fields that are new."""
        patience = self._client.address.patience
        made = self._client.ask("PUT", f"/{index}", patience=patience, allowed=(_BAD,))
        if not made.ok:
            if made.kind != "resource_already_exists_exception":
                raise self._client.refusal(made)
            mapping = {"properties": self._templates.properties}
            self._client.ask("PUT", f"/{index}/_mapping", mapping, patience=patience, allowed=())
        self._ready.add(index)
