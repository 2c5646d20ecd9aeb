"""Who asked: the attributes of a request context, by allow-list, from an object's values or a dict of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.event.text import KEYWORD_MAX, cut, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.event._types import Event

__all__ = ["TEXTS", "describe"]

TEXTS: Final = (
    ("request_id", "openstack.request.id"),
    ("global_request_id", "openstack.request.global_id"),
    ("project_id", "openstack.project.id"),
    ("project_name", "openstack.project.name"),
    ("project_domain_id", "openstack.project_domain.id"),
    ("domain_id", "openstack.domain.id"),
    ("user_id", "user.id"),
    ("user_name", "user.name"),
    ("user_domain_id", "openstack.user_domain.id"),
    ("system_scope", "openstack.system_scope"),
)
"""Attributes of oslo.context's RequestContext and their names here; tokens and catalogues are not among them."""


def describe(get: Callable[[str], object]) -> Event:
    """The request, project and user attributes that a context has.

    Args:
        get: gives the value of a context's attribute, None if it has none.
    """
    event: Event = {}
    for source, name in TEXTS:
        value = get(source)
        if value and isinstance(value, str):
            event[name] = (
                value if value.isascii() and len(value) <= KEYWORD_MAX else cut(well_formed(value), KEYWORD_MAX)
            )
    is_admin = get("is_admin")
    if isinstance(is_admin, bool) and event:
        event["openstack.is_admin"] = is_admin
    roles = get("roles")
    if roles and isinstance(roles, (list, tuple)):
        event["user.roles"] = [cut(well_formed(role), KEYWORD_MAX) for role in roles[:64] if isinstance(role, str)]
    return event
