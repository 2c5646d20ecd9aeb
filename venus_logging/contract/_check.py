"""Judges an event: one look-up and one small judge per value; problems are built only when something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from venus_logging.contract._registry import compiled
from venus_logging.contract._values import Judge, build, free, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Problem", "check"]

_NAMES = 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an event does not keep the contract.

    Args:
        path: the attribute.
        code: missing, type, enum, pattern, format, range, length, encoding or unknown; stable.
        message: what was expected; never holds the value.
        got: the value, None when it is missing.
    """

    path: str
    code: str
    message: str
    got: object = None


def check(event: Mapping[str, object], *, whole: bool = True) -> list[Problem]:
    """All reasons why this event does not keep the contract; empty for a valid one.

    Args:
        event: a flat event.
        whole: False for a part of an event: attributes that every event carries may then be missing.

    Raises:
        ContractError: the compiled registry is missing or unreadable.
    """
    return _checker()(event, whole)


@cache
def _checker() -> Callable[[Mapping[str, object], bool], list[Problem]]:
    registry = compiled()
    judges = {row["name"]: build(row) for row in registry["attributes"]}
    required = frozenset(row["name"] for row in registry["attributes"] if row.get("required"))
    find = judges.get
    longest = {row["name"]: row["max_length"] for row in registry["attributes"] if is_plain(row)}.get
    free_judge = _free_judges(registry["free"])
    failure: dict[str, Any] = registry["failure"]
    phase: str = failure["phase"]

    def run(event: Mapping[str, object], whole: bool) -> list[Problem]:
        problems: list[Problem] = []
        for name, value in event.items():
            # NOTE: most values are plain ASCII strings; judged in place they cost no call.
            if type(value) is str and len(value) <= longest(name, -1) and value.isascii():
                continue
            judge = find(name) or free_judge(name)
            if judge is None:
                problems.append(Problem(name, "unknown", "no attribute of the registry and not under x.", value))
            elif (fault := judge(value)) is not None:
                problems.append(Problem(name, *fault, value))
        if whole and not required <= event.keys():
            problems += [Problem(name, "missing", "every event carries it") for name in sorted(required - event.keys())]
        if event.get("openstack.operation.phase") == phase and "event_name" in event:
            problems += _failure(event, failure)
        return problems

    return run


def _free_judges(rules: Mapping[str, Any]) -> Callable[[str], Judge | None]:
    judge = free(rules)
    matches = re.compile(rules["name"]).fullmatch
    limit: int = rules["max_name"]

    @lru_cache(_NAMES)
    def find(name: str) -> Judge | None:
        return judge if isinstance(name, str) and len(name) <= limit and matches(name) else None

    return find


def _failure(event: Mapping[str, object], rule: Mapping[str, Any]) -> Iterator[Problem]:
    for name in rule["required"]:
        if name not in event:
            yield Problem(name, "missing", "a failure carries it")
    outcome = event.get("openstack.operation.outcome", rule["outcome"])
    if outcome != rule["outcome"]:
        yield Problem("openstack.operation.outcome", "enum", f"expected {rule['outcome']} in a failure", outcome)
    severity = event.get("severity_number")
    if isinstance(severity, (int, float)) and severity < rule["severity_number"]:
        message = f"expected {rule['severity_number']} or more in a failure"
        yield Problem("severity_number", "range", message, severity)
