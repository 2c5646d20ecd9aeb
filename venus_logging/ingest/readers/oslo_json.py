"""oslo.log's JSONFormatter: one record a line, reduced to the contract by the same allow-list as emission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging.event import context, exceptions, resources
from venus_logging.event.severity import name_of_level, number_of_level
from venus_logging.event.template import template_id
from venus_logging.event.text import BODY_MAX, KEYWORD_MAX, MESSAGE_MAX, cut, masked, well_formed
from venus_logging.event.time import from_epoch
from venus_logging.ingest._types import Line, Read, Reject
from venus_logging.ingest.readers._object import read_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venus_logging.event import Event

__all__ = ["OsloJson", "looks_like"]

_TEXTS: Final = (
    ("pathname", "code.file.path"),
    ("funcname", "code.function.name"),
    ("thread_name", "thread.name"),
)
_INTEGERS: Final = (("lineno", "code.line.number"), ("process", "process.pid"))


def looks_like(raw: bytes) -> bool:
    """Whether a line is a record of JSONFormatter."""
    return raw.startswith(b"{") and b'"levelname"' in raw and b'"created"' in raw


class OsloJson:
    """Reads one record a line.

    Args:
        host: ``host.name`` of records without a hostname.
    """

    def __init__(self, host: str) -> None:
        self._host = host

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """One event or reject a line."""
        number = 0
        for line in lines:
            record = read_object(line)
            if isinstance(record, Reject):
                yield Read(record, line)
                continue
            number += 1
            template = record.get("msg")
            yield Read(
                self._result(record, line),
                line,
                number=number,
                raw=line.raw,
                template=template if isinstance(template, str) else "",
            )

    def _result(self, record: dict[str, Any], line: Line) -> Event | Reject:
        if not isinstance(record.get("message"), str):
            return Reject("not a record of JSONFormatter", line.raw)
        try:
            return self._event(record)
        except (KeyError, OverflowError, ValueError, TypeError) as problem:
            return Reject(f"created or levelno is unusable: {problem}", line.raw)

    def _event(self, record: dict[str, Any]) -> Event:
        body = record["message"]
        logger = str(record.get("name") or "root")
        event: Event = {
            "@timestamp": from_epoch(float(record["created"])),
            "severity_number": number_of_level(int(record.get("levelno", 0))),
            "severity_text": name_of_level(int(record.get("levelno", 0)), str(record.get("levelname")))[:32],
            "body": masked(body, BODY_MAX),
            "log.logger": logger,
            "host.name": str(record.get("hostname") or self._host),
        }
        if len(body) > BODY_MAX:
            event["x.venus.truncated"] = f"body: {len(body)} characters"
        for source, name in _TEXTS:
            if isinstance(record.get(source), str):
                event[name] = cut(well_formed(record[source]), KEYWORD_MAX)
        for source, name in _INTEGERS:
            if isinstance(record.get(source), int):
                event[name] = record[source]
        _template(record, logger, event)
        _subject(record, event)
        if isinstance(record.get("traceback"), str):
            event.update(exceptions.parse(record["traceback"]))
        return event


def _template(record: dict[str, Any], logger: str, event: Event) -> None:
    template = record.get("msg")
    if isinstance(template, str):
        event["log.template.id"] = template_id(logger, template)
        if record.get("args"):
            event["log.template.text"] = masked(template, MESSAGE_MAX)


def _subject(record: dict[str, Any], event: Event) -> None:
    """Who asked and what it is about."""
    values = record.get("context")
    if isinstance(values, dict):
        get = context.getter(values)
        event.update(context.request(get))
        event.update(context.describe(get))
    extra = record.get("extra")
    if isinstance(extra, dict):
        event.update(resources.describe(extra))
