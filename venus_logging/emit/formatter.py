"""EventFormatter: one LogRecord becomes one event of the contract."""

from __future__ import annotations

import logging
import os
import sys
import time
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pythonjsonlogger.core import BaseJsonFormatter

from venus_logging import contract
from venus_logging.emit import options
from venus_logging.emit.fragments import NOTHING, Cache, Fragment, Sites, checked, requester, site, subject
from venus_logging.emit.identity import host_name, service_name
from venus_logging.emit.progress import SCENARIO
from venus_logging.emit.stale import STALE, is_stale
from venus_logging.errors import ConfigError
from venus_logging.event import exceptions, json, resources
from venus_logging.event.ids import related_ids
from venus_logging.event.masking import is_secret_name
from venus_logging.event.severity import number_of_level
from venus_logging.event.text import BODY_MAX, KEYWORD_MAX, cut, masked, well_formed
from venus_logging.event.time import from_epoch
from venus_logging.event.uid import Emitter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event, Value

__all__ = ["EventFormatter"]

_KEPT: Final = "_venus_event"
INTERRUPT: Final = "_venus_interrupt"
"""Where a record keeps a KeyboardInterrupt or SystemExit that came while it was rendered; handlers raise it at last."""

_EMITTER: Final = Emitter()
_CONFIGURATIONS: Final = count(1)
# What every record has and what oslo.log adds to it: no attribute of the contract is among these.
_NO_EXTRAS: Final = frozenset(
    (
        *logging.makeLogRecord({}).__dict__,
        "message",
        "asctime",
        "context",
        "extra",
        "extra_keys",
        "instance",
        "instance_uuid",
        "project",
        "resource",
        "version",
        _KEPT,
    )
)


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
        raise_interrupt(record)
        return line

    def encode(self, event: Event) -> bytes:
        """An event as one line of JSON in UTF-8, without a newline."""
        return json.encode(event)

    def event(self, record: logging.LogRecord) -> Event:
        """The event of a record: built on the first call, the same one after that; do not change it."""
        attributes = record.__dict__
        kept = attributes.get(_KEPT)
        if kept is not None and kept[0] == self._number:
            known: Event = kept[1]
            return known
        try:
            event = self._build(record, attributes)
        except Exception as problem:  # the one guard of the service half: a log call must not raise into the service
            event = self._damaged(record, problem)
        attributes[_KEPT] = (self._number, event)
        return event

    # ---- parts
    def _build(self, record: logging.LogRecord, attributes: dict[str, Any]) -> Event:
        if self._pid != os.getpid():
            self._start_process()
        reasons: list[str] = []
        template = record.msg if type(record.msg) is str else _template(record, reasons)
        body = _body(record, template, reasons)
        statement = site(record, template, self._process, self._sites)
        request, who = requester(attributes, self._privacy)
        reasons += (*statement.reasons, *who.reasons)
        event = statement.values.copy()
        event["@timestamp"] = _timestamp(record)
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
        scenario = SCENARIO.get()
        if scenario is not None:
            event["openstack.scenario.id"] = scenario
            event["openstack.scenario.source"] = "context"
        own: Event = {}
        # NOTE: oslo.log's adapters list what a call gave them; the standard library's loggers do not.
        names = attributes.get("extra_keys")
        extras = [
            name
            for name in (attributes.keys() - _NO_EXTRAS if names is None else names)
            if "." in name or name == "event_name"
        ]
        if extras:
            self._add_extras(extras, own, attributes, reasons)
        if record.exc_info or record.exc_text:
            own.update(_exception(record))
        if "event_name" in own:
            _type(event, own)
        if own:
            rest = checked(self._privacy.apply(own))
            event.update(rest.values)
            reasons += rest.reasons
            if "event_name" in event:
                reasons += _of_kind(event, reasons)

    def _add_extras(self, names: list[str], own: Event, attributes: Mapping[str, Any], reasons: list[str]) -> None:
        """Attributes of the contract and ``x.*`` data; everything else stays out."""
        for name in sorted(names):
            value: Any = attributes.get(name)
            if isinstance(value, str) and well_formed(value) != value:
                reasons.append(f"{name}: holds half of a surrogate pair")
            if name.startswith("x."):
                scalar = self._scalar(name, value)
                if scalar is None:
                    reasons.append(f"{name}: {type(value).__name__} is not a scalar")
                else:
                    own[name] = scalar
            elif (attribute := contract.attribute(name)) is not None and (
                attribute.scope == "event" or name == "event_name"
            ):
                own[name] = masked(value, KEYWORD_MAX) if isinstance(value, str) else value

    def _scalar(self, name: str, value: object) -> Value | None:
        if is_secret_name(name):
            return "***"
        if self._json_default is not None and not isinstance(value, (str, int, float)):
            value = self._json_default(value)
        if isinstance(value, str):
            return masked(value, KEYWORD_MAX)
        return value if isinstance(value, (int, float)) else None

    def _start_process(self) -> None:
        """What is the same for all events of a process; found anew after a fork."""
        pid = os.getpid()
        identity: Event = {"service.name": service_name(), "host.name": host_name()}
        rest: Event = {"schema_url": contract.schema_url(), "process.pid": pid}
        self._process = checked(identity | self._static | rest)
        self._sites = Cache()
        self._in_uwsgi = "uwsgi" in sys.modules
        self._pid = pid

    def _damaged(self, record: logging.LogRecord, problem: Exception) -> Event:
        """What can be said of a record whose event cannot be built."""
        if self._pid != os.getpid():
            self._start_process()
        uid, number = _EMITTER.next()
        event: Event = {
            "@timestamp": _timestamp(record),
            "severity_number": number_of_level(record.levelno) if isinstance(record.levelno, int) else 17,
            "severity_text": cut(well_formed(str(record.levelname)), 32),
            "body": masked(_repr(record, record.msg), BODY_MAX),
            "log.logger": cut(well_formed(str(record.name)), KEYWORD_MAX),
            "log.record.uid": uid,
            "openstack.record.number": number,
            **self._process.values,
        }
        return contract.flagged(event, [f"event: cannot be built: {type(problem).__name__}: {_repr(record, problem)}"])


