"""Parts of events that many records share: built, checked and encoded once, then only looked up."""

from __future__ import annotations

import os
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from oslo_context import context as oslo_context

from venus_logging import contract
from venus_logging.emit.identity import host_name, service_name
from venus_logging.errors import ContractError
from venus_logging.event import access_line, context, json, resources
from venus_logging.event.context import fitted
from venus_logging.event.ids import related_ids
from venus_logging.event.json import quote
from venus_logging.event.severity import name_of_level, number_of_level
from venus_logging.event.template import LONGEST_KEPT, template_id
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, cut, masked, well_formed

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

    from venus_logging.event import Event
    from venus_logging.event.privacy import Privacy

__all__ = [
    "NOTHING",
    "Cache",
    "Fragment",
    "Site",
    "Subject",
    "accepted",
    "checked",
    "process",
    "related",
    "requester",
    "site",
    "subject",
]

_LEVEL_MAX: Final = 32
_Key = TypeVar("_Key")
_Part = TypeVar("_Part")


class Fragment(NamedTuple):
    """A part of an event.

    Args:
        text: its attributes in JSON, a comma before each.
        reasons: what the contract has against them.
    """

    text: str
    reasons: tuple[str, ...] = ()

    def values(self) -> Event:
        """The attributes."""
        values: Event = json.decode(f"{{{self.text[1:]}}}".encode())
        return values


class Site(NamedTuple):
    """What all records of one log statement share.

    Args:
        text: their attributes in JSON, a comma before each.
        is_access: whether their messages are access lines.
    """

    text: str
    is_access: bool


class Subject(NamedTuple):
    """What a record is about, and its thread.

    Args:
        text: their attributes in JSON, a comma before each.
        reasons: what the contract has against them.
        id: of the resource, empty if there is none.
        related: ``openstack.related.ids`` in JSON of a message that names no id.
    """

    text: str
    reasons: tuple[str, ...]
    id: str
    related: str


NOTHING: Final = Fragment("")


def accepted(values: Event) -> tuple[Event, tuple[str, ...]]:
    """What the contract accepts of a part of an event, and what it has against the rest.

    What it refuses is left out, for JSON may not be able to hold it.
    """
    problems = contract.check(values, whole=False)
    if not problems:
        return values, ()
    refused = {each.path for each in problems}
    kept = {name: value for name, value in values.items() if name not in refused}
    return kept, tuple(f"{each.path}: {each.message}" for each in problems)


def checked(values: Event) -> Fragment:
    """A part of an event, as far as the contract accepts it."""
    kept, reasons = accepted(values)
    return Fragment(json.members(kept), reasons)


class Cache(dict[_Key, _Part], Generic[_Key, _Part]):
    """A bounded cache that many threads may use: emptied when it is full, for what is new will be asked for again."""

    def keep(self, key: _Key, part: _Part, most: int = 2048) -> _Part:
        if len(self) >= most:
            self.clear()
        self[key] = part
        return part


_SITES: Final[Cache[tuple[object, ...], Site]] = Cache()
_REQUESTS: Final[Cache[tuple[object, ...], str]] = Cache()
_REQUESTERS: Final[Cache[tuple[object, ...], Fragment]] = Cache()
_SUBJECTS: Final[Cache[tuple[object, ...], Subject]] = Cache()
_ids: Final = attrgetter(*(name for name, _ in context.REQUEST))
_who: Final = attrgetter(*(name for name, _ in context.PERSON), "is_admin")


def process(static: Event) -> Fragment:
    """What all events of this process share: who emits, and by which contract.

    Args:
        static: what the configuration says of it.
    """
    identity: Event = {"service.name": service_name(), "host.name": host_name()}
    return checked(identity | static | {"schema_url": contract.schema_url(), "process.pid": os.getpid()})


