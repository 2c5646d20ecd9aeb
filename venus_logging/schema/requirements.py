"""Reads the MUSTs of the written specification, and says which of their checks do not exist."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from venus_logging.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["CODES", "Requirement", "missing", "read", "unchecked"]

CODES: Final = ("encoding", "enum", "format", "length", "missing", "pattern", "range", "type", "unknown")
"""The codes of ``contract.Problem``."""

PARTIES: Final = ("emitter", "collector", "store", "registry")
_HEADING: Final = re.compile(r"^### VLM-", re.MULTILINE)
_FORM: Final = re.compile(
    r"""
    \#\#\#\ (?P<id>VLM-[A-Z]+-[0-9]+)\n\n
    (?P<text>.+?)\n\n
    -\ For:\ (?P<parties>[^\n]+)\n
    -\ Check:\ (?P<checks>[^\n]+)\n\n
    Example:\n\n
    ```(?P<language>\w+)\n(?P<example>.+?\n)```\n
    (?:\nWrong:\n\n```\w+\n(?P<wrong>.+?\n)```\n)?
    """,
    re.VERBOSE | re.DOTALL,
)
_LEVEL: Final = re.compile(r"\*\*(MUST NOT|MUST)\*\*")
_CHECK: Final = re.compile(r"`(code|rule|schema|test):([^`]+)`")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One MUST of the specification.

    Args:
        id: ``VLM-<area>-<n>``.
        level: ``MUST`` or ``MUST NOT``.
        text: the sentences, on one line.
        parties: who keeps it: emitter, collector, store or registry.
        checks: what enforces it, as pairs of kind (code, rule, schema, test) and name.
        language: of the example, as after a fence.
        example: how it looks when it is kept.
        wrong: how it looks when it is not; empty where that says nothing more.
        page: the file that says it, without its suffix.
    """

    id: str
    level: str
    text: str
    parties: tuple[str, ...]
    checks: tuple[tuple[str, str], ...]
    language: str
    example: str
    wrong: str
    page: str

    @property
    def area(self) -> str:
        """The middle of the id."""
        return self.id.split("-")[1]


def read(folder: Path) -> tuple[Requirement, ...]:
    """All requirements of a specification, by page and then as they stand.

    Args:
        folder: its texts, ``*.md``.

    Raises:
        ContractError: a page is unreadable or a requirement does not have the form; says file and line.
    """
    return tuple(each for path in sorted(folder.glob("*.md")) for each in _page(path))


def unchecked(requirements: Iterable[Requirement]) -> list[str]:
    """The ids of requirements that nothing enforces."""
    return [each.id for each in requirements if not each.checks]


def missing(requirements: Iterable[Requirement], root: Path) -> list[str]:
    """Checks that requirements name and that do not exist, one line each.

    Args:
        requirements: as ``read`` gave them.
        root: the folder of the project, with tests/, schemas/ and the package.
    """
    tests: dict[str, frozenset[str]] = {}
    return [
        f"{each.id}: {kind}:{name}"
        for each in requirements
        for kind, name in each.checks
        if not _exists(kind, name, root, tests)
    ]


def _page(path: Path) -> Iterator[Requirement]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise ContractError(f"{path}: cannot be read: {problem}") from problem
    starts = [each.start() for each in _HEADING.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        where = f"{path}:{text.count(chr(10), 0, start) + 1}"
        yield _requirement(text[start:end], where, path.stem)


def _requirement(section: str, where: str, page: str) -> Requirement:
    form = _FORM.match(section)
    if form is None:
        raise ContractError(
            f"{where}: {section.partition(chr(10))[0]!r} has not the form of a requirement",
            hint="text, '- For: ', '- Check: ', 'Example:' with a fence, perhaps 'Wrong:' with a fence",
        )
    levels = _LEVEL.findall(form["text"])
    if len(levels) != 1:
        raise ContractError(f"{where}: {form['id']} says {levels}, expected one MUST or MUST NOT")
    parties = tuple(form["parties"].split(", "))
    if unknown := sorted(set(parties) - set(PARTIES)):
        raise ContractError(f"{where}: {form['id']} is for {unknown[0]!r}", hint=f"known: {', '.join(PARTIES)}")
    return Requirement(
        id=form["id"],
        level=levels[0],
        text=" ".join(form["text"].split()),
        parties=parties,
        checks=_checks(form["checks"], where),
        language=form["language"],
        example=form["example"],
        wrong=form["wrong"] or "",
        page=page,
    )


def _checks(text: str, where: str) -> tuple[tuple[str, str], ...]:
    if text == "none":
        return ()
    words = text.split(", ")
    found = [_CHECK.fullmatch(word) for word in words]
    for word, match in zip(words, found, strict=True):
        if match is None:
            raise ContractError(f"{where}: check {word} is none", hint="write `code:`, `rule:`, `schema:` or `test:`")
    return tuple((match[1], match[2]) for match in found if match)


def _exists(kind: str, name: str, root: Path, tests: dict[str, frozenset[str]]) -> bool:
    if kind == "code":
        return name in CODES
    if kind == "rule":
        return (root / "venus_logging" / "schema" / "rules" / f"{name}.py").is_file()
    if kind == "schema":
        return any(root.glob(f"schemas/*/{name}"))
    file, _, test = name.partition("::")
    if file not in tests:
        tests[file] = _tests(root / file)
    return test in tests[file]


def _tests(path: Path) -> frozenset[str]:
    """The tests of a file as pytest names them, without running it."""
    if not path.is_file():
        return frozenset()
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return frozenset(found)
