"""Compares the log statements of two versions: what is gone, new, reworded, and what else became different."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from venus_logging.statements._parts import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from venus_logging.statements._extract import Statement

__all__ = ["KINDS", "Change", "Kind", "diff"]

Kind: TypeAlias = Literal[
    "gone",
    "new",
    "reworded",
    "placeholders",
    "moved",
    "level",
    "arguments",
    "resource",
    "traceback",
    "eager",
    "fewer",
    "more",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_Pair: TypeAlias = "tuple[Statement, Statement]"
_TOKEN: Final = re.compile(r"\{\}|\w+|[^\w\s]")
_ALIKE_IN_FUNCTION: Final = 0.4
_ALIKE_IN_LOGGER: Final = 0.6
_ALIKE_ELSEWHERE: Final = 0.8
_NEVER: Final = 2.0
_LEAST_WORDS: Final = 3
_MOST_COMPARED: Final = 250_000


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one statement.

    Args:
        kinds: all that changed. ``gone`` and ``new``: nothing like it is on the other side; ``reworded``: other words;
            ``placeholders``: the same words around other placeholders; ``moved``: another logger; ``level``;
            ``arguments``: other names or expressions; ``resource``: the resource keyword came or went;
            ``traceback``: the exception is logged with it, or no longer; ``eager``: formatted before the call, or no
            longer; ``fewer`` and ``more``: the same message is logged at fewer or more places.
        old: the statement as it was, None if it is new.
        new: the statement as it is, None if it is gone.
        likeness: of the words, from 0 to 1.
        lost: arguments that it had.
        gained: arguments that it has now.
    """

    kinds: tuple[Kind, ...]
    old: Statement | None
    new: Statement | None
    likeness: float = 1.0
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()

    @property
    def keeps_id(self) -> bool:
        """Whether alarms and saved questions on the template's id still find it."""
        if self.old is None or self.new is None:
            return set(self.kinds) <= {"fewer", "more"}
        return "eager" not in self.kinds and self.old.template_id == self.new.template_id


def diff(old: Iterable[Statement], new: Iterable[Statement]) -> list[Change]:
    """The changes from one version to another, by logger, function and line; statements without a text are left out.

    Pairs are made from the surest to the least sure: the same message in the same function, in the same logger, in
    another logger; then like messages in the same function, in the same logger, elsewhere.

    Args:
        old: the statements of the one version.
        new: the statements of the other.
    """
    olds, news = _Side(old), _Side(new)
    pairs = [pair for key in _KEYS for pair in _same(olds, news, key)]
    pairs += _alike(olds, news)
    changes = [change for pair in pairs if (change := _compared(*pair)) is not None]
    changes += _merged(olds, [each.new for each in changes if each.new is not None] + list(news.free.values()))
    changes += _alone(olds, news)
    return sorted(changes, key=_place)


