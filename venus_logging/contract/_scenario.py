"""Recognises the scenario that a log statement marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from venus_logging.contract._registry import load
from venus_logging.contract.data import folder

__all__ = ["Rules", "Scenario", "scenario"]

Rules: TypeAlias = "dict[str, dict[str, list[list[str]]]]"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a log statement says about the work it belongs to.

    Args:
        id: the scenario, e.g. ``compute.instance.create``.
        phase: how far it got: request, start, step, retry, success, failure, degraded or recover.
        source: how it was found.
    """

    id: str
    phase: str
    source: Literal["rule"] = "rule"


def scenario(logger: str, msg: str, body: str) -> Scenario | None:
    """The scenario of a statement, or None if no rule or more than one knows it.

    Args:
        logger: name of the logger.
        msg: the format string, before its arguments went in.
        body: the rendered message.
    """
    formats = _rules().get(logger)
    found = formats.get(msg) if formats else None
    if found is None or len(found) != 1:
        return None
    scenario_id, phase = found[0]
    return Scenario(scenario_id, phase)


@cache
def _rules() -> Rules:
    rules: Rules = load(folder("schemas"), "rules.json")
    return rules
