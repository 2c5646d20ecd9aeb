"""One record becomes one line of JSON: what many records share was encoded before, the rest is put between as text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from venus_logging import contract
from venus_logging.emit import extras, rendering
from venus_logging.emit.fragments import accepted, related, requester, site, subject
from venus_logging.emit.progress import SCENARIO
from venus_logging.emit.stale import STALE, is_stale
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
        self._emitter, self._numbers = EMITTER.here()

    def line(self, record: logging.LogRecord) -> str:
        """The event of a record as one line, without a newline; UTF-8 can carry it."""
        attributes = record.__dict__
        reasons: list[str] = []
        template = record.msg if type(record.msg) is str else rendering.template(record, reasons)
        whole = rendering.body(record, template, reasons)
        body = masked(whole, BODY_MAX)
        statement = site(record, template, SCENARIO.get())
        request = requester(attributes, self._privacy)
        about = subject(record.threadName, attributes)
        others = about.related if body.count("-") < DASHES_OF_A_UUID else related(body, about.id)
        number = next(self._numbers)
        # NOTE: an object that is not closed yet; all parts after the first begin with a comma.
        text = (
            f'{{"@timestamp":"{rendering.timestamp(record)}"{statement.text},"body":{quote(body)}'
            f',"log.record.uid":"{self._emitter}-{number}","openstack.record.number":{number}'
            f"{self.process.text}{request.text}{about.text}{others}"
        )
        if len(whole) > BODY_MAX:
            text += f',"x.venus.truncated":"body: {len(whole)} characters"'
        if record.exc_info or record.exc_text:
            text += json.members(rendering.exception(record))
        if statement.reasons or self.process.reasons or request.reasons or about.reasons:
            reasons += (*statement.reasons, *self.process.reasons, *request.reasons, *about.reasons)
        given = extras.names(attributes)
        if given or statement.is_access or isinstance(record.args, dict):
            text = self._with_own(text, self._own(record, given, statement.is_access, body, reasons), reasons)
        if self._in_uwsgi and is_stale():
            text = _joined(text, {STALE: True})
        return f"{_joined(text, contract.marked({}, reasons)) if reasons else text}}}"

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

    def _with_own(self, text: str, own: Event, reasons: list[str]) -> str:
        if "event_name" not in own:
            kept, against = accepted(self._privacy.apply(own))
            reasons += against
            return _joined(text, kept)
        event: Event = _read(text)
        extras.typed(event, own)
        kept, against = accepted(self._privacy.apply(own))
        reasons += against
        event.update(kept)
        if "event_name" in event:
            reasons += _of_kind(event, reasons)
        return _open(event)


def _joined(text: str, more: Event) -> str:
    """An object that is not closed yet with more attributes, which win."""
    # NOTE: inside of a string there is no quotation mark without a backslash, so this finds names only.
    if any(f',"{name}":' in text for name in more):
        return _open(_read(text) | more)
    return text + json.members(more)


def _read(text: str) -> Any:
    return json.decode(f"{text}}}".encode())


def _open(event: Event) -> str:
    return json.encode(event)[:-1].decode()


def _of_kind(event: Event, reasons: list[str]) -> list[str]:
    """What the kind of a typed event has against it, beside what was refused and left out already."""
    refused = {reason.partition(":")[0] for reason in reasons}
    return [f"{each.path}: {each.message}" for each in contract.check_typed(event) if each.path not in refused]
