"""A record that people look at says which request it belongs to.

Without a request id nobody can follow a call through the services. Start-up and periodic work have no caller, but
oslo.context gives them an id as well; what has none was logged outside of any context, often by a thread that was
started without it: see `venus_logging.carry()`. Only records of the level asked for and above are looked at.

Bad:

    {"severity_number": 17, "severity_text": "ERROR", "body": "Failed to build"}

Good:

    {"severity_number": 17, "openstack.request.id": "req-b9000564-fe1a-409b-b8cc-1e88b294cd1d"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_IDS: Final = ("openstack.request.id", "openstack.request.global_id")


def check(record: Record) -> Iterator[Fault]:
    """A record without any request id."""
    if record.notable and not any(name in record.event for name in _IDS):
        yield Fault(_IDS[0], "missing", hint="log inside the request's context, and carry() it into threads")


RULE = EventRule("VLE106", "no-request", "warning", "a record says which request it belongs to", check)
