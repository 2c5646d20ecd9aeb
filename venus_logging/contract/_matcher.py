"""Recognises a rendered message by the literal parts of the statement it came from, without a regular expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Matcher", "fits"]

T = TypeVar("T")
# What logging_debug_format_suffix puts behind a message, as oslo.log and as devstack have it.
_PLACE: Final = re.compile(r" (?:\{\{\(pid=\d+\) )?[\w<>.]+ /\S+\.py:\d+(?:\}\})?\Z")
_SUBJECT: Final = re.compile(r"\[(?:instance: |[a-z_]{1,40}-)[0-9a-fA-F-]{36}\] ?")


class Matcher(Generic[T]):
    """Finds the statement of a message among those of its logger, the one with most literal text first.

    Args:
        statements: by logger, the literal parts of each statement and what to answer for it; a part that is empty at
            the begin or the end lets anything stand there.
    """

    def __init__(self, statements: Mapping[str, Iterable[tuple[Sequence[str], T]]]) -> None:
        self._buckets = {logger: _buckets(rows) for logger, rows in statements.items()}

    def find(self, logger: str, text: str) -> T | None:
        """The answer for the statement of a message, or None if no statement fits.

        Args:
            logger: name of the logger.
            text: the message as rendered; oslo.log's resource before it, and its error summary or the place in the
                source after it, may be there.
        """
        buckets = self._buckets.get(logger)
        if buckets is None:
            return None
        subject = _SUBJECT.match(text) if text.startswith("[") else None
        if subject is not None:
            text = text[subject.end() :]
        if ".py:" in text:
            text = _PLACE.sub("", text)
        for parts, answer in buckets.get(text.partition(" ")[0], buckets[""]):
            if fits(parts, text):
                return answer
        return None


def fits(parts: Sequence[str], text: str) -> bool:
    """Whether a text is the literal parts in order, anything between them, and at most ``: ...`` after them."""
    first, last = parts[0], parts[-1]
    if not text.startswith(first):
        return False
    position = len(first)
    for part in parts[1:-1]:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return _ends(text, position, last) if len(parts) > 1 else _closed(text, position)


def _ends(text: str, position: int, last: str) -> bool:
    if not last or (text.endswith(last) and len(text) - len(last) >= position):
        return True
    found = text.find(f"{last}: ", position)
    return found >= 0


def _closed(text: str, position: int) -> bool:
    return len(text) == position or text.startswith(": ", position)


def _buckets(rows: Iterable[tuple[Sequence[str], T]]) -> dict[str, list[tuple[Sequence[str], T]]]:
    ordered = sorted(rows, key=lambda row: -sum(map(len, row[0])))
    words = {_word(parts) for parts, _ in ordered} | {""}
    # NOTE: statements that begin with a placeholder may fit any first word, so they stand in every bucket.
    return {word: [row for row in ordered if _word(row[0]) in (word, "")] for word in words}


def _word(parts: Sequence[str]) -> str:
    word, space, _ = parts[0].partition(" ")
    return word if space else ""
