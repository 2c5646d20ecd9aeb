"""Turns the log statements of scenarios into tables: exact formats, and the literal parts of rendered texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from venus_logging.schema.specs import Specs, Statement

__all__ = ["parts", "rules", "texts"]

_PLACEHOLDER: Final = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?([a-zA-Z%])")
_ARGUMENT: Final = re.compile(r"\{\w+\}")
_LEAST_LITERAL: Final = 4


def rules(specs: Specs) -> dict[str, Any]:
    """All that a service needs to recognise its own statements.

    Returns:
        ``formats``: by logger and format, the scenarios and phases of a statement; ``eager``: the rows of ``texts()``
        for statements that are formatted before the call.
    """
    eager = {logger: [[parts, found] for parts, early, found in rows if early] for logger, rows in texts(specs).items()}
    return {"formats": _formats(specs), "eager": {logger: rows for logger, rows in eager.items() if rows}}


def _formats(specs: Specs) -> dict[str, dict[str, list[list[str]]]]:
    table: dict[str, dict[str, list[list[str]]]] = {}
    for scenario in specs.scenarios:
        for each in scenario.statements:
            if not each.text:
                _add(table.setdefault(each.logger, {}).setdefault(each.format, []), [scenario.id, each.phase])
    return table


def texts(specs: Specs) -> dict[str, list[Any]]:
    """By logger, rows of literal parts, whether the text is formatted before the call, and scenarios with phases.

    A statement with hardly any literal text would fit what others log, so it is left out.
    """
    table: dict[str, dict[tuple[str, ...], tuple[bool, list[list[str]]]]] = {}
    for scenario in specs.scenarios:
        for each in scenario.statements:
            literal = parts(each)
            if len(re.sub(r"\W", "", "".join(literal))) >= _LEAST_LITERAL:
                rows = table.setdefault(each.logger, {})
                _add(rows.setdefault(literal, (bool(each.text), []))[1], [scenario.id, each.phase])
    return {logger: [[list(key), *row] for key, row in rows.items()] for logger, rows in table.items()}


def parts(statement: Statement) -> tuple[str, ...]:
    """The literal parts of a statement's rendered text, in their order; what stood between them is an argument."""
    if statement.text:
        return tuple(_ARGUMENT.split(statement.text))
    if statement.style == "no_args":
        return (statement.format,)
    found: list[str] = [""]
    position = 0
    for match in _PLACEHOLDER.finditer(statement.format):
        found[-1] += statement.format[position : match.start()]
        position = match.end()
        if match[1] == "%":
            found[-1] += "%"
        else:
            found.append("")
    found[-1] += statement.format[position:]
    return tuple(found)


def _add(found: list[list[str]], entry: list[str]) -> None:
    if entry not in found:
        found.append(entry)
