"""Marks an event that breaks the contract: it is kept all the same, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.contract._check import check
from venus_logging.event.text import KEYWORD_MAX, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venus_logging.event import Event

__all__ = ["INVALID", "flagged", "marked"]

INVALID: Final = "x.venus.invalid"


def flagged(event: Event, reasons: Sequence[str] = ()) -> Event:
    """The same event, with ``x.venus.invalid`` if the contract or the caller has something against it.

    Args:
        event: is changed.
        reasons: what the caller already knows to be wrong.
    """
    found = [*reasons, *(f"{problem.path}: {problem.message}" for problem in check(event))]
    return marked(event, found) if found else event


def marked(event: Event, reasons: Sequence[str]) -> Event:
    """The same event, with these reasons in ``x.venus.invalid``.

    Args:
        event: is changed; its parts were checked already.
        reasons: at least one.
    """
    event[INVALID] = masked("; ".join(reasons), KEYWORD_MAX)
    return event