def site(record: logging.LogRecord, template: str, scenario: str | None) -> Site:
    """What all records of a log statement share.

    Args:
        record: one of them.
        template: its format string.
        scenario: the operation in progress.

    Raises:
        ContractError: a field of the record cannot be an attribute; every event needs most of them.
    """
    key = (template, record.name, record.levelno, record.pathname, record.lineno, not record.args, scenario)
    found = _SITES.get(key)
    if found is not None:
        return found
    values, reasons = accepted(_site(record, template))
    if reasons:
        raise ContractError("; ".join(reasons))
    is_access = values.get("openstack.scenario.id") == access_line.SCENARIO
    # NOTE: of an operation whose name is none, its own events tell.
    if scenario is not None and not contract.check({"openstack.scenario.id": scenario}, whole=False):
        values |= {"openstack.scenario.id": scenario, "openstack.scenario.source": "context"}
    made = Site(json.members(values), is_access)
    return _SITES.keep(key, made) if len(template) <= LONGEST_KEPT else made


def _site(record: logging.LogRecord, template: str) -> Event:
    if not isinstance(record.levelno, int):
        raise ContractError(f"levelno: expected a number, got {type(record.levelno).__name__}")
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


def subject(thread: str | None, attributes: Mapping[str, Any]) -> Subject:
    """The thread of a record and what it is about.

    Args:
        thread: name of the thread.
        attributes: the record's.
    """
    resource = resources.subject(attributes)
    key = (thread, resource)
    found = _SUBJECTS.get(key)
    if found is None:
        name: Event = {"thread.name": cut(well_formed(thread), KEYWORD_MAX)} if thread else {}
        values, reasons = accepted(name | resources.attributes(resource))
        about = str(values.get("openstack.resource.id", ""))
        found = _SUBJECTS.keep(key, Subject(json.members(values), reasons, about, related("", about)))
    return found


def related(body: str, about: str) -> str:
    """``openstack.related.ids`` in JSON, a comma before it; nothing if there are none.

    Args:
        body: the message.
        about: id of the record's resource, or nothing.
    """
    found = related_ids(body, about)
    return json.members({"openstack.related.ids": found}) if found else ""


def requester(attributes: Mapping[str, Any], privacy: Privacy) -> tuple[Fragment, str]:
    """Who asked, and the ids of the request in JSON: of the context that the call was given, else of this thread's.

    Args:
        attributes: the record's.
        privacy: what leaves of personal attributes.
    """
    given = attributes.get("context")
    # NOTE: a call may have an extra of this name that is no context at all.
    current = oslo_context.get_current() if given is None or isinstance(given, str) else given
    if current is None:
        return NOTHING, ""
    if isinstance(current, dict):
        return _unusual(context.getter(current), privacy)
    try:
        # NOTE: contexts are changed in place, so their values are the key, not the object.
        key = (_who(current), tuple(current.roles or ()), privacy.mark)
        ids = _ids(current)
        person, request = _REQUESTERS.get(key), _REQUESTS.get(ids)
    except (AttributeError, TypeError):  # an unusual context class, or unhashable values
        return _unusual(partial(_value, current), privacy)
    if person is None:
        person = _REQUESTERS.keep(key, _person(partial(_value, current), privacy))
    return person, _REQUESTS.keep(ids, _request(*ids)) if request is None else request


def _unusual(get: Callable[[str], object], privacy: Privacy) -> tuple[Fragment, str]:
    return _person(get, privacy), _request(*(get(name) for name, _ in context.REQUEST))


def _person(get: Callable[[str], object], privacy: Privacy) -> Fragment:
    return checked(privacy.apply(context.describe(get)))


def _request(local: object, upper: object) -> str:
    """The ids of a request; written by hand, for they are new with every request."""
    text = ""
    if isinstance(local, str) and local:
        text = f',"openstack.request.id":{quote(fitted(local))}'
    if isinstance(upper, str) and upper:
        text = f'{text},"openstack.request.global_id":{quote(fitted(upper))}'
    return text


def _value(current: object, name: str) -> object:
    return getattr(current, name, None)
