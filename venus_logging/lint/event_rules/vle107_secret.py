"""No text of a record holds a secret.

Our own formatter masks; a finding here is a record that came past it, or a kind of secret that it does not know.
The value is never shown. Records of oslo.log's JSON are looked at as they were written: what its formatter lets
through is found here.

Bad:

    {"body": "connecting to rabbit://openstack:hunter2@10.0.0.1:5672"}

Good:

    {"body": "connecting to rabbit://openstack:***@10.0.0.1:5672"}

A token that a client has hashed, as `{SHA256}c59e646d...`, is none. Data of a tenant, such as `user_data`, counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.event.masking import MASK, mask
from venus_logging.lint.event_rules._rule import EventRule, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.event_rules._rule import Record

__all__ = ["RULE"]

_HASHED: Final = re.compile(r"\{SHA\d+\}[0-9a-fA-F]+")
_TEXTS: Final = ("body", "log.template.text", "exception.message", "exception.stacktrace")


def check(record: Record) -> Iterator[Fault]:
    """Texts that masking would change."""
    names = [*_TEXTS, *(name for name in record.event if name.startswith("x."))]
    for name in names:
        text = record.event.get(name)
        if isinstance(text, str) and _has_secret(text):
            yield Fault(name, "a secret, or what looks like one", hint="mask it where it is logged, and change it")
    if record.beside and _has_secret(record.beside):
        yield Fault("extra", "a secret, or what looks like one", hint="do not dump objects: see EventFormatter")


def _has_secret(text: str) -> bool:
    text = _HASHED.sub(MASK, text)
    return mask(text) != text


RULE = EventRule("VLE107", "secret", "error", "no secret in a text", check)
