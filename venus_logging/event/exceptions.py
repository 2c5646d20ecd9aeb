"""Exceptions as data: type, message, frames and causes, from a live exception or from the text of a traceback."""

from __future__ import annotations

import re
import traceback
from functools import lru_cache
from itertools import takewhile
from linecache import getline
from typing import TYPE_CHECKING, Final, NamedTuple

from venus_logging.event.masking import mask
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, TEXT_MAX, cut, masked, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType, TracebackType

    from venus_logging.event._types import Event

__all__ = ["describe", "parse", "type_name"]

MAX_FRAMES: Final = 100
MAX_CHAIN: Final = 16
_CAUSE: Final = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT: Final = "\nDuring handling of the above exception, another exception occurred:\n\n"
_HEADER: Final = "Traceback (most recent call last):"
# A group's own traceback stands behind "  | ", and those of its members deeper.
_GROUP_HEADER: Final = f"  + Exception Group {_HEADER}"
_GROUP_MARGIN: Final = "  | "
# NOTE: the line of a SyntaxError's text has no "in"; it is no frame.
_FRAME: Final = re.compile(r'^ *File "([^"]*)", line (\d+), in (.*)$')
_LAST: Final = re.compile(r"^([^\W\d][\w.<>]*)(?:: (.*))?$", re.DOTALL)


class _Link(NamedTuple):
    """One exception of a chain: itself, its class, what it says."""

    error: BaseException
    kind: str
    message: str


class _Frame(NamedTuple):
    """One place in the code: its name in an event, and its lines in a traceback."""

    name: str
    text: str


def describe(error: BaseException) -> Event:
    """The ``exception.*`` attributes of a live exception, masked and cut.

    Args:
        error: the exception; its ``__cause__`` is followed, else its ``__context__`` unless suppressed.
    """
    links = [_Link(each, type_name(type(each)), _message(each)) for each in _chain(error)]
    frames = [_frame_of(code, line) for code, line in _frames(error.__traceback__)]
    event: Event = {"exception.type": links[0].kind, "exception.message": cut(links[0].message, MESSAGE_MAX)}
    if frames:
        event["exception.frames"] = [frame.name for frame in frames]
    if len(links) > 1:
        event["exception.chain"] = [cut(f"{link.kind}: {link.message}", KEYWORD_MAX) for link in links]
    event["exception.stacktrace"] = _keep_end(_stacktrace(links), TEXT_MAX)
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
    starts = [number for number, line in enumerate(lines) if line.rstrip() in (_HEADER, _GROUP_HEADER)]
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


def type_name(kind: type[BaseException]) -> str:
    """The class name with its module, as a traceback prints it: without the module for built-in classes."""
    module = kind.__module__
    name = kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"
    return cut(well_formed(name), KEYWORD_MAX)


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and what caused it, newest first; a loop ends it."""
    chain = [error]
    seen = {id(error)}
    while len(chain) < MAX_CHAIN:
        last = chain[-1]
        following = last.__cause__
        if following is None and not last.__suppress_context__:
            following = last.__context__
        if following is None or id(following) in seen:
            break
        seen.add(id(following))
        chain.append(following)
    return chain


def _message(error: BaseException) -> str:
    """What the exception says, masked and cut."""
    # NOTE: an exception's str is foreign code and may raise anything; a SystemExit of a signal handler must pass.
    try:
        return masked(str(error), 2 * MESSAGE_MAX)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:
        return f"<{type(problem).__name__} in {type(error).__name__}.__str__>"


def _frames(trace: TracebackType | None) -> list[tuple[CodeType, int]]:
    """Code and line of every frame, innermost last; the outermost are left out of a very deep stack."""
    # NOTE: code that was not compiled from a text may have frames without a line.
    found = [(frame.f_code, line or 0) for frame, line in traceback.walk_tb(trace)]
    return found[-MAX_FRAMES:]


def _frame(file: str, line: int | str, function: str) -> str:
    return cut(well_formed(f"{file}:{line}:{function}"), KEYWORD_MAX)


# NOTE: nine tenths of what a traceback costs is looking up the same source lines again.
@lru_cache(maxsize=2048)
def _frame_of(code: CodeType, line: int) -> _Frame:
    """One place in the code, its source masked: a password may stand in it."""
    source = getline(code.co_filename, line).strip()
    head = f'  File "{code.co_filename}", line {line}, in {code.co_name}\n'
    text = mask(well_formed(f"{head}    {source}\n" if source else head))
    return _Frame(_frame(code.co_filename, line, code.co_name), text)


def _stacktrace(links: Sequence[_Link]) -> str:
    """The traceback as Python prints it, without carets, masked."""
    special = (BaseExceptionGroup, SyntaxError)
    if any(isinstance(each.error, special) or getattr(each.error, "__notes__", None) for each in links):
        text = "".join(traceback.format_exception(links[0].error)).rstrip()
        return mask(well_formed(_last_lines(text, 2 * TEXT_MAX)))
    return "".join(_parts(links)).rstrip()


def _parts(links: Sequence[_Link]) -> Iterator[str]:
    for position in range(len(links) - 1, -1, -1):
        error, kind, message = links[position]
        frames = _frames(error.__traceback__)
        if frames:
            yield f"{_HEADER}\n"
            yield from (_frame_of(code, line).text for code, line in frames)
        yield f"{kind}: {message}\n" if message else f"{kind}\n"
        if position:
            yield _CAUSE if links[position - 1].error.__cause__ is error else _CONTEXT


def _keep_end(text: str, most: int) -> str:
    """The last characters of a text that is too long: in a traceback the end says most."""
    return text if len(text) <= most else text[-most:]


def _last_lines(text: str, most: int) -> str:
    """The last lines of a text that is too long: half a line would hide a secret's name and show its value."""
    end = _keep_end(text, most)
    return end if end is text else end[end.find("\n") + 1 :]


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
    ends = (_CAUSE.strip(), _CONTEXT.strip())
    message: list[str] = []
    for line in lines:
        if line in ends:
            break
        message.append(line)
    match = _LAST.match("\n".join(message).rstrip())
    return (match[1], match[2] or "") if match else None
