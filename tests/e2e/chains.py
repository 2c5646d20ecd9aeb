"""Collected events go through `venus-log ingest` into a store; accepted boots' chains and access events come out."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Access", "Boot", "access", "boot", "chains"]

# Who must be named, by level of the root logger: conductor and scheduler are silent at INFO.
_INFO: Final = {
    "nova-api": "nova",
    "nova-compute": "nova",
    "placement-api": "placement",
    "neutron-api": "neutron",
    "glance-api": "glance",
}
_DEBUG: Final = _INFO | {"nova-conductor": "nova", "nova-scheduler": "nova"}
_NAMED: Final = {"INFO": _INFO, "DEBUG": _DEBUG}
_APIS: Final = ("nova-api", "neutron-api", "glance-api", "placement-api")
_TOLD: Final = ("http.request.method", "url.path", "http.response.status_code", "openstack.operation.duration")
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Boot:
    """The chain of one accepted boot.

    Args:
        id: its request id at nova-api.
        events: how many.
        services: who is named.
        missing: who must be and is not, and APIs without a request whose status and duration are told.
        requests: how many requests are told with status and duration, by API.
    """

    id: str
    events: int
    services: tuple[str, ...]
    missing: tuple[str, ...]
    requests: dict[str, int]


@dataclass(frozen=True, slots=True)
class Access:
    """What the access events of one service tell.

    Args:
        service: its name.
        events: how many.
        told: how many have time, method, path, status and duration.
        routed: how many have a route.
        owned: how many have a project.
    """

    service: str
    events: int
    told: int
    routed: int
    owned: int


def chains(logs: Path, store: Path, level: str, by: str, services: str) -> list[Boot]:
    """The chains of the boots that were accepted in steps without a fault.

    Args:
        logs: what the cloud collected.
        store: folder of a new store.
        level: of the root logger.
        by: where access events come from, ``filter`` or ``uwsgi``.
        services: which of the cloud's services ran, separated by commas; empty for all.

    Raises:
        CalledProcessError: a command failed.
    """
    for ending in ("events.jsonl.gz", "uwsgi.log.gz")[: 1 if by == "filter" else 2]:
        _ask(store, "ingest", *map(str, sorted((logs / "logs").glob(f"*{ending}"))))
    expected = {name for name, service in _NAMED[level].items() if not services or service in services.split(",")}
    return [boot(request, _ask(store, "chain", request, "--all"), expected) for request in _boots(logs)]


def access(store: Path) -> list[Access]:
    """What the access events of each service tell.

    Args:
        store: folder of the store that ``chains`` made.
    """
    found = _ask(store, "search", "event:common.api.access", "--all")
    return [_told(name, [event for event in found if event["service.name"] == name]) for name in _names(found)]


def boot(request: str, events: Iterable[_Row], expected: set[str]) -> Boot:
    """What a chain tells of a boot.

    Args:
        request: its request id at nova-api.
        events: of the chain.
        expected: services that must be named.
    """
    found = list(events)
    requests = {
        name: sum(event["service.name"] == name and all(each in event for each in _TOLD) for event in found)
        for name in _APIS
        if name in expected
    }
    silent = [f"{name} (status and duration)" for name, number in requests.items() if not number]
    named = set(_names(found))
    return Boot(request, len(found), tuple(sorted(named)), (*sorted(expected - named), *silent), requests)


def _names(events: Iterable[_Row]) -> list[str]:
    return sorted({event["service.name"] for event in events})


def _told(service: str, events: list[_Row]) -> Access:
    return Access(
        service,
        len(events),
        sum(all(name in event for name in _TOLD) for event in events),
        sum("http.route" in event for event in events),
        sum("openstack.project.id" in event for event in events),
    )


def _boots(logs: Path) -> Iterator[str]:
    with gzip.open(logs / "requests.jsonl.gz", "rt", encoding="utf-8") as file:
        for call in map(json.loads, file):
            healthy = str(call["step"]).endswith("-healthy")
            if healthy and call["method"] == "POST" and call["path"].endswith("/servers") and call["status"] == 202:
                yield call["request_id"]


def _ask(store: Path, *arguments: str) -> list[_Row]:
    command = [sys.executable, "-m", "venus_logging.cli.main", "--store", str(store), "--format", "jsonl", *arguments]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]
