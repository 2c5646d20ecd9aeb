"""Live exceptions: the chain of their causes, their frames, and their text as Python prints it, all of it bounded."""

from __future__ import annotations

import traceback
from functools import lru_cache
from linecache import getline
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from venus_logging.event.masking import mask
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, cut, masked, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CAUSE", "CONTEXT", "HEADER", "MAX_CHAIN", "MAX_FRAMES", "MAX_MEMBERS", "links", "text", "type_name"]

MAX_FRAMES: Final = 100
MAX_CHAIN: Final = 16
MAX_MEMBERS: Final = 64
"""Exceptions inside of groups that a text shows, in all."""
MAX_DEPTH: Final = 8
MAX_CAUSES: Final = 4
"""Exceptions of the chain of one that is inside of a group."""
MAX_NOTES: Final = 16
CAUSE: Final = "\nThe above exception was the direct cause of the following exception:\n\n"
CONTEXT: Final = "\nDuring handling of the above exception, another exception occurred:\n\n"
HEADER: Final = "Traceback (most recent call last):"
_RULE: Final = "-" * 16
_END: Final = f"  +{'-' * 36}"


class Place(NamedTuple):
    """One place in the code: its name in an event, and its lines in a traceback."""

    name: str
    text: str


class Link(NamedTuple):
    """One exception of a chain: itself, its class, what it says, and where it was raised, innermost last."""

    error: BaseException
    kind: str
    message: str
    places: list[Place]


def links(error: BaseException, most: int = MAX_CHAIN) -> list[Link]:
    """The exception and what caused it, newest first; a loop ends it.

    Args:
        error: its ``__cause__`` is followed, else its ``__context__`` unless suppressed.
        most: exceptions.
    """
    chain = [error]
    seen = {id(error)}
    while len(chain) < most:
        last = chain[-1]
        following = last.__cause__
        if following is None and not last.__suppress_context__:
            following = last.__context__
        if following is None or id(following) in seen:
            break
        seen.add(id(following))
        chain.append(following)
    return [Link(each, type_name(type(each)), _shown(each, each), _places(each)) for each in chain]


def text(chain: Sequence[Link]) -> str:
    """The traceback of a chain as Python prints it, without carets, masked.

    Args:
        chain: newest first.
    """
    budget = iter(range(MAX_MEMBERS))
    parts: list[str] = []
    for position in range(len(chain) - 1, -1, -1):
        link = chain[position]
        parts.append(_grouped(link, budget) if isinstance(link.error, BaseExceptionGroup) else _own(link, HEADER))
        if position:
            parts.append(_sentence(chain, position))
    return "".join(parts).rstrip()


def type_name(kind: type[BaseException]) -> str:
    """The class name with its module, as a traceback prints it: without the module for built-in classes."""
    module = kind.__module__
    name = kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"
    return cut(well_formed(name), KEYWORD_MAX)


def _sentence(chain: Sequence[Link], position: int) -> str:
    return CAUSE if chain[position - 1].error.__cause__ is chain[position].error else CONTEXT


def _shown(value: object, error: BaseException, most: int = 2 * MESSAGE_MAX) -> str:
    """What an exception or one of its notes says, masked and cut."""
    # NOTE: str() is foreign code and may raise anything; a SystemExit of a signal handler must pass.
    try:
        return masked(str.__str__(str(value)), most)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:
        return f"<{type(problem).__name__} in {type(error).__name__}.__str__>"


def _places(error: BaseException) -> list[Place]:
    """Where an exception was raised, innermost last; the outermost are left out of a very deep stack."""
    # NOTE: code that was not compiled from a text may have frames without a line.
    found = [(frame.f_code, line or 0) for frame, line in traceback.walk_tb(error.__traceback__)]
    return [_place(code, line) for code, line in found[-MAX_FRAMES:]]


# NOTE: nine tenths of what a traceback costs is looking up the same source lines again.
@lru_cache(maxsize=2048)
def _place(code: Any, line: int) -> Place:
    """One place in the code, its source masked: a password may stand in it."""
    source = getline(code.co_filename, line).strip()
    head = f'  File "{code.co_filename}", line {line}, in {code.co_name}\n'
    name = cut(well_formed(f"{code.co_filename}:{line}:{code.co_name}"), KEYWORD_MAX)
    return Place(name, mask(well_formed(f"{head}    {source}\n" if source else head)))


def _own(link: Link, header: str) -> str:
    """An exception alone: its frames, what it says, its notes."""
    parts = [f"{header}\n", *(place.text for place in link.places)] if link.places else []
    if isinstance(link.error, SyntaxError):
        parts += _of_syntax(link.error)
    parts.append(f"{link.kind}: {link.message}\n" if link.message else f"{link.kind}\n")
    # NOTE: not getattr(), which may be foreign code.
    notes = vars(link.error).get("__notes__")
    if isinstance(notes, list):
        parts += [f"{_shown(note, link.error, MESSAGE_MAX)}\n" for note in notes[:MAX_NOTES]]
    return "".join(parts)


def _of_syntax(error: SyntaxError) -> Iterator[str]:
    """The line that could not be compiled."""
    if isinstance(error.filename, str) and isinstance(error.lineno, int):
        yield masked(f'  File "{error.filename}", line {error.lineno}', KEYWORD_MAX) + "\n"
        if isinstance(error.text, str):
            yield f"    {masked(error.text.strip(), KEYWORD_MAX)}\n"


# ---- groups: own lines stand behind a bar, members one step to the right
def _grouped(link: Link, budget: Iterator[int]) -> str:
    lines = [f"  {line}" for line in _group(link, budget, 1)]
    if link.places:
        lines[0] = lines[0].replace("|", "+", 1)
    return "".join(f"{line}\n" for line in lines)


def _group(link: Link, budget: Iterator[int], depth: int) -> Iterator[str]:
    for line in _own(link, f"Exception Group {HEADER}").rstrip("\n").split("\n"):
        yield f"| {line}"
    # NOTE: not link.error.exceptions, which a class may have made anything.
    members: tuple[BaseException, ...] = BaseExceptionGroup.exceptions.__get__(link.error)
    last = ""
    for number, member in enumerate(members, 1):
        start = "+-+" if number == 1 else "  +"
        if depth > MAX_DEPTH or next(budget, None) is None:
            yield f"{start}{_RULE} ... {_RULE}"
            yield f"  | and {len(members) - number + 1} more"
            break
        yield f"{start}{_RULE} {number} {_RULE}"
        for line in _member(member, budget, depth):
            last = f"  {line}"
            yield last
    if not last.endswith(_END.lstrip()):
        yield _END


def _member(error: BaseException, budget: Iterator[int], depth: int) -> Iterator[str]:
    chain = links(error, MAX_CAUSES)
    for position in range(len(chain) - 1, -1, -1):
        link = chain[position]
        if isinstance(link.error, BaseExceptionGroup):
            yield from _group(link, budget, depth + 1)
        else:
            yield from (f"| {line}" for line in _own(link, HEADER).rstrip("\n").split("\n"))
        if position:
            yield from (f"| {line}" for line in _sentence(chain, position)[:-1].split("\n"))
