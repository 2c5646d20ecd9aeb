"""An id in the text of a record is an attribute, too.

Ids that stand only in text cannot be counted, pivoted or followed. Our formatter puts them in
`openstack.related.ids`; better is to say what the record is about: `LOG.info("Deleted", instance=instance)`, or
`resource={"type": "volume", "id": volume_id}`.

Bad:

    {"body": "Deleted volume 4b3b3578-3e6c-49e7-9d18-eec7c518457a"}

Good:

    {"body": "Deleted", "openstack.resource.id": "4b3b3578-3e6c-49e7-9d18-eec7c518457a"}

Of records of another format, what ingest would find in the text does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.event.ids import related_ids
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_TEXTS: Final = frozenset({"body", "log.template.text", "exception.message", "exception.stacktrace"})
_RELATED: Final = "openstack.related.ids"


def check(record: Record) -> Iterator[Fault]:
    """Ids of the body that no attribute has."""
    named = related_ids(record.text("body")) if record.notable else []
    if not named:
        return
    left_out = _TEXTS | {_RELATED} if record.format else _TEXTS
    values = " ".join(str(value) for name, value in record.event.items() if name not in left_out).lower()
    missing = [each for each in named if each not in values]
    if missing:
        yield Fault(_RELATED, "an id stands only in the text", missing[0], "log it with instance= or resource=")


RULE = EventRule("VLE112", "id-in-text", "warning", "an id in the text is an attribute, too", check)
