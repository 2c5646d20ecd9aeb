"""Recognises the scenario that a log statement marks."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from venus_logging.contract._matcher import Matcher
from venus_logging.contract._registry import load
from venus_logging.contract.data import folder

__all__ = ["Scenario", "scenario", "scenarios"]

_RULE: Final = "rule"


class Scenario(NamedTuple):
    """What a log statement says about the work it belongs to.

    Args:
        id: the scenario, e.g. ``compute.instance.create``.
        phase: how far it got: request, start, step, retry, success, failure, degraded or recover.
        source: how it was found; the value of ``openstack.scenario.source``.
    """

    id: str
    phase: str
    source: str = _RULE


_Found: TypeAlias = list[list[str]]


def scenario(logger: str, msg: str, body: str) -> Scenario | None:
    """The scenario of a statement, or None if no rule or more than one knows it.

    A format that is known is looked up. An unknown one may be a message that was rendered before the call, and is
    compared with the statements that do so. Without a format the body is compared with all statements of the logger.

    Args:
        logger: name of the logger.
        msg: the format string, before its arguments went in; empty when only the rendered text is left.
        body: the rendered message.
    """
    found = scenarios(logger, msg, body)
    return found[0] if len(found) == 1 else None


def scenarios(logger: str, msg: str, body: str) -> tuple[Scenario, ...]:
    """All scenarios that a statement may mark: work of several kinds can share a statement.

    Who knows what else happened in the same chain may choose among them.

    Args:
        logger: as for ``scenario()``.
        msg: as for ``scenario()``.
        body: as for ``scenario()``.
    """
    if not msg:
        return _scenarios(_texts().find(logger, body))
    formats = _rules()[0].get(logger)
    if formats and msg in formats:
        return _scenarios(formats[msg])
    return _scenarios(_rules()[1].find(logger, msg))


@cache
def _rules() -> tuple[dict[str, dict[str, _Found]], Matcher[_Found]]:
    rules: dict[str, Any] = load(folder("schemas"), "rules.json")
    return rules["formats"], Matcher(rules["eager"])


@cache
def _texts() -> Matcher[_Found]:
    table: dict[str, Any] = load(folder("schemas"), "texts.json")
    return Matcher({logger: [(parts, found) for parts, _, found in rows] for logger, rows in table.items()})


def _scenarios(found: _Found | None) -> tuple[Scenario, ...]:
    # NOTE: made only for what was found; to make all of them is half of the time that loading the rules takes.
    return tuple(Scenario(*each) for each in found or ())
