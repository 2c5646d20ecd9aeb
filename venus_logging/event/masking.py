"""Masking: passwords, tokens, keys, credentials in URLs and tenants' data never leave in a text."""

from __future__ import annotations

from typing import Final

from venus_logging.event.secret_names import MASK, ROOTS, is_secret_name

__all__ = ["MASK", "is_secret_name", "mask"]

_SHAPES: Final = ("://", "gaaaa", "eyj", "bearer ", "basic ")
"""What secrets without a name look like: in URLs, tokens of keystone and in JSON, schemes of HTTP."""
_HINTS: Final = (*_SHAPES, *ROOTS)


def mask(text: str) -> str:
    """The text with every secret's value replaced by ``***``.

    Args:
        text: a message, a template, a traceback; names in JSON, Python reprs, INI, headers, URLs, XML and
            command lines are understood.
    """
    lower = text.lower()
    for hint in _HINTS:
        if hint in lower:
            # NOTE: nine texts of ten end before this; a service that never comes here does not compile the patterns.
            from venus_logging.event.hiding import hide

            return hide(text, lower)
    return text