def raise_interrupt(record: logging.LogRecord) -> None:
    """Lets a KeyboardInterrupt or SystemExit pass that came while the record was rendered."""
    interrupt = record.__dict__.pop(INTERRUPT, None)
    if interrupt is not None:
        raise interrupt


def _template(record: logging.LogRecord, reasons: list[str]) -> str:
    """The text of a message that is an object: a translated text, an exception."""
    text = _rendered(record, lambda: str(record.msg), "body: str() fails", reasons)
    return _repr(record, record.msg) if text is None else text


def _body(record: logging.LogRecord, template: str, reasons: list[str]) -> str:
    """The rendered message; what cannot be rendered is shown as it was given."""
    body = _rendered(record, record.getMessage, "body: cannot be formatted", reasons) if record.args else template
    if body is None:
        body = f"{template} % {_repr(record, record.args)}"
    if record.stack_info:
        body = f"{body}\n{record.stack_info}"
    formed = well_formed(body)
    if formed != body:
        reasons.append("body: holds half of a surrogate pair")
    return formed


def _rendered(record: logging.LogRecord, render: Callable[[], str], what: str, reasons: list[str]) -> str | None:
    """What foreign code renders, or None with a reason: arguments may not fit, and a ``__str__`` may raise anything."""
    try:
        return render()
    except BaseException as problem:
        # NOTE: a signal's handler may end the process anywhere; that must pass, but after the line is written.
        if isinstance(problem, (KeyboardInterrupt, SystemExit)):
            record.__dict__[INTERRUPT] = problem
        reasons.append(f"{what}: {type(problem).__name__}")
        return None


def _repr(record: logging.LogRecord, value: object) -> str:
    text = _rendered(record, lambda: repr(value), "repr", [])
    return f"<{type(value).__name__} without a repr>" if text is None else cut(text, BODY_MAX)


def _timestamp(record: logging.LogRecord) -> str:
    try:
        return from_epoch(record.created)
    except (OverflowError, ValueError, TypeError, OSError):  # somebody set the record's time to nonsense
        return from_epoch(time.time())


def _type(event: Event, own: Event) -> None:
    """What a typed event has beyond its attributes: its scenario, and its subject under the name of its kind."""
    event["openstack.scenario.source"] = "api"
    if isinstance(own["event_name"], str):
        event.setdefault("openstack.scenario.id", own["event_name"])
    kind = contract.typed(str(own["event_name"]))
    name = f"openstack.{str(event.get('openstack.resource.type', '')).rpartition('.')[2]}.id"
    if kind and name not in own and name not in kind.foreign and contract.attribute(name) is not None:
        own[name] = event["openstack.resource.id"]


def _of_kind(event: Event, reasons: list[str]) -> list[str]:
    """What the kind of a typed event has against it, beside what was refused and left out already."""
    refused = {reason.partition(":")[0] for reason in reasons}
    return [f"{each.path}: {each.message}" for each in contract.check_typed(event) if each.path not in refused]


def _exception(record: logging.LogRecord) -> Event:
    """The record's own exception; one that is only being handled is not the record's."""
    info: Any = record.exc_info
    error = info[1] if isinstance(info, tuple) and len(info) > 1 else info
    if isinstance(error, BaseException):
        return exceptions.describe(error)
    return exceptions.parse(record.exc_text) if record.exc_text else {}
