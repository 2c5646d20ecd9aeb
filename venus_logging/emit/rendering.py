"""What a record says: its message, its time and its exception, whatever foreign code raises on the way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from venus_logging.event import exceptions
from venus_logging.event.text import BODY_MAX, cut, well_formed
from venus_logging.event.time import from_epoch

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from venus_logging.event import Event

__all__ = ["body", "exception", "note", "raise_interrupt", "shown", "template", "timestamp"]

_INTERRUPT: Final = "_venus_interrupt"
"""Where a record keeps a KeyboardInterrupt or SystemExit that came while it was rendered; handlers raise it at last."""


def template(record: logging.LogRecord, reasons: list[str]) -> str:
    """The format string; of a message that is an object (a translated text, an exception) its text.

    Args:
        record: whose.
        reasons: gets what went wrong.
    """
    if type(record.msg) is str:
        return record.msg
    text = _rendered(record, lambda: str(record.msg), "body: str() fails", reasons)
    return shown(record, record.msg) if text is None else text


def body(record: logging.LogRecord, template: str, reasons: list[str]) -> str:
    """The rendered message, not yet masked; what cannot be rendered is shown as it was given.

    Args:
        record: whose.
        template: its format string.
        reasons: gets what went wrong.
    """
    text = template
    if record.args:
        try:
            text = record.getMessage()
        except BaseException as problem:
            note(record, problem, "body: cannot be formatted", reasons)
            text = f"{template} % {shown(record, record.args)}"
    if record.stack_info:
        text = f"{text}\n{record.stack_info}"
    if text.isascii():
        return text
    formed = well_formed(text)
    if formed != text:
        reasons.append("body: holds half of a surrogate pair")
    return formed


def shown(record: logging.LogRecord, value: object) -> str:
    """The repr of a value, or what can be said without one."""
    text = _rendered(record, lambda: repr(value), "repr", [])
    return f"<{type(value).__name__} without a repr>" if text is None else cut(text, BODY_MAX)


def timestamp(record: logging.LogRecord) -> str:
    """When the record was made; now, if somebody set its time to nonsense."""
    try:
        # NOTE: not anything else; a text times a million is a text of gigabytes.
        return from_epoch(record.created if type(record.created) is float else float(str(record.created)[:32]))
    except (OverflowError, ValueError, TypeError, OSError):
        return from_epoch(time.time())


def exception(record: logging.LogRecord) -> Event:
    """The record's own exception; one that is only being handled is not the record's."""
    info: Any = record.exc_info
    error = info[1] if isinstance(info, tuple) and len(info) > 1 else info
    if isinstance(error, BaseException):
        try:
            return exceptions.describe(error)
        except (KeyboardInterrupt, SystemExit) as interrupt:
            record.__dict__[_INTERRUPT] = interrupt
            return {"exception.type": exceptions.type_name(type(error))}
    return exceptions.parse(record.exc_text) if record.exc_text else {}


def raise_interrupt(record: logging.LogRecord) -> None:
    """Lets a KeyboardInterrupt or SystemExit pass that came while the record was rendered."""
    if _INTERRUPT in record.__dict__:
        raise record.__dict__.pop(_INTERRUPT)


def _rendered(record: logging.LogRecord, render: Callable[[], str], what: str, reasons: list[str]) -> str | None:
    """What foreign code renders, or None with a reason: arguments may not fit, and a ``__str__`` may raise anything."""
    try:
        return render()
    except BaseException as problem:
        note(record, problem, what, reasons)
        return None


def note(record: logging.LogRecord, problem: BaseException, what: str, reasons: list[str]) -> None:
    """Says what foreign code raised, and keeps an interrupt for later.

    Args:
        record: that was read.
        problem: what was raised.
        what: the part of the event, and what is wrong with it.
        reasons: gets the sentence.
    """
    # NOTE: a signal's handler may end the process anywhere; that must pass, but after the line is written.
    if isinstance(problem, (KeyboardInterrupt, SystemExit)):
        record.__dict__[_INTERRUPT] = problem
    reasons.append(f"{what}: {type(problem).__name__}")
