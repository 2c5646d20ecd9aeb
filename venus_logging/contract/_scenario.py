"""Recognises the scenario that a log statement marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from venus_logging.contract._matcher import Matcher
from venus_logging.contract._registry import load
from venus_logging.contract.data import folder

__all__ = ["Scenario", "scenario"]

_RULE: Final = "rule"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a log statement says about the work it belongs to.

    Args:
        id: the scenario, e.g. ``compute.instance.create``.
        phase: how far it got: request, start, step, retry, success, failure, degraded or recover.
        source: how it was found; the value of ``openstack.scenario.source``.
    """

    id: str
    phase: str
    source: str = _RULE


def scenario(logger: str, msg: str, body: str) -> Scenario | None:
    """The scenario of a statement, or None if no rule or more than one knows it.

    A format that is known is looked up. An unknown one may be a message that was rendered before the call, and is
    compared with the statements that do so. Without a format the body is compared with all statements of the logger.

    Args:
        logger: name of the logger.
        msg: the format string, before its arguments went in; empty when only the rendered text is left.
        body: the rendered message.
    """
    if not msg:
        return _texts("all").find(logger, body)
    formats = _rules().get(logger)
    if formats and msg in formats:
        return formats[msg]
    return _texts("eager").find(logger, msg)


@cache
def _rules() -> dict[str, dict[str, Scenario | None]]:
    rules: dict[str, dict[str, list[list[str]]]] = load(folder("schemas"), "rules.json")
    return {logger: {msg: _only(found) for msg, found in formats.items()} for logger, formats in rules.items()}


@cache
def _texts(kind: str) -> Matcher[Scenario | None]:
    table: dict[str, Any] = load(folder("schemas"), "texts.json")
    return Matcher(
        {
            logger: [(parts, _only(found)) for parts, eager, found in rows if eager or kind == "all"]
            for logger, rows in table.items()
        }
    )


def _only(found: list[list[str]]) -> Scenario | None:
    return Scenario(*found[0]) if len(found) == 1 else None
