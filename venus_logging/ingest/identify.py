"""Identity of what was read: uid, number, service, related ids and scenario of an event, then the contract's check."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.event import access_line
from venus_logging.event.ids import related_ids
from venus_logging.event.text import MESSAGE_MAX, masked
from venus_logging.event.uid import foreign_uid

if TYPE_CHECKING:
    from venus_logging.event import Event
    from venus_logging.ingest._types import Options, Read

__all__ = ["Finisher", "Ordinals"]

_GENERATION: Final = 50_000


class Ordinals:
    """Counts equal records of a file, which stand close to each other: their bytes hold the time.

    Memory is bounded: a record is forgotten when 50,000 to 100,000 others have followed it.
    """

    def __init__(self) -> None:
        self._young: dict[bytes, int] = {}
        self._old: dict[bytes, int] = {}

    def next(self, raw: bytes) -> int:
        """How many equal records stood before this one."""
        digest = blake2b(raw, digest_size=16).digest()
        seen = self._young.get(digest, self._old.get(digest, 0))
        self._young[digest] = seen + 1
        if len(self._young) >= _GENERATION:
            self._old, self._young = self._young, {}
        return seen


class Finisher:
    """Turns what a reader made into a whole, checked event of one file.

    Args:
        options: what the caller says about the files.
        named: the service that the file's name gives, for records that do not bring their own.
        before: how many records of the file stand before those that will be read.
    """

    def __init__(self, options: Options, named: str, before: int = 0) -> None:
        self._given = options.service
        self._named = named
        self._privacy = options.privacy
        self._catalogue = options.catalogue
        self._ordinals = Ordinals()
        self._before = before

    def finish(self, read: Read, event: Event) -> Event:
        """The event with everything that only its place in the file tells."""
        if read.raw:
            service = self._given or str(event.get("service.name", self._named))
            event["service.name"] = service
            ordinal = self._ordinals.next(read.raw)
            event["log.record.uid"] = foreign_uid(service, str(event["host.name"]), read.raw, ordinal)
            event["openstack.record.number"] = self._before + read.number
            event["schema_url"] = contract.schema_url()
            self._enrich(read, event)
        return contract.flagged(self._privacy.apply(event))

    def _enrich(self, read: Read, event: Event) -> None:
        body = str(event["body"])
        related = related_ids(body, str(event.get("openstack.resource.id", "")))
        if related:
            event["openstack.related.ids"] = related
        self._recognise(read, event)
        scenario = contract.scenario(str(event["log.logger"]), read.template, body)
        if scenario is not None:
            event["openstack.scenario.id"] = scenario.id
            event["openstack.scenario.source"] = scenario.source
            event["openstack.operation.phase"] = scenario.phase
            if scenario.id == access_line.SCENARIO:
                event.update(access_line.parse(body))

    def _recognise(self, read: Read, event: Event) -> None:
        """The template of a message that was rendered before anybody could note its format."""
        if self._catalogue is None or "log.template.text" in event:
            return
        found = self._catalogue.find(str(event["log.logger"]), read.template, str(event["body"]))
        # NOTE: a record that brings its format is right about it, unless the format was rendered before the call.
        if found is None or (read.template and found.style != "eager"):
            return
        event["log.template.id"] = found.template_id
        if len(found.parts) > 1:
            event["log.template.text"] = masked(found.format, MESSAGE_MAX)
