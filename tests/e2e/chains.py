"""Collected events go through `venus-log ingest` into a store; each accepted boot's chain comes out of it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Boot", "chains"]

# Who must be named, by level of the root logger: conductor, scheduler, glance and neutron are silent at INFO.
_INFO: Final = {"nova-api": "nova", "nova-compute": "nova", "placement-api": "placement"}
_DEBUG: Final = _INFO | {
    "nova-conductor": "nova",
    "nova-scheduler": "nova",
    "neutron-api": "neutron",
    "glance-api": "glance",
}
_NAMED: Final = {"INFO": _INFO, "DEBUG": _DEBUG}


@dataclass(frozen=True, slots=True)
class Boot:
    """The chain of one accepted boot.

    Args:
        id: its request id at nova-api.
        events: how many.
        services: who is named.
        missing: who must be and is not.
    """

    id: str
    events: int
    services: tuple[str, ...]
    missing: tuple[str, ...]


def chains(logs: Path, store: Path, level: str, services: str) -> list[Boot]:
    """The chains of the boots that were accepted in steps without a fault.

    Args:
        logs: what the cloud collected.
        store: folder of a new store.
        level: of the root logger.
        services: which of the cloud's services ran, separated by commas; empty for all.

    Raises:
        CalledProcessError: a command failed.
    """
    _ask(store, "ingest", *map(str, sorted((logs / "logs").glob("*.events.jsonl.gz"))))
    expected = {name for name, service in _NAMED[level].items() if not services or service in services.split(",")}
    return [_boot(store, request, expected) for request in _boots(logs)]


def _boots(logs: Path) -> Iterator[str]:
    with gzip.open(logs / "requests.jsonl.gz", "rt", encoding="utf-8") as file:
        for call in map(json.loads, file):
            healthy = str(call["step"]).endswith("-healthy")
            if healthy and call["method"] == "POST" and call["path"].endswith("/servers") and call["status"] == 202:
                yield call["request_id"]


def _boot(store: Path, request: str, expected: set[str]) -> Boot:
    events = _ask(store, "chain", request, "--all")
    named = {event["service.name"] for event in events}
    return Boot(request, len(events), tuple(sorted(named)), tuple(sorted(expected - named)))


def _ask(store: Path, *arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "venus_logging.cli.main", "--store", str(store), "--format", "jsonl", *arguments]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]
