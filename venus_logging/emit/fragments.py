"""Parts of events that many records share: built and checked once, then only looked up."""

from __future__ import annotations

import os
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from oslo_context import context as oslo_context

from venus_logging import contract
from venus_logging.emit.identity import host_name, service_name
from venus_logging.event import context
from venus_logging.event.severity import name_of_level, number_of_level
from venus_logging.event.template import LONGEST_KEPT, template_id
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, cut, masked, well_formed

if TYPE_CHECKING:
    import logging
    from collections.abc import Mapping

    from venus_logging.event import Event
    from venus_logging.event.privacy import Privacy

__all__ = ["NOTHING", "Cache", "Fragment", "Sites", "checked", "process", "requester", "site", "subject"]

_LEVEL_MAX: Final = 32
_Key = TypeVar("_Key")


class Fragment(NamedTuple):
    """A part of an event.

    Args:
        values: its attributes; never changed.
        reasons: what the contract has against them.
    """

    values: Event
    reasons: tuple[str, ...] = ()


NOTHING: Final = Fragment({})


def checked(values: Event) -> Fragment:
    """A part of an event, checked: what the contract refuses is left out, for JSON may not be able to hold it."""
    problems = contract.check(values, whole=False)
    if not problems:
        return Fragment(values)
    refused = {each.path for each in problems}
    kept = {name: value for name, value in values.items() if name not in refused}
    return Fragment(kept, tuple(f"{each.path}: {each.message}" for each in problems))


class Cache(dict[_Key, Fragment], Generic[_Key]):
    """A bounded cache that many threads may use: emptied when it is full, for what is new will be asked for again."""

    def keep(self, key: _Key, fragment: Fragment, most: int = 2048) -> Fragment:
        if len(self) >= most:
            self.clear()
        self[key] = fragment
        return fragment


Sites: TypeAlias = "Cache[tuple[object, ...]]"
"""The statements that a formatter has met."""

_REQUESTERS: Final[Cache[tuple[object, ...]]] = Cache()
_SUBJECTS: Final[Cache[tuple[object, ...]]] = Cache()
_ids: Final = attrgetter(*(name for name, _ in context.REQUEST))
_person: Final = attrgetter(*(name for name, _ in context.PERSON), "is_admin")


def process(static: Event) -> Fragment:
    """What all events of this process share: who emits, and by which contract.

    Args:
        static: what the configuration says of it.
    """
    identity: Event = {"service.name": service_name(), "host.name": host_name()}
    return checked(identity | static | {"schema_url": contract.schema_url(), "process.pid": os.getpid()})


def site(record: logging.LogRecord, template: str, process: Fragment, known: Sites) -> Fragment:
    """An event with all that the records of one log statement share, and empty places for what they do not.

    Args:
        record: one of them.
        template: its format string.
        process: what all events of this process share.
        known: where the same was kept for records before.
    """
    key = (template, record.name, record.levelno, record.pathname, record.lineno, not record.args)
    found = known.get(key)
    if found is not None:
        return found
    own = checked(_site(record, template))
    places: Event = {"@timestamp": "", **own.values, "body": "", "log.record.uid": "", "openstack.record.number": 0}
    fragment = Fragment(places | process.values, own.reasons + process.reasons)
    return known.keep(key, fragment) if len(template) <= LONGEST_KEPT else fragment


def _site(record: logging.LogRecord, template: str) -> Event:
    logger = cut(well_formed(record.name), KEYWORD_MAX) or "root"
    values: Event = {
        "severity_number": number_of_level(record.levelno),
        "severity_text": cut(well_formed(name_of_level(record.levelno, record.levelname)), _LEVEL_MAX),
        "log.logger": logger,
        "log.template.id": template_id(logger, template),
        "code.file.path": cut(well_formed(record.pathname), KEYWORD_MAX),
        "code.line.number": record.lineno,
    }
    if record.funcName:
        values["code.function.name"] = cut(well_formed(record.funcName), KEYWORD_MAX)
    if record.args:
        values["log.template.text"] = masked(template, MESSAGE_MAX)
    scenario = contract.scenario(record.name, template, "")
    if scenario is not None:
        values["openstack.scenario.id"] = scenario.id
        values["openstack.scenario.source"] = scenario.source
        values["openstack.operation.phase"] = scenario.phase
    return values


def subject(thread: str | None, resource: Event) -> Fragment:
    """The thread of a record and what it is about.

    Args:
        thread: name of the thread.
        resource: ``openstack.resource.*``, or nothing.
    """
    key = (thread, *resource.values())
    found = _SUBJECTS.get(key)
    if found is None:
        name: Event = {"thread.name": cut(well_formed(thread), KEYWORD_MAX)} if thread else {}
        found = _SUBJECTS.keep(key, checked(name | resource))
    return found


def requester(attributes: Mapping[str, Any], privacy: Privacy) -> tuple[Event, Fragment]:
    """The ids of the request, and who asked: of the context that the call was given, else of this thread's.

    Args:
        attributes: the record's.
        privacy: what leaves of personal attributes.
    """
    given = attributes.get("context")
    # NOTE: a call may have an extra of this name that is no context at all.
    current = oslo_context.get_current() if given is None or isinstance(given, str) else given
    if current is None:
        return {}, NOTHING
    if isinstance(current, dict):
        in_dict = context.getter(current)
        return context.request(in_dict), checked(privacy.apply(context.describe(in_dict)))

    try:
        # NOTE: contexts are changed in place, so their values are the key, not the object.
        key = (privacy.mark, *_person(current), tuple(current.roles or ()))
        found = _REQUESTERS.get(key)
        request = _request(*_ids(current))
    except (AttributeError, TypeError):  # an unusual context class, or unhashable values
        get = partial(_value, current)
        return context.request(get), checked(privacy.apply(context.describe(get)))
    if found is None:
        found = _REQUESTERS.keep(key, checked(privacy.apply(context.describe(partial(_value, current)))))
    return request, found


def _value(current: object, name: str) -> object:
    return getattr(current, name, None)


def _request(local: object, upper: object) -> Event:
    """The ids of a request; the usual case by hand, for it is new with every request."""
    event: Event = {}
    if type(local) is str and local:
        event["openstack.request.id"] = context.fitted(local)
    if type(upper) is str and upper:
        event["openstack.request.global_id"] = context.fitted(upper)
    return event
