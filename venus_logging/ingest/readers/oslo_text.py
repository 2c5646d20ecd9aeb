"""oslo.log's default text: records with their context in brackets, traceback lines, and lines without any prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from venus_logging.event import exceptions, resources
from venus_logging.event.severity import number_of_name
from venus_logging.event.text import BODY_MAX, KEYWORD_MAX, cut, masked
from venus_logging.event.time import SECOND, from_ns
from venus_logging.ingest._types import Line, Read, Reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from venus_logging.event import Event

__all__ = ["OsloText", "looks_like"]

_PREFIX: Final = re.compile(
    rb"(?P<date>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d:\d\d)\.(?P<millis>\d{3}) (?P<pid>\d{1,10}) "
    rb"(?P<level>[A-Z]{4,9}|Level \d{1,3}) (?P<logger>[^\s\[\]]{1,255}) "
)
# NOTE: only the first line of a record has its context in brackets; traceback lines repeat the rest of the prefix.
_CONTEXT: Final = re.compile(
    r"\[(?:-|(?P<global>None|-|req-[\w.-]{1,128}) (?P<local>-|None|req-[\w.-]{1,128})"
    r"(?P<identity>(?: \S+){5,6})?)\] ?"
)
# NOTE: older versions of oslo.log write five words, without the system scope.
_IDENTITY: Final = (
    "user.id",
    "openstack.project.id",
    "openstack.domain.id",
    "openstack.system_scope",
    "openstack.user_domain.id",
    "openstack.project_domain.id",
)
_IDENTITY_OF_FIVE: Final = (*_IDENTITY[:3], *_IDENTITY[4:])
_NOTHING: Final = ("-", "None", None)
_INSTANCE: Final = re.compile(r"\[instance: [0-9a-fA-F-]{36}\] ")
_SUBJECT: Final = re.compile(r"\[(?:instance: |[a-z_]{1,40}-)[0-9a-fA-F-]{36}\] ?")
_MAX_LINES: Final = 20_000


def looks_like(raw: bytes) -> bool:
    """Whether a line is of a record; a file may begin amid a traceback."""
    return _PREFIX.match(raw) is not None


@dataclass(slots=True)
class _Open:
    """A record that may still get lines."""

    line: Line
    number: int
    prefix: re.Match[bytes]
    raw: list[bytes]
    body: list[str]
    context: re.Match[str]
    traceback: list[str] = field(default_factory=list)
    end: int = 0

    def add(self, line: Line, prefix: re.Match[bytes] | None, rest: str) -> None:
        """One more line: of a traceback if it repeats the prefix, else of the message."""
        self.raw.append(line.raw)
        self.end = line.number
        if prefix:
            self.traceback.append(_INSTANCE.sub("", rest, count=1))
        else:
            self.body.append(_text(line.raw))


class OsloText:
    """Reads records of ``logging_context_format_string`` and ``logging_default_format_string`` as they are by default.

    Args:
        host: ``host.name`` of the records.
        zone: the zone of their times.
    """

    def __init__(self, host: str, zone: tzinfo) -> None:
        self._host = host
        self._zone = zone

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """Events in the order in which they end; a process's record ends where its next one begins."""
        open_records: dict[bytes, _Open] = {}
        latest: _Open | None = None
        number = 0
        for line in lines:
            prefix = _PREFIX.match(line.raw) if line.whole else None
            rest = _text(line.raw[prefix.end() :]) if prefix else ""
            context = _CONTEXT.match(rest) if prefix else None
            if prefix and context:
                ended = open_records.pop(prefix["pid"], None)
                if ended is not None:
                    yield self._read(ended)
                number += 1
                latest = _Open(line, number, prefix, [line.raw], [rest[context.end() :]], context)
                open_records[prefix["pid"]] = latest
                continue
            owner = open_records.get(prefix["pid"]) if prefix else latest
            if owner is None or not line.whole or len(owner.raw) >= _MAX_LINES:
                yield Read(Reject(_why_alone(line, owner), line.raw), line)
                continue
            owner.add(line, prefix, rest)
            latest = owner
        for record in sorted(open_records.values(), key=lambda each: each.line.number):
            yield self._read(record, open_=True)

    def _read(self, record: _Open, *, open_: bool = False) -> Read:
        raw = b"\n".join(record.raw)
        try:
            result: Event | Reject = self._event(record)
        except ValueError as problem:
            result = Reject(f"bad time: {problem}", raw)
        return Read(result, record.line, len(record.raw), record.end, open_, record.number, raw)

    def _event(self, record: _Open) -> Event:
        prefix = record.prefix
        level, body = prefix["level"].decode(), "\n".join(record.body)
        subject = resources.describe_prefix(body)
        body = _SUBJECT.sub("", body, count=1) if subject else body
        event: Event = {
            "@timestamp": self._time(prefix),
            "severity_number": number_of_name(level) or 0,
            "severity_text": level,
            "body": masked(body, BODY_MAX),
            "log.logger": _text(prefix["logger"]),
            "host.name": self._host,
            "process.pid": int(prefix["pid"]),
        }
        if len(body) > BODY_MAX:
            event["x.venus.truncated"] = f"body: {len(body)} characters"
        event.update(_who(record.context))
        event.update(subject)
        if record.traceback:
            event.update(exceptions.parse("\n".join(record.traceback)))
        return event

    def _time(self, prefix: re.Match[bytes]) -> str:
        text = f"{prefix['date'].decode()}T{prefix['time'].decode()}"
        moment = datetime.fromisoformat(text).replace(tzinfo=self._zone)
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        seconds = int((moment - epoch).total_seconds())
        return from_ns(seconds * SECOND + int(prefix["millis"]) * 1_000_000)


def _why_alone(line: Line, owner: _Open | None) -> str:
    """Why a line joins no record."""
    if not line.whole:
        return "line too long"
    return "record too long" if owner else "no record before this line"


def _who(context: re.Match[str]) -> Event:
    """Request, user and project of a record's brackets."""
    identity = (context["identity"] or "").split()
    names = _IDENTITY if len(identity) == len(_IDENTITY) else _IDENTITY_OF_FIVE
    pairs = (
        ("openstack.request.global_id", context["global"]),
        ("openstack.request.id", context["local"]),
        *zip(names, identity, strict=False),
    )
    return {name: cut(value, KEYWORD_MAX) for name, value in pairs if value not in _NOTHING}


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