class _Side:
    """The statements of one version, and which of them have no partner yet."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.all = [each for each in statements if each.style != "dynamic"]
        self.free = dict(enumerate(self.all))

    def by(self, key: Callable[[Statement], Hashable]) -> dict[Hashable, list[int]]:
        """The numbers of those that are free, by a key, in order."""
        found: dict[Hashable, list[int]] = {}
        for number, each in self.free.items():
            found.setdefault(key(each), []).append(number)
        return found


def _words(each: Statement) -> str:
    return plain(each.parts)


_KEYS: Final[tuple[Callable[[Statement], Hashable], ...]] = (
    lambda each: (each.logger, each.function, each.level, each.format, each.style, each.args),
    lambda each: (each.logger, each.function, each.level, each.format),
    lambda each: (each.logger, each.function, each.format),
    lambda each: (each.logger, each.level, each.format, each.args),
    lambda each: (each.logger, each.format),
    lambda each: (each.logger, each.function, _words(each)),
    lambda each: (each.logger, _words(each)),
    lambda each: (each.function, each.level, _words(each)) if _is_own(each) else id(each),
    lambda each: _words(each) if _is_own(each) else id(each),
)
"""Statements that agree in one of these are the same, the first that they agree in decides."""


def _is_own(each: Statement) -> bool:
    """Whether a message is long enough that another logger would not say it by chance."""
    return len(_TOKEN.findall(_words(each))) >= _LEAST_WORDS


def _same(olds: _Side, news: _Side, key: Callable[[Statement], Hashable]) -> Iterator[_Pair]:
    there = news.by(key)
    for found, numbers in olds.by(key).items():
        for mine, other in zip(numbers, there.get(found, ()), strict=False):
            yield olds.free.pop(mine), news.free.pop(other)


def _alike(olds: _Side, news: _Side) -> Iterator[_Pair]:
    """Pairs of reworded messages, the likest first."""
    candidates = sorted(_candidates(olds, news), reverse=True)
    for _, mine, other in candidates:
        if mine in olds.free and other in news.free:
            yield olds.free.pop(mine), news.free.pop(other)


def _candidates(olds: _Side, news: _Side) -> Iterator[tuple[float, int, int]]:
    """Pairs that are like enough, of one logger, and of two where there are not too many to compare."""
    tokens = {id(each): _TOKEN.findall(_words(each)) for side in (olds, news) for each in side.free.values()}
    mates = news.by(lambda each: each.logger)
    everywhere = list(news.free) if len(olds.free) * len(news.free) <= _MOST_COMPARED else None
    for mine, old in olds.free.items():
        counted = Counter(tokens[id(old)])
        for other in mates.get(old.logger, ()) if everywhere is None else everywhere:
            new = news.free[other]
            least, bonus = _least(old, new)
            if _overlap(counted, tokens[id(new)]) < least:
                continue
            likeness = _likeness(tokens[id(old)], tokens[id(new)])
            if likeness >= least:
                yield likeness + bonus, mine, other


def _least(old: Statement, new: Statement) -> tuple[float, float]:
    """How like two messages must be, and what their place and level add to it when partners are chosen."""
    level = 0.05 * (old.level == new.level)
    if old.logger != new.logger:
        return (_ALIKE_ELSEWHERE if _is_own(old) and _is_own(new) else _NEVER), level
    if old.function == new.function:
        return _ALIKE_IN_FUNCTION, 0.2 + level
    return _ALIKE_IN_LOGGER, 0.1 + level


def _overlap(counted: Counter[str], tokens: Sequence[str]) -> float:
    """The greatest likeness that two lists of tokens can have, whatever their order."""
    common = (counted & Counter(tokens)).total()
    return 2 * common / max(1, counted.total() + len(tokens))


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _compared(old: Statement, new: Statement) -> Change | None:
    lost, gained = _exchanged(old.args, new.args)
    words = _words(old), _words(new)
    different: tuple[tuple[Kind, bool], ...] = (
        ("reworded", words[0] != words[1]),
        ("placeholders", words[0] == words[1] and old.format != new.format and old.style == new.style),
        ("moved", old.logger != new.logger),
        ("level", old.level != new.level),
        ("arguments", bool(lost or gained)),
        ("resource", old.subject != new.subject),
        ("traceback", old.traceback != new.traceback),
        ("eager", old.style != new.style),
    )
    kinds = tuple(kind for kind, is_so in different if is_so)
    if not kinds:
        return None
    likeness = _likeness(_TOKEN.findall(words[0]), _TOKEN.findall(words[1])) if "reworded" in kinds else 1.0
    return Change(kinds, old, new, round(likeness, 3), lost, gained)


def _exchanged(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The arguments that only the one has, and those that only the other has, in their order."""
    lost, gained = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return tuple(lost.elements()), tuple(gained.elements())


def _merged(olds: _Side, news: Sequence[Statement]) -> Iterator[Change]:
    """What several statements became together: those without a partner that are like one that is new or changed."""
    tokens = [(_TOKEN.findall(_words(each)), each) for each in news if _is_own(each)]
    if len(olds.free) * len(tokens) > _MOST_COMPARED:
        return
    for number, old in list(olds.free.items()):
        mine = _TOKEN.findall(_words(old)) if _is_own(old) else []
        counted = Counter(mine)
        like = [(words, new) for words, new in tokens if _overlap(counted, words) >= _ALIKE_ELSEWHERE]
        near = [(_likeness(mine, words), -place) for place, (words, _) in enumerate(like)]
        likeness, place = max(near, default=(0.0, 0))
        change = _compared(old, like[-place][1]) if likeness >= _ALIKE_ELSEWHERE else None
        if change is not None:
            del olds.free[number]
            yield change


def _alone(olds: _Side, news: _Side) -> Iterator[Change]:
    """Those without a partner; a message that is still said elsewhere is not gone."""
    before, after = ({(each.logger, each.format) for each in side.all} for side in (olds, news))
    for each in olds.free.values():
        yield Change(("fewer" if (each.logger, each.format) in after else "gone",), each, None)
    for each in news.free.values():
        yield Change(("more" if (each.logger, each.format) in before else "new",), None, each)


def _place(change: Change) -> tuple[str, str, int]:
    each = change.old or change.new
    assert each is not None
    return (each.logger, each.function, each.line)
