"""Who asked: the attributes of a request context, by allow-list, from an object's values or a dict of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.event.text import KEYWORD_MAX, cut, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from venus_logging.event._types import Event

__all__ = ["PERSON", "REQUEST", "describe", "fitted", "getter", "request"]

REQUEST: Final = (
    ("request_id", "openstack.request.id"),
    ("global_request_id", "openstack.request.global_id"),
)
"""The ids of one request in oslo.context's RequestContext, and their names here."""

PERSON: Final = (
    ("project_id", "openstack.project.id"),
    ("project_name", "openstack.project.name"),
    ("project_domain_id", "openstack.project_domain.id"),
    ("domain_id", "openstack.domain.id"),
    ("user_id", "user.id"),
    ("user_name", "user.name"),
    ("user_domain_id", "openstack.user_domain.id"),
    ("system_scope", "openstack.system_scope"),
)
"""Who asks, the same for many requests; tokens and catalogues are not among them."""


def describe(get: Callable[[str], object]) -> Event:
    """The project and user attributes that a context has.

    Args:
        get: gives the value of a context's attribute, None if it has none.
    """
    event = _texts(get, PERSON)
    is_admin = get("is_admin")
    if isinstance(is_admin, bool) and event:
        event["openstack.is_admin"] = is_admin
    roles = get("roles")
    if roles and isinstance(roles, (list, tuple)):
        event["user.roles"] = [cut(well_formed(role), KEYWORD_MAX) for role in roles[:64] if isinstance(role, str)]
    return event


def request(get: Callable[[str], object]) -> Event:
    """The ids of the request that a context has.

    Args:
        get: gives the value of a context's attribute, None if it has none.
    """
    return _texts(get, REQUEST)


def getter(values: Mapping[str, object]) -> Callable[[str], object]:
    """Gives the values of a context that is a dict, by the names of a RequestContext's attributes.

    Args:
        values: as ``RequestContext.to_dict()`` makes them, which calls ``user_domain_id`` ``user_domain``.
    """
    return lambda name: values.get(name) or values.get(name.removesuffix("_id"))


def _texts(get: Callable[[str], object], names: tuple[tuple[str, str], ...]) -> Event:
    event: Event = {}
    for source, name in names:
        value = get(source)
        if value and isinstance(value, str):
            event[name] = fitted(value)
    return event


def fitted(value: str) -> str:
    """An id or a name as an event may carry it."""
    return value if value.isascii() and len(value) <= KEYWORD_MAX else cut(well_formed(value), KEYWORD_MAX)
