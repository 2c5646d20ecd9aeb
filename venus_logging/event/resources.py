"""Resources, not objects: what a record was given as its subject is reduced to a type and an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venus_logging.event._types import Event

__all__ = ["INSTANCE", "attributes", "describe", "describe_prefix", "subject", "uuid_of"]

INSTANCE: Final = "compute.instance"
_TYPES: Final = {
    # short names of resources as services use them in resource= and in log prefixes
    "instance": INSTANCE, "server": INSTANCE, "volume": "block_storage.volume", "snapshot": "block_storage.snapshot",
    "backup": "block_storage.backup", "group": "block_storage.group", "image": "image.image", "port": "network.port",
    "network": "network.network", "subnet": "network.subnet", "router": "network.router",
    "floatingip": "network.floating_ip", "security_group": "network.security_group",
}  # fmt: skip
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_WHOLE: Final = re.compile(_UUID)
# What oslo.log's adapters and formatters leave of an instance or a resource, alone or before a message.
_INSTANCE_PREFIX: Final = re.compile(rf"\[instance: ({_UUID})\] ?")
_RESOURCE_PREFIX: Final = re.compile(rf"\[([a-z_]{{1,40}})-({_UUID})\] ?")
# NOTE: cinder's drivers have names for ids; before a message that could be anything, under ``resource`` it is clear.
_NAMED: Final = re.compile(r"\[([a-z_]{1,40})-([^\]\s]{1,255})\] ?")
_TYPE_NAME: Final = re.compile(r"[a-z][a-z0-9_.]{0,63}")


def describe(extra: Mapping[str, object]) -> Event:
    """``openstack.resource.type`` and ``.id`` of what a log call was given, nothing else of it.

    Args:
        extra: the record's attributes or its ``extra``: ``instance`` and ``resource`` (objects, dicts, or the
            texts that oslo.log makes of them), ``instance_uuid``.
    """
    return attributes(subject(extra))


def subject(extra: Mapping[str, object]) -> tuple[str, str] | None:
    """Type and id of what a log call was given, or None.

    Args:
        extra: as for ``describe()``.
    """
    return (
        _of_instance(extra.get("instance"))
        or _of_instance(extra.get("instance_uuid"))
        or _of_resource(extra.get("resource"))
    )


def attributes(found: tuple[str, str] | None) -> Event:
    """A type and an id under their names in an event."""
    return {"openstack.resource.type": found[0], "openstack.resource.id": found[1]} if found else {}


def describe_prefix(body: str) -> Event:
    """The same from the prefix that oslo.log writes before a message, ``[instance: <uuid>]`` or ``[volume-<uuid>]``."""
    return attributes(_of_text(body) if body.startswith("[") else None)


def uuid_of(value: object) -> str | None:
    """The UUID that a value is or has, in lower case.

    Args:
        value: a text, a dict or an object with ``uuid`` or ``id``, or anything else.
    """
    text = value if isinstance(value, str) else _member(value, "uuid") or _member(value, "id")
    return text.lower() if isinstance(text, str) and _WHOLE.fullmatch(text) else None


def _of_instance(value: object) -> tuple[str, str] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _of_text(value) or ((INSTANCE, value.lower()) if _WHOLE.fullmatch(value) else None)
    uuid = _member(value, "uuid") or _member(value, "id")
    return (INSTANCE, uuid) if isinstance(uuid, str) and 0 < len(uuid) <= 255 else None


def _of_resource(value: object) -> tuple[str, str] | None:
    if isinstance(value, str):
        named = _NAMED.fullmatch(value)
        return _of_text(value) or ((_type(named[1]), named[2]) if named else None)
    kind, identity = _member(value, "type"), _member(value, "id")
    if kind is None:
        return _of_instance(value) if _member(value, "uuid") else None
    if not isinstance(kind, str) or not isinstance(identity, str) or not 0 < len(identity) <= 255:
        return None
    return (_type(kind), identity) if _TYPE_NAME.fullmatch(kind) else None


def _of_text(text: str) -> tuple[str, str] | None:
    instance = _INSTANCE_PREFIX.match(text)
    if instance:
        return INSTANCE, instance[1].lower()
    resource = _RESOURCE_PREFIX.match(text)
    return (_type(resource[1]), resource[2].lower()) if resource else None


def _type(kind: str) -> str:
    return _TYPES.get(kind, kind)


def _member(value: object, name: str) -> object:
    try:
        if isinstance(value, dict):
            return value.get(name)
        # NOTE: objects of OpenStack's clients ask their server for an attribute that they do not have.
        has = name in getattr(value, "__dict__", ()) or hasattr(type(value), name)
        return getattr(value, name, None) if has else None
    except Exception:  # a lazy-loading property of a foreign object may raise anything
        return None
