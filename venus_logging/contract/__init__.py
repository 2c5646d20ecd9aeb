"""The contract at run time: an event or a log statement comes in; its problems, its scenario or an attribute go out."""

from __future__ import annotations

from venus_logging.contract._check import Problem, check, check_typed
from venus_logging.contract._flag import INVALID, flagged, marked
from venus_logging.contract._matcher import Matcher
from venus_logging.contract._registry import (
    Attribute,
    arguments,
    attribute,
    attributes,
    event_names,
    schema_url,
    typed,
    version,
)
from venus_logging.contract._scenario import Scenario, scenario, scenarios

__all__ = [
    "INVALID",
    "Attribute",
    "Matcher",
    "Problem",
    "Scenario",
    "arguments",
    "attribute",
    "attributes",
    "check",
    "check_typed",
    "event_names",
    "flagged",
    "marked",
    "scenario",
    "scenarios",
    "schema_url",
    "typed",
    "version",
]
