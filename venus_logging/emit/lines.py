"""One record becomes one line of JSON: what many records share was encoded before, the rest is put between as text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.emit import extras, rendering
from venus_logging.emit.fragments import accepted, related, requester, site, subject
from venus_logging.emit.progress import SCENARIO
from venus_logging.emit.stale import STALE, is_stale, watch
from venus_logging.event import access_line, json
from venus_logging.event.ids import DASHES_OF_A_UUID
from venus_logging.event.json import quote
from venus_logging.event.text import BODY_MAX, masked
from venus_logging.event.uid import Emitter

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from venus_logging.emit.fragments import Fragment
    from venus_logging.event import Event
    from venus_logging.event.privacy import Privacy

__all__ = ["EMITTER", "Lines"]

EMITTER: Final = Emitter()
"""Draws the uids of this process."""


class Lines:
    """Makes the lines of one process for one configuration.

    Args:
        process: what all of them share.
        privacy: what leaves of personal attributes.
        json_default: makes a scalar of an ``x.*`` value that is none.
    """

    def __init__(self, process: Fragment, privacy: Privacy, json_default: Callable[[object], object] | None) -> None:
        self.process = process
        self._privacy = privacy
        self._json_default = json_default
        self._in_uwsgi = "uwsgi" in sys.modules
        watch()
        self._emitter, self._numbers = EMITTER.here()

    def line(self, record: logging.LogRecord) -> str:
        """The event of a record as one line, without a newline; UTF-8 can carry it."""
        attributes = record.__dict__
        reasons: list[str] = []
        template = record.msg if type(record.msg) is str else rendering.template(record, reasons)
        whole = rendering.body(record, template, reasons)
        body = masked(whole, BODY_MAX)
        statement = site(record, template, SCENARIO.get())
        who, ids = requester(attributes, self._privacy)
        about = subject(record.threadName, attributes)
        others = about.related if body.count("-") < DASHES_OF_A_UUID else related(body, about.id)
        error = json.members(rendering.exception(record)) if record.exc_info or record.exc_text else ""
        number = next(self._numbers)
        # NOTE: all parts after the first begin with a comma.
        line = (
            f'{{"@timestamp":"{rendering.timestamp(record)}"{statement.text},"body":{quote(body)}'
            f',"log.record.uid":"{self._emitter}-{number}","openstack.record.number":{number}'
            f"{self.process.text}{who.text}{ids}{about.text}{others}{error}}}"
        )
        if len(whole) > BODY_MAX:
            line = _joined(line, {"x.venus.truncated": f"body: {len(whole)} characters"})
        if self.process.reasons or who.reasons or about.reasons:
            reasons += (*self.process.reasons, *who.reasons, *about.reasons)
        given = extras.names(attributes)
        if given or statement.is_access or isinstance(record.args, dict):
            line = self._with_own(line, self._own(record, given, statement.is_access, body, reasons), reasons)
        if self._in_uwsgi and is_stale():
            line = _joined(line, {STALE: True})
        return _joined(line, contract.marked({}, reasons)) if reasons else line

    # ---- parts
    def _own(
        self, record: logging.LogRecord, given: list[str], is_access: bool, body: str, reasons: list[str]
    ) -> Event:
        """What only this record has: what its line says of a request, its extras, its named arguments."""
        own: Event = access_line.parse(body) if is_access else {}
        if given:
            own |= extras.take(given, record.__dict__, self._json_default, reasons)
        if isinstance(record.args, dict) and "event_name" not in own:
            own = extras.arguments(record) | own
        return own

    def _with_own(self, line: str, own: Event, reasons: list[str]) -> str:
        if not own:
            return line
        event: Event = {}
        if "event_name" in own:
            event = json.decode(line.encode())
            extras.typed(event, own)
        kept, against = accepted(self._privacy.apply(own))
        reasons += against
        if not event:
            return _joined(line, kept)
        event.update(kept)
        if "event_name" in event:
            reasons += _of_kind(event, reasons)
        return json.encode(event).decode()


def _joined(line: str, more: Event) -> str:
    """A line with more attributes, which win."""
    # NOTE: inside of a string there is no quotation mark without a backslash, so this finds names only.
    if any(f',"{name}":' in line for name in more):
        return json.encode(json.decode(line.encode()) | more).decode()
    return f"{line[:-1]}{json.members(more)}}}"


def _of_kind(event: Event, reasons: list[str]) -> list[str]:
    """What the kind of a typed event has against it, beside what was refused and left out already."""
    refused = {reason.partition(":")[0] for reason in reasons}
    return [f"{each.path}: {each.message}" for each in contract.check_typed(event) if each.path not in refused]
