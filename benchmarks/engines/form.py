"""The benchmark's events in the form of the contract, and the constants of the questions about them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from venus_logging.contract import schema_url
from venus_logging.event.json import decode, encode
from venus_logging.event.time import SECOND, from_ns, to_ns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DAY", "FLOATS", "INTEGERS", "KEYWORDS", "NUMBER", "TEXTS", "Constants", "constants", "make"]

DAY: Final = 86_400 * SECOND
NUMBER: Final = "openstack.record.number"
INTEGERS: Final = (
    NUMBER, "severity_number", "process.pid", "http.response.status_code", "http.response.body.size",
    "openstack.attempt",
)  # fmt: skip
FLOATS: Final = ("openstack.operation.duration",)
TEXTS: Final = ("body", "exception.message", "exception.stacktrace")
_NAMES: Final = {
    "host": "host.name", "program": "service.instance.id", "service": "service.name", "level": "severity_text",
    "logger": "log.logger", "message": "body", "request_id": "openstack.request.id",
    "global_request_id": "openstack.request.global_id", "project_id": "openstack.project.id", "user_id": "user.id",
    "user_domain": "openstack.user_domain.id", "resource_type": "openstack.resource.type",
    "resource_id": "openstack.resource.id", "scenario": "openstack.scenario.id", "event_name": "x.event",
    "status": "x.status", "duration": "openstack.operation.duration", "pid": "process.pid", "thread": "thread.name",
    "region": "cloud.region", "az": "cloud.availability_zone", "exc_type": "exception.type",
    "exc_text": "exception.stacktrace", "seq": NUMBER,
}  # fmt: skip
_ATTRIBUTES: Final = {"retry": "openstack.attempt", "queue": "x.queue"}
_HTTP: Final = {
    "method": "http.request.method", "path": "url.path", "status": "http.response.status_code",
    "len": "http.response.body.size",
}  # fmt: skip
KEYWORDS: Final = (
    "log.record.uid", "schema_url",
    *sorted({*_NAMES.values(), *_ATTRIBUTES.values(), *_HTTP.values()} - {*INTEGERS, *FLOATS, *TEXTS}),
)  # fmt: skip
"""Keys of exact values, in the order of the tables that are made of them."""

_SEVERITY: Final = {"DEBUG": 5, "INFO": 9, "WARNING": 13, "ERROR": 17, "CRITICAL": 21}
_SAMPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Constants:
    """What the questions name; times in nanoseconds since the epoch.

    Args:
        events: how many there are.
        start: of the data; the second, third and fourth day later begin so many days after it.
        request: a request with 20 to 40 events in the middle of the data.
        time, number, host, service: the time and place of an error on a controller there.
    """

    events: int
    start: int
    request: str
    time: int
    number: int
    host: str
    service: str

    def day(self, number: int) -> int:
        """The start of a day of the data."""
        return self.start + number * DAY


def make(folder: Path, generator: Path, events: int, days: int) -> Path:
    """The file of events in the form of the contract, made once.

    Args:
        folder: where the files are kept.
        generator: ``gen.py`` of the shared tools.
        events: how many.
        days: over which they are spread.
    """
    path = folder / "events.jsonl"
    meta = folder / "constants.json"
    if not meta.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(generator), "--events", str(events), "--days", str(days), "--out", str(folder)]
        subprocess.run(command, check=True)
        made = folder / "contract.jsonl"
        with path.open("rb") as lines, made.open("wb", buffering=1 << 20) as file:
            file.writelines(encode(_event(decode(line))) + b"\n" for line in lines)
        made.rename(path)
        meta.write_text(json.dumps({"events": events, "start": json.loads((folder / "meta.json").read_text())["t0"]}))
    return path


def constants(path: Path) -> Constants:
    """The constants of the questions, derived from the events in a fixed way."""
    meta = json.loads((path.parent / "constants.json").read_text())
    middle = int(meta["events"] * 0.55)
    with path.open("rb") as lines:
        sample = [decode(line) for line in islice(lines, middle, middle + _SAMPLE)]
    often = Counter(event["openstack.request.id"] for event in sample).most_common()
    request = next(each for each, count in often if 20 <= count <= 40)
    error = next(
        event for event in sample[8_000:] if event["severity_text"] == "ERROR" and event["host.name"].startswith("ctl")
    )
    return Constants(
        meta["events"], meta["start"], request, to_ns(error["@timestamp"]), error[NUMBER], error["host.name"],
        error["service.name"],
    )  # fmt: skip


def _event(row: dict[str, Any]) -> dict[str, Any]:
    """One event of the generator in the form of the contract."""
    return {
        "@timestamp": from_ns(row["ts"] // 1_000 * 1_000),
        "log.record.uid": f"{7:024x}-{row['seq']}",
        "schema_url": schema_url(),
        "severity_number": _SEVERITY[row["level"]],
        **dict(_named(row)),
    }


def _named(row: dict[str, Any]) -> Iterator[tuple[str, object]]:
    attributes = row.get("attributes", {})
    yield from ((_NAMES[name], value) for name, value in row.items() if name in _NAMES)
    yield from ((_ATTRIBUTES[name], value) for name, value in attributes.items() if name in _ATTRIBUTES)
    yield from ((_HTTP[name], value) for name, value in attributes.get("http", {}).items())
    if "." not in row["scenario"]:
        yield "openstack.scenario.id", f"other.{row['scenario']}"
    if "exc_type" in row:
        yield "exception.message", row["message"]
