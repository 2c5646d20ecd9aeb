"""The event of a record part by part, when one of them broke the usual way: what can be read is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venus_logging import contract
from venus_logging.emit import rendering
from venus_logging.emit.fragments import Fragment, requester
from venus_logging.event import resources
from venus_logging.event.severity import number_of_level
from venus_logging.event.text import BODY_MAX, KEYWORD_MAX, cut, masked, well_formed

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event
    from venus_logging.event.privacy import Privacy

__all__ = ["careful"]

_ERROR = 17


def careful(
    record: logging.LogRecord, process: Fragment, privacy: Privacy, identity: tuple[str, int], problem: Exception
) -> Event:
    """The event of a record whose parts may break.

    Args:
        record: whose.
        process: what all events of this process share.
        privacy: what leaves of personal attributes.
        identity: uid and number.
        problem: what broke the usual way.
    """
    reasons = [f"event: {type(problem).__name__}: {rendering.shown(record, problem)}"]
    body = rendering.body(record, rendering.template(record, reasons), reasons)
    event: Event = {
        "@timestamp": rendering.timestamp(record),
        "severity_number": number_of_level(record.levelno) if isinstance(record.levelno, int) else _ERROR,
        "severity_text": cut(well_formed(str(record.levelname)), 32),
        "body": masked(body, BODY_MAX),
        "log.logger": cut(well_formed(str(record.name)), KEYWORD_MAX),
        "log.record.uid": identity[0],
        "openstack.record.number": identity[1],
        **process.values(),
    }
    for what, part in _parts(record, privacy):
        try:
            event.update(part())
        except Exception as broken:
            reasons.append(f"{what}: cannot be read: {type(broken).__name__}")
    return contract.flagged(event, reasons)


def _parts(record: logging.LogRecord, privacy: Privacy) -> tuple[tuple[str, Callable[[], Event]], ...]:
    """The parts of an event that foreign code may break."""
    return (
        ("context", lambda: _request(record.__dict__, privacy)),
        ("resource", lambda: resources.describe(record.__dict__)),
        ("exception", lambda: rendering.exception(record)),
    )


def _request(fields: Mapping[str, Any], privacy: Privacy) -> Event:
    who, ids = requester(fields, privacy)
    return Fragment(f"{who.text}{ids}").values()
