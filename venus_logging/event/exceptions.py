"""Exceptions as data: type, message, frames and causes, from a live exception or from the text of a traceback."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from venus_logging.event import tracebacks
from venus_logging.event.masking import mask
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, TEXT_MAX, cut, masked, well_formed
from venus_logging.event.tracebacks import CAUSE, CONTEXT, HEADER, MAX_CHAIN, MAX_FRAMES, type_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venus_logging.event._types import Event

__all__ = ["describe", "parse", "type_name"]

# A group's own traceback stands behind "  | ", and those of its members deeper.
_GROUP_HEADER: Final = f"  + Exception Group {HEADER}"
_GROUP_MARGIN: Final = "  | "
# NOTE: the line of a SyntaxError's text has no "in"; it is no frame.
_FRAME: Final = re.compile(r'^ *File "([^"]*)", line (\d+), in (.*)$')
_LAST: Final = re.compile(r"^([^\W\d][\w.<>]*)(?:: (.*))?$", re.DOTALL)


def describe(error: BaseException) -> Event:
    """The ``exception.*`` attributes of a live exception, masked and cut.

    Args:
        error: the exception; its ``__cause__`` is followed, else its ``__context__`` unless suppressed.
    """
    chain = tracebacks.links(error)
    first = chain[0]
    event: Event = {"exception.type": first.kind, "exception.message": cut(first.message, MESSAGE_MAX)}
    if first.places:
        event["exception.frames"] = [place.name for place in first.places]
    if len(chain) > 1:
        event["exception.chain"] = [cut(f"{link.kind}: {link.message}", KEYWORD_MAX) for link in chain]
    event["exception.stacktrace"] = _keep_end(tracebacks.text(chain), TEXT_MAX)
    return event


def parse(text: str) -> Event:
    """The ``exception.*`` attributes of a traceback as Python prints it, masked and cut.

    Args:
        text: one or more tracebacks joined by Python's sentences about causes; the last one is the exception.
    """
    links: list[tuple[str, str]] = []
    frames: list[str] = []
    # NOTE: splitlines() would also cut where a message has a form feed or a line separator.
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [number for number, line in enumerate(lines) if line.rstrip() in (HEADER, _GROUP_HEADER)]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        part = lines[start + 1 : end]
        part_frames, link = _parse_one(part if lines[start][0] != " " else _own_lines(part))
        if link is not None:
            links.append(link)
            frames = part_frames
    event: Event = {"exception.stacktrace": _keep_end(mask(well_formed(text)), TEXT_MAX)}
    if links:
        kind, message = links[-1]
        event["exception.type"] = cut(kind, KEYWORD_MAX)
        event["exception.message"] = masked(message, MESSAGE_MAX)
    if frames:
        event["exception.frames"] = frames[-MAX_FRAMES:]
    if len(links) > 1:
        newest_first = links[::-1][:MAX_CHAIN]
        event["exception.chain"] = [masked(f"{kind}: {message}", KEYWORD_MAX) for kind, message in newest_first]
    return event


def _frame(file: str, line: int | str, function: str) -> str:
    return cut(well_formed(f"{file}:{line}:{function}"), KEYWORD_MAX)


def _keep_end(text: str, most: int) -> str:
    """The last characters of a text that is too long: in a traceback the end says most."""
    return text if len(text) <= most else text[-most:]


def _parse_one(lines: Sequence[str]) -> tuple[list[str], tuple[str, str] | None]:
    """Frames and the closing ``type: message`` of one traceback's lines after its header."""
    frames: list[str] = []
    for number, line in enumerate(lines):
        frame = _FRAME.match(line)
        if frame:
            frames.append(_frame(frame[1], frame[2], frame[3]))
        elif line and not line[0].isspace():
            return frames, _closing(lines[number:])
    return frames, None


def _own_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a group's own traceback without their margin, before those of its members."""
    own = takewhile(lambda line: line.startswith(_GROUP_MARGIN), lines)
    return [line.removeprefix(_GROUP_MARGIN) for line in own]


def _closing(lines: Sequence[str]) -> tuple[str, str] | None:
    """Type and message from the last lines of a traceback; a message may have several lines."""
    ends = (CAUSE.strip(), CONTEXT.strip())
    message: list[str] = []
    for line in lines:
        if line in ends:
            break
        message.append(line)
    match = _LAST.match("\n".join(message).rstrip())
    return (match[1], match[2] or "") if match else None
