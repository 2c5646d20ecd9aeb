"""An attribute is one of the registry, or stands below `x.`.

What is neither is a typo or an invention: no question finds it, and in some engines it makes the mapping grow
without a bound. An attribute that belongs to other typed events than this one is unknown here, too.

Bad:

    {"instance_uuid": "4b3b3578-3e6c-49e7-9d18-eec7c518457a"}

Good:

    {"openstack.resource.id": "4b3b3578-3e6c-49e7-9d18-eec7c518457a", "x.team": "storage"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_SHOWN: Final = 160


def check(record: Record) -> Iterator[Fault]:
    """The attributes that nobody knows."""
    for problem in record.problems:
        if problem.code == "unknown":
            yield Fault(problem.path, problem.message, repr(problem.got)[:_SHOWN])


RULE = EventRule("VLE103", "unknown-attribute", "error", "attributes are of the registry or below x.", check)
