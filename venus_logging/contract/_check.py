"""Judges an event: one look-up and one small judge per value; problems are built only when something is wrong."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from venus_logging.contract._registry import compiled, typed
from venus_logging.contract._values import Judge, build, free, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set

__all__ = ["Problem", "check", "check_typed"]

_NAMES = 1024
_SHOWN = 80


class Problem(NamedTuple):
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

    def __str__(self) -> str:
        """The attribute, what was expected and what was got, cut to a line that a person can read."""
        if self.code == "missing":
            return f"{self.path}: missing, {self.message}"
        return f"{self.path or repr(self.path)}: {self.message}, got {repr(self.got)[:_SHOWN]}"


def check(event: Mapping[str, object], *, whole: bool = True) -> list[Problem]:
    """All reasons why this event does not keep the contract; empty for a valid one.

    Args:
        event: a flat event.
        whole: False for a part of an event: what every event carries may then be missing, and so may what its
            ``event_name`` asks for; a part that names an event and says that it failed says why.

    Raises:
        ContractError: the compiled registry is missing or unreadable.
    """
    return _checker()(event, whole)


def check_typed(event: Mapping[str, object], *, whole: bool = True) -> list[Problem]:
    """What the kind of a typed event has against it; nothing for an event without ``event_name``.

    Args:
        event: a flat event whose values are judged already.
        whole: False for a part of an event: attributes may then be missing.

    Raises:
        ContractError: the compiled registry is missing or unreadable.
    """
    return list(_typed(event, whole)) if "event_name" in event else []


@cache
def _checker() -> Callable[[Mapping[str, object], bool], list[Problem]]:
    registry = compiled()
    judges = {row["name"]: build(row) for row in registry["attributes"]}
    events = list(registry["typed"]["events"])
    judges["event_name"] = next(
        _event_name(row, events) for row in registry["attributes"] if row["name"] == "event_name"
    )
    required = frozenset(row["name"] for row in registry["attributes"] if row.get("required"))
    find = judges.get
    longest = {row["name"]: row["max_length"] for row in registry["attributes"] if is_plain(row)}.get
    free_judge = _free_judges(registry["free"])

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
        if "event_name" in event:
            problems += _typed(event, whole) if whole else _failure(event, registry["failure"], frozenset())
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


def _event_name(row: Mapping[str, Any], known: list[str]) -> Judge:
    form, name = build(row), build({**row, "values": known})
    return lambda value: form(value) or name(value)


def _typed(event: Mapping[str, object], whole: bool) -> Iterator[Problem]:
    name, phase = event["event_name"], event.get("openstack.operation.phase")
    kind = typed(name) if isinstance(name, str) else None
    needed = kind.needed(phase if isinstance(phase, str) else "") if kind and whole else frozenset[str]()
    if kind is not None:
        for path in sorted(event.keys() & kind.foreign):
            yield Problem(path, "unknown", f"no attribute of {name}", event[path])
    for path in sorted(needed - event.keys()):
        yield Problem(path, "missing", f"{name} carries it")
    yield from _failure(event, compiled()["failure"], needed)


def _failure(event: Mapping[str, object], rule: Mapping[str, Any], told: Set[str]) -> Iterator[Problem]:
    if event.get("openstack.operation.phase") != rule["phase"]:
        return
    for path in rule["required"]:
        if path not in event and path not in told:
            yield Problem(path, "missing", "a failure carries it")
    outcome = event.get("openstack.operation.outcome", rule["outcome"])
    if outcome != rule["outcome"]:
        yield Problem("openstack.operation.outcome", "enum", f"expected {rule['outcome']} in a failure", outcome)
    severity = event.get("severity_number")
    if isinstance(severity, (int, float)) and severity < rule["severity_number"]:
        message = f"expected {rule['severity_number']} or more in a failure"
        yield Problem("severity_number", "range", message, severity)
