"""Recognises the scenario that a log statement marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

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

    Args:
        logger: name of the logger.
        msg: the format string, before its arguments went in.
        body: the rendered message.
    """
    formats = _rules().get(logger)
    return formats.get(msg) if formats else None


@cache
def _rules() -> dict[str, dict[str, Scenario]]:
    rules: dict[str, dict[str, list[list[str]]]] = load(folder("schemas"), "rules.json")
    return {
        logger: {msg: Scenario(*found[0]) for msg, found in formats.items() if len(found) == 1}
        for logger, formats in rules.items()
    }
