"""Parts of events that many records share: built and checked once, then only looked up."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from oslo_context import context as oslo_context

from venus_logging import contract
from venus_logging.event import context
from venus_logging.event.severity import name_of_level, number_of_level
from venus_logging.event.template import LONGEST_KEPT, template_id
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, cut, masked, well_formed

if TYPE_CHECKING:
    import logging
    from collections.abc import Mapping

    from venus_logging.event import Event
    from venus_logging.event.privacy import Privacy

__all__ = ["NOTHING", "Fragment", "checked", "requester", "site", "subject"]

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


class _Cache(dict[_Key, Fragment], Generic[_Key]):
    """A bounded cache that many threads may use: emptied when it is full, for what is new will be asked for again."""

    def keep(self, key: _Key, fragment: Fragment, most: int = 2048) -> Fragment:
        if len(self) >= most:
            self.clear()
        self[key] = fragment
        return fragment


_SITES: Final[_Cache[tuple[object, ...]]] = _Cache()
_REQUESTERS: Final[_Cache[tuple[object, ...]]] = _Cache()
_SUBJECTS: Final[_Cache[tuple[object, ...]]] = _Cache()
_context_values: Final = attrgetter(*(name for name, _ in context.TEXTS), "is_admin")


def site(record: logging.LogRecord, template: str) -> Fragment:
    """What all records of one log statement share: level, logger, place in the source, template and scenario.

    Args:
        record: one of them.
        template: its format string.
    """
    key = (template, record.name, record.levelno, record.pathname, record.lineno, not record.args)
    found = _SITES.get(key)
    if found is not None:
        return found
    fragment = _site(record, template)
    return _SITES.keep(key, fragment) if len(template) <= LONGEST_KEPT else fragment


def _site(record: logging.LogRecord, template: str) -> Fragment:
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
    return checked(values)


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


def requester(attributes: Mapping[str, Any], privacy: Privacy) -> Fragment:
    """Who asked: the context that the log call was given, else the one of this thread.

    Args:
        attributes: the record's.
        privacy: what leaves of personal attributes.
    """
    given = attributes.get("context")
    current = oslo_context.get_current() if given is None else given
    if current is None:
        return NOTHING
    if isinstance(current, dict):
        return checked(privacy.apply(context.describe(current.get)))
    try:
        # NOTE: contexts are changed in place, so their values are the key, not the object.
        key = (privacy.mark, *_context_values(current), tuple(current.roles or ()))
        found = _REQUESTERS.get(key)
    except (AttributeError, TypeError):  # an unusual context class, or unhashable values
        return _requester(current, privacy)
    return _REQUESTERS.keep(key, _requester(current, privacy)) if found is None else found


def _requester(current: object, privacy: Privacy) -> Fragment:
    return checked(privacy.apply(context.describe(lambda name: getattr(current, name, None))))
