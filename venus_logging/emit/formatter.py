"""EventFormatter: one LogRecord becomes one event of the contract."""

from __future__ import annotations

import os
import sys
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pythonjsonlogger.core import BaseJsonFormatter

from venus_logging import contract
from venus_logging.emit import extras, options, rendering
from venus_logging.emit.careful import careful
from venus_logging.emit.extras import KEPT
from venus_logging.emit.fragments import NOTHING, Cache, Fragment, Sites, checked, process, requester, site, subject
from venus_logging.emit.progress import SCENARIO
from venus_logging.emit.stale import STALE, is_stale
from venus_logging.errors import ConfigError
from venus_logging.event import access_line, json, resources
from venus_logging.event.ids import related_ids
from venus_logging.event.text import BODY_MAX, masked
from venus_logging.event.uid import Emitter

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event, Value

__all__ = ["EventFormatter"]

_EMITTER: Final = Emitter()
_CONFIGURATIONS: Final = count(1)


class EventFormatter(BaseJsonFormatter):
    """Formats every record as one line of JSON that the contract describes.

    In the INI of ``log_config_append``::

        [formatter_events]
        class = venus_logging.EventFormatter
        format = service=nova-api cloud.region=RegionOne

    Args:
        fmt: words of ``name=value`` that every event carries; ``service`` is by default uwsgi's name, or the command's.
            ``personal=hash key_file=<path>`` or ``personal=drop`` say what leaves of personal attributes.
        datefmt: refused: times are RFC 3339 in UTC.
        style: ignored; fileConfig passes it.
        static_fields: the same as ``fmt``, as a mapping.
        json_default: makes a scalar of an ``x.*`` value that is none; without it such a value is left out and said.

    Raises:
        ConfigError: an option that would break the contract.
    """

    _numbers: ClassVar[dict[tuple[object, ...], int]] = {}

    def __init__(
        self,
        fmt: str | None = None,
        datefmt: str | None = None,
        style: str = "%",
        *,
        static_fields: Mapping[str, Value] | None = None,
        json_default: Callable[[object], object] | None = None,
    ) -> None:
        super().__init__()
        if datefmt:
            raise ConfigError(
                f"EventFormatter takes no datefmt, got {datefmt!r}", hint="remove it: times are RFC 3339 in UTC"
            )
        words, self._privacy = options.split(options.parse(fmt or "") | dict(static_fields or {}))
        self._static = options.static(words)
        self._json_default = json_default
        # NOTE: formatters that say the same share the event that one of them built for a record.
        key = (json_default, self._privacy.mark, *sorted(self._static.items()))
        self._number = self._numbers.setdefault(key, next(_CONFIGURATIONS))
        self._pid = -1
        self._process: Fragment = NOTHING
        self._sites: Sites = Cache()
        self._in_uwsgi = False

    def format(self, record: logging.LogRecord) -> str:
        """The event of a record as one line of JSON, without a newline."""
        line = self.encode(self.event(record)).decode()
        rendering.raise_interrupt(record)
        return line

    def encode(self, event: Event) -> bytes:
        """An event as one line of JSON in UTF-8, without a newline."""
        return json.encode(event)

    def event(self, record: logging.LogRecord) -> Event:
        """The event of a record: built on the first call, the same one after that; do not change it."""
        attributes = record.__dict__
        kept = attributes.get(KEPT)
        if kept is not None and kept[0] == self._number:
            known: Event = kept[1]
            return known
        try:
            event = self._build(record, attributes)
        except Exception as problem:  # the one guard of the service half: a log call must not raise into the service
            event = careful(record, self._process, self._privacy, _EMITTER.next(), problem)
        attributes[KEPT] = (self._number, event)
        return event

    # ---- parts
    def _build(self, record: logging.LogRecord, attributes: dict[str, Any]) -> Event:
        if self._pid != os.getpid():
            self._start_process()
        reasons: list[str] = []
        template = rendering.template(record, reasons)
        body = rendering.body(record, template, reasons)
        statement = site(record, template, self._process, self._sites)
        request, who = requester(attributes, self._privacy)
        reasons += (*statement.reasons, *who.reasons)
        event = statement.values.copy()
        event["@timestamp"] = rendering.timestamp(record)
        event["body"] = masked(body, BODY_MAX)
        event["log.record.uid"], event["openstack.record.number"] = _EMITTER.next()
        event.update(who.values)
        event.update(request)
        if len(body) > BODY_MAX:
            event["x.venus.truncated"] = f"body: {len(body)} characters"
        self._add_own(record, event, reasons)
        if self._in_uwsgi and is_stale():
            event[STALE] = True
        return contract.marked(event, reasons) if reasons else event

    def _add_own(self, record: logging.LogRecord, event: Event, reasons: list[str]) -> None:
        """What only this record has: its thread, its subject, its ids, its exception, its extras."""
        attributes = record.__dict__
        about = subject(record.threadName, resources.describe(attributes))
        event.update(about.values)
        reasons += about.reasons
        related = related_ids(str(event["body"]), str(about.values.get("openstack.resource.id", "")))
        if related:
            event["openstack.related.ids"] = related
        own: Event = {}
        if event.get("openstack.scenario.id") == access_line.SCENARIO:
            own = access_line.parse(str(event["body"]))
        scenario = SCENARIO.get()
        if scenario is not None:
            event["openstack.scenario.id"] = scenario
            event["openstack.scenario.source"] = "context"
        given = extras.names(attributes)
        if given:
            own |= extras.take(given, attributes, self._json_default, reasons)
        if isinstance(record.args, dict) and "event_name" not in own:
            own = extras.arguments(record) | own
        if record.exc_info or record.exc_text:
            event.update(rendering.exception(record))
        if "event_name" in own:
            extras.typed(event, own)
        if own:
            rest = checked(self._privacy.apply(own))
            event.update(rest.values)
            reasons += rest.reasons
            if "event_name" in event:
                reasons += _of_kind(event, reasons)

    def _start_process(self) -> None:
        """What is the same for all events of a process; found anew after a fork."""
        self._process = process(self._static)
        self._sites = Cache()
        self._in_uwsgi = "uwsgi" in sys.modules
        self._pid = os.getpid()


def _of_kind(event: Event, reasons: list[str]) -> list[str]:
    """What the kind of a typed event has against it, beside what was refused and left out already."""
    refused = {reason.partition(":")[0] for reason in reasons}
    return [f"{each.path}: {each.message}" for each in contract.check_typed(event) if each.path not in refused]
