"""The event of a record part by part, when one of them broke the usual way: what can be read is kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from venus_logging import contract
from venus_logging.emit import rendering
from venus_logging.emit.fragments import Fragment, accepted, requester
from venus_logging.event import resources
from venus_logging.event.severity import name_of_level, number_of_level
from venus_logging.event.text import BODY_MAX, KEYWORD_MAX, cut, masked, well_formed
from venus_logging.event.time import from_epoch

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event
    from venus_logging.event.privacy import Privacy

__all__ = ["careful"]

_LEAST: Final[Event] = {"severity_number": 17, "severity_text": "ERROR", "body": "", "log.logger": "root"}
_LEVEL_MAX: Final = 32


def careful(
    record: logging.LogRecord, process: Fragment, privacy: Privacy, identity: tuple[str, int], problem: BaseException
) -> Event:
    """The event of a record whose parts may break, or be missing.

    Args:
        record: whose.
        process: what all events of this process share.
        privacy: what leaves of personal attributes.
        identity: uid and number.
        problem: what broke the usual way.
    """
    reasons: list[str] = []
    rendering.note(record, problem, f"event: {rendering.shown(record, problem)}", reasons)
    event: Event = {"@timestamp": from_epoch(time.time()), **_LEAST, **process.values()}
    event |= {"log.record.uid": identity[0], "openstack.record.number": identity[1]}
    for what, part in _parts(record, privacy, reasons):
        try:
            kept, against = accepted(part())
        except BaseException as broken:
            rendering.note(record, broken, f"{what}: cannot be read", reasons)
            continue
        event.update(kept)
        reasons += against
    return contract.flagged(event, reasons)


def _parts(
    record: logging.LogRecord, privacy: Privacy, reasons: list[str]
) -> tuple[tuple[str, Callable[[], Event]], ...]:
    """The parts of an event that foreign code may break."""
    fields: dict[str, Any] = record.__dict__
    return (
        ("@timestamp", lambda: {"@timestamp": rendering.timestamp(record)}),
        ("severity_number", lambda: {"severity_number": number_of_level(int.__int__(fields["levelno"]))}),
        ("severity_text", lambda: {"severity_text": _text(_level(fields), _LEVEL_MAX)}),
        ("log.logger", lambda: {"log.logger": _text(fields["name"], KEYWORD_MAX)}),
        ("code.file.path", lambda: {"code.file.path": _text(fields["pathname"], KEYWORD_MAX)}),
        ("code.line.number", lambda: {"code.line.number": int.__int__(fields["lineno"])}),
        ("body", lambda: {"body": _body(record, reasons)}),
        ("context", lambda: _request(fields, privacy)),
        ("resource", lambda: resources.describe(fields)),
        ("exception", lambda: rendering.exception(record)),
    )


def _level(fields: Mapping[str, Any]) -> object:
    return name_of_level(fields["levelno"], fields["levelname"])


def _request(fields: Mapping[str, Any], privacy: Privacy) -> Event:
    who, ids = requester(fields, privacy)
    return Fragment(f"{who.text}{ids}").values()


def _body(record: logging.LogRecord, reasons: list[str]) -> str:
    return masked(rendering.body(record, rendering.template(record, reasons), reasons), BODY_MAX)


def _text(value: object, most: int) -> str:
    """A text of a record, also if its class lies."""
    return cut(well_formed(str.__str__(value) if isinstance(value, str) else str(value)), most)
