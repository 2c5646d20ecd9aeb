"""EventFormatter: one LogRecord becomes one event of the contract."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Final

from oslo_context import context as oslo_context
from pythonjsonlogger.core import BaseJsonFormatter

from venus_logging import contract
from venus_logging.emit import options
from venus_logging.emit.identity import host_name, service_name
from venus_logging.errors import ConfigError
from venus_logging.event import context, exceptions, json, resources
from venus_logging.event.ids import related_ids
from venus_logging.event.masking import mask
from venus_logging.event.severity import number_of_level
from venus_logging.event.template import template_id
from venus_logging.event.text import BODY_MAX, KEYWORD_MAX, cut, well_formed
from venus_logging.event.time import from_epoch
from venus_logging.event.uid import Emitter

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event, Value

__all__ = ["EventFormatter"]

_KEPT: Final = "_venus_event"
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
        datefmt: refused: times are RFC 3339 in UTC.
        style: ignored; fileConfig passes it.
        static_fields: the same as ``fmt``, as a mapping.
        json_default: makes a scalar of an ``x.*`` value that is none; without it such a value is left out and said.

    Raises:
        ConfigError: an option that would break the contract.
    """

    _identity: ClassVar[dict[tuple[tuple[str, Value], ...], int]] = {}

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
        self._static = options.parse(fmt or "") | options.static(static_fields or {})
        self._json_default = json_default
        # NOTE: formatters that say the same share the event that one of them built for a record.
        self._number = self._identity.setdefault(tuple(sorted(self._static.items())), next(_CONFIGURATIONS))
        self._pid = -1
        self._process: Event = {}

    def format(self, record: logging.LogRecord) -> str:
        """The event of a record as one line of JSON, without a newline."""
        return self.encode(self.event(record)).decode()

    def encode(self, event: Event) -> bytes:
        """An event as one line of JSON in UTF-8, without a newline."""
        return json.encode(event)

    def event(self, record: logging.LogRecord) -> Event:
        """The event of a record: built on the first call, the same one after that; do not change it."""
        kept = record.__dict__.get(_KEPT)
        if kept is not None and kept[0] == self._number:
            return kept[1]  # type: ignore[no-any-return]
        try:
            event = self._build(record)
        except Exception as problem:  # the one guard: a log call must not raise into the service
            event = self._damaged(record, problem)
        record.__dict__[_KEPT] = (self._number, event)
        return event

    # ---- parts
    def _build(self, record: logging.LogRecord) -> Event:
        event = self._envelope(record)
        problems: list[str] = []
        body = self._body(record, event, problems)
        attributes = record.__dict__
        event.update(_context(attributes))
        subject = resources.describe(attributes)
        event.update(subject)
        error = _error(record)
        if error is not None:
            event.update(exceptions.describe(error))
        elif record.exc_text:
            event.update(exceptions.parse(record.exc_text))
        related = related_ids(body, str(subject.get("openstack.resource.id", "")))
        if related:
            event["openstack.related.ids"] = related
        self._extras(attributes, event, problems)
        self._tag(record, event)
        return contract.flagged(event, problems)

    def _envelope(self, record: logging.LogRecord) -> Event:
        if self._pid != os.getpid():
            self._start_process()
        uid, number = _EMITTER.next()
        event: Event = {
            "@timestamp": from_epoch(record.created),
            "severity_number": number_of_level(record.levelno),
            "severity_text": record.levelname,
            "body": "",
            "log.logger": record.name,
            "log.record.uid": uid,
            "openstack.record.number": number,
        }
        event.update(self._process)
        event["code.file.path"] = record.pathname
        event["code.line.number"] = record.lineno
        if record.funcName:
            event["code.function.name"] = record.funcName
        if record.threadName:
            event["thread.name"] = record.threadName
        return event

    def _start_process(self) -> None:
        """What is the same for all events of a process; found anew after a fork."""
        self._process = {
            "service.name": service_name(),
            "host.name": host_name(),
            **self._static,
            "schema_url": contract.schema_url(),
            "process.pid": os.getpid(),
        }
        self._pid = os.getpid()

    def _body(self, record: logging.LogRecord, event: Event, problems: list[str]) -> str:
        template = record.msg if type(record.msg) is str else str(record.msg)
        try:
            body = record.getMessage()
        except Exception as problem:  # wrong arguments, or foreign code in their str(): the record stays
            body = f"{template} % {_safe_repr(record.args)}"
            problems.append(f"body: cannot be formatted: {type(problem).__name__}")
        if record.stack_info:
            body = f"{body}\n{record.stack_info}"
        body = mask(well_formed(body))
        if len(body) > BODY_MAX:
            event["x.venus.truncated"] = f"body: {len(body)} characters"
            body = body[:BODY_MAX]
        event["body"] = body
        event["log.template.id"] = template_id(record.name, template)
        if record.args:
            event["log.template.text"] = cut(mask(well_formed(template)), KEYWORD_MAX)
        return body

    def _extras(self, attributes: Mapping[str, object], event: Event, problems: list[str]) -> None:
        """Attributes of the contract and ``x.*`` data among the extras; everything else stays out."""
        for name, value in attributes.items():
            if "." not in name:
                continue
            if name.startswith("x."):
                scalar = self._scalar(value)
                if scalar is None:
                    problems.append(f"{name}: {type(value).__name__} is not a scalar")
                else:
                    event[name] = scalar
            elif contract.attribute(name) is not None:
                event[name] = cut(mask(well_formed(value)), KEYWORD_MAX) if isinstance(value, str) else value  # type: ignore[assignment]

    def _scalar(self, value: object) -> Value | None:
        if self._json_default is not None and not isinstance(value, (str, int, float)):
            value = self._json_default(value)
        if isinstance(value, str):
            return cut(mask(well_formed(value)), KEYWORD_MAX)
        return value if isinstance(value, (int, float)) else None

    def _tag(self, record: logging.LogRecord, event: Event) -> None:
        scenario = contract.scenario(record.name, str(record.msg), str(event["body"]))
        if scenario is not None:
            event["openstack.scenario.id"] = scenario.id
            event["openstack.scenario.source"] = scenario.source

    def _damaged(self, record: logging.LogRecord, problem: Exception) -> Event:
        """What can be said of a record whose event cannot be built."""
        event = self._envelope(record)
        event["body"] = cut(mask(well_formed(_safe_repr(record.msg))), BODY_MAX)
        return contract.flagged(event, [f"event: cannot be built: {type(problem).__name__}: {_safe_repr(problem)}"])


def _context(attributes: Mapping[str, Any]) -> Event:
    """The context that the call was given, else the one of this thread."""
    given = attributes.get("context")
    if isinstance(given, dict):
        return context.describe(given.get)
    current = oslo_context.get_current() if given is None else given
    return {} if current is None else context.describe(lambda name: getattr(current, name, None))


def _error(record: logging.LogRecord) -> BaseException | None:
    info: Any = record.exc_info
    if isinstance(info, tuple) and len(info) > 1 and isinstance(info[1], BaseException):
        return info[1]
    return info if isinstance(info, BaseException) else None


def _safe_repr(value: object) -> str:
    try:
        return cut(repr(value), BODY_MAX)
    except Exception as problem:  # foreign code in a repr
        return f"<{type(value).__name__}: repr raises {type(problem).__name__}>"
