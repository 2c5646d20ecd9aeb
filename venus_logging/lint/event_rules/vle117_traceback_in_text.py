"""A traceback stands in the attributes of the exception, not in the text.

In the text it is one long message that is never the same twice; as attributes it can be counted by type and by
place. It comes there by `LOG.exception("Build failed")` or `exc_info=True` instead of
`LOG.error(traceback.format_exc())`.

Bad:

    {"body": "Traceback (most recent call last):\\n  File ..."}

Good:

    {"body": "Build failed", "exception.type": "ValueError", "exception.message": "no such flavor"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venus_logging.event.tracebacks import HEADER
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]


def check(record: Record) -> Iterator[Fault]:
    """A traceback that nobody noted as such."""
    if "exception.type" not in record.event and HEADER in record.text("body"):
        yield Fault("exception.type", "a traceback stands in the text", hint='LOG.exception("what failed")')


RULE = EventRule("VLE117", "traceback-in-text", "warning", "a traceback is an attribute, not text", check)
