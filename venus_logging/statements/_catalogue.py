"""The statements of a code base as a file, and as what recognises a message that one of them rendered."""

from __future__ import annotations

import gzip
import re
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, Final

from venus_logging.contract import Matcher
from venus_logging.errors import SourceError
from venus_logging.event import json
from venus_logging.statements._extract import Statement, extract
from venus_logging.statements._loggers import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["Catalogue", "load", "row"]

_ENDINGS: Final = (".jsonl", ".jsonl.gz", ".json", ".json.gz")
_NAMES: Final = tuple(each.name for each in fields(Statement))
_LISTS: Final = ("args", "parts")
_LEAST_LETTERS: Final = 4
_LEAST_LINE: Final = 16
_LEAST_WIDTH: Final = 16
_PADDED: Final = re.compile(r"%-(\d{1,3})s([^%]+)%s")
_MOST_LINE: Final = 1024 * 1024


class Catalogue:
    """Finds the statement that a message comes from, by the literal text of the statements of its logger.

    Statements with hardly any literal text are left out: they would fit what others log.

    Args:
        statements: of the packages that wrote the log.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._formats: dict[tuple[str, str], Statement] = {}
        self._padded: list[tuple[int, str, Statement]] = []
        rows: dict[str, dict[tuple[str, ...], Statement]] = {}
        for each in statements:
            if each.style == "literal":
                self._formats.setdefault((each.logger, each.format), each)
            if _is_telling(each):
                rows.setdefault(each.logger, {}).setdefault(each.parts, each)
            elif each.logger == UNKNOWN and (shape := _PADDED.fullmatch(each.format)):
                self._padded.append((int(shape[1]), shape[2], each))
        self._matcher = Matcher({logger: found.items() for logger, found in rows.items()})

    def find(self, logger: str, template: str, body: str) -> Statement | None:
        """The statement of a record, with the record's logger, or None if no statement or only a dynamic one fits.

        Args:
            logger: name of its logger.
            template: its format string; empty when only the rendered message is left.
            body: the rendered message.
        """
        exact = self._formats.get((logger, template)) if template else None
        if found := exact or self._matcher.find(logger, body):
            return found
        given = self._matcher.find(UNKNOWN, body) or self._column(body)
        return None if given is None else replace(given, logger=logger)

    def _column(self, body: str) -> Statement | None:
        """The statement that pads its first argument to a width, as those do that print tables of options."""
        for width, literal, statement in self._padded:
            place = body.find(literal, width)
            if place == width or (place > width >= _LEAST_WIDTH and " " not in body[:place]):
                return statement
        return None


def _is_telling(statement: Statement) -> bool:
    """Whether the text of a statement is enough to tell it from others."""
    parts = statement.parts
    return sum(map(str.isalnum, "".join(parts))) >= _LEAST_LETTERS or (len(parts) == 1 and len(parts[0]) >= _LEAST_LINE)


def row(statement: Statement) -> dict[str, Any]:
    """One line of a catalogue: a statement with the id of its template."""
    return {"template_id": statement.template_id, **asdict(statement)}


def load(path: Path, unread: Callable[[SourceError], None] | None = None) -> list[Statement]:
    """The statements of a catalogue, or of a code base.

    Args:
        path: a file that ``statements extract`` wrote, plain or gzip, or what ``extract()`` takes.
        unread: as for ``extract()``.

    Raises:
        SourceError: it cannot be read.
    """
    if not path.name.endswith(_ENDINGS):
        return list(extract(path, unread))
    try:
        return list(_read(path))
    except (OSError, EOFError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error


def _read(path: Path) -> Iterator[Statement]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        number = 0
        while line := stream.readline(_MOST_LINE):
            number += 1
            try:
                values = json.decode(line)
                given = {name: values[name] for name in _NAMES}
                yield Statement(**given | {name: tuple(given[name]) for name in _LISTS})
            except (ValueError, KeyError, TypeError) as error:
                raise SourceError(
                    f"{path}:{number}: no log statement: {type(error).__name__}: {error}",
                    hint="venus-log statements extract writes such files",
                ) from error
