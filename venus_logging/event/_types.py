"""The event itself: a flat dict with dotted keys, and the one order of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Value: TypeAlias = "str | int | float | bool | list[str]"
Event: TypeAlias = "dict[str, Value]"


def order_key(event: Mapping[str, Value]) -> tuple[str, int, str]:
    """The key by which events are ordered everywhere: time, number of the record in its source, uid.

    Args:
        event: an event with a canonical ``@timestamp``.
    """
    # NOTE: without its Z, a time of six decimals stands before the same one with nine, as it should.
    number = event.get("openstack.record.number", 0)
    time = str(event["@timestamp"]).rstrip("Z")
    return (time, number if isinstance(number, int) else 0, str(event["log.record.uid"]))
