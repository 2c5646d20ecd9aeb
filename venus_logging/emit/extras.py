"""What a log call was given beside its message: attributes of the contract and ``x.*`` data, by allow-list."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from venus_logging import contract
from venus_logging.event import resources
from venus_logging.event.masking import MASK, is_secret_name
from venus_logging.event.text import KEYWORD_MAX, masked, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from venus_logging.event import Event, Value

__all__ = ["KEPT", "LOST", "MOST", "arguments", "names", "take", "typed"]

KEPT: Final = "_venus_event"
"""Where a record keeps its event."""

LOST: Final = "_venus_lost"
"""Where a typed event keeps names that were given to it and cannot be an attribute's."""

MOST: Final = 256
"""Attributes and ``x.*`` values that one call may add."""

EVENT_NAME: Final = "event_name"
# What every record has and what oslo.log adds to it: no attribute of the contract is among these.
_NONE_OF_THESE: Final = frozenset(
    (*logging.makeLogRecord({}).__dict__, "message", "asctime", "context", "extra", "extra_keys", "instance",
     "instance_uuid", "project", "resource", "version", KEPT)
)  # fmt: skip


def names(attributes: Mapping[str, Any]) -> list[str]:
    """The names among a record's attributes that may be attributes of an event.

    Args:
        attributes: the record's.
    """
    # NOTE: oslo.log's adapters list what a call gave them; the standard library's loggers do not.
    given: Iterable[str] | None = attributes.get("extra_keys")
    candidates = attributes if given is None else given
    if _NONE_OF_THESE.issuperset(candidates):
        return []
    return sorted(name for name in candidates if isinstance(name, str) and ("." in name or name == EVENT_NAME))


def take(
    given: Sequence[str],
    attributes: Mapping[str, Any],
    json_default: Callable[[object], object] | None,
    reasons: list[str],
) -> Event:
    """What an event may carry of some of a record's attributes, masked and cut.

    Args:
        given: their names.
        attributes: the record's.
        json_default: makes a scalar of an ``x.*`` value that is none.
        reasons: gets what is wrong.
    """
    own: Event = {}
    typed_event = EVENT_NAME in given
    if typed_event:
        reasons += [f"{name}: no attribute has such a name" for name in attributes.get(LOST, ())]
    if len(given) > MOST:
        reasons.append(f"extras: {len(given)} of them, at most {MOST} are kept")
    for name in given[:MOST]:
        value: Any = attributes.get(name)
        if isinstance(value, str) and well_formed(value) != value:
            reasons.append(f"{name}: holds half of a surrogate pair")
        if name.startswith("x."):
            scalar = _scalar(name, value, json_default)
            if scalar is None:
                reasons.append(f"{name}: {type(value).__name__} is not a scalar")
            else:
                own[name] = scalar
        elif _is_allowed(name):
            own[name] = masked(value, KEYWORD_MAX) if isinstance(value, str) else value
        elif typed_event and contract.attribute(name) is None:
            reasons.append(f"{name}: no attribute of the registry and not under x.")
    return own


def arguments(record: logging.LogRecord) -> Event:
    """The attributes that the registry sees in the arguments that a message names, each of them beyond doubt.

    Args:
        record: logged as ``LOG.info("... %(volume_id)s ...", {"volume_id": ...})``; others have none.
    """
    given, template = record.args, record.msg
    if not isinstance(given, dict) or type(template) is not str:
        return {}
    known = contract.arguments()
    found: dict[str, set[Value]] = {}
    for name in known.keys() & given.keys():
        if f"%({name})" in template:
            value = _argument(known[name], given[name])
            if value is not None:
                found.setdefault(known[name].name, set()).add(value)
    # NOTE: of two volumes in one message nobody knows which one the event is about.
    return {name: values.pop() for name, values in sorted(found.items()) if len(values) == 1}


def typed(event: Event, own: Event) -> None:
    """What a typed event has beyond its attributes: its scenario, and its subject under the name of its kind.

    Args:
        event: is changed.
        own: its own attributes, ``event_name`` among them; is changed.
    """
    named = own[EVENT_NAME]
    kind = contract.typed(str(named))
    if kind or not contract.check({EVENT_NAME: named}, whole=False):
        event.setdefault("openstack.scenario.id", named)
        event["openstack.scenario.source"] = "api"
    name = f"openstack.{str(event.get('openstack.resource.type', '')).rpartition('.')[2]}.id"
    if kind and name not in own and name not in kind.foreign and contract.attribute(name) is not None:
        own[name] = event["openstack.resource.id"]


def _argument(attribute: contract.Attribute, value: object) -> Value | None:
    """An argument as a value of an attribute, or None: it was not given as one, so that a misfit is no damage."""
    fitting: Value | None = None
    if attribute.kind == "integer":
        fitting = value if type(value) is int else None
    elif attribute.name.endswith(("_id", ".id")):
        return resources.uuid_of(value)
    elif isinstance(value, str) and str.__len__(value) <= KEYWORD_MAX:
        fitting = masked(str.__str__(value), KEYWORD_MAX)
    return None if fitting is None or contract.check({attribute.name: fitting}, whole=False) else fitting


def _is_allowed(name: str) -> bool:
    attribute = contract.attribute(name)
    return attribute is not None and (attribute.scope == "event" or name == EVENT_NAME)


def _scalar(name: str, value: object, json_default: Callable[[object], object] | None) -> Value | None:
    if is_secret_name(name):
        return MASK
    if json_default is not None and not isinstance(value, (str, int, float)):
        value = json_default(value)
    if isinstance(value, str):
        return masked(value, KEYWORD_MAX)
    return value if isinstance(value, (int, float)) else None
