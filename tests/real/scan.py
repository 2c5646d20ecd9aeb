"""Reads the raw logs with the standard library alone, by the architecture's words: the model for ingest."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "openstack-logs"
RUNS = ("run-json", "run-debug", "run-info")

RECORD = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) \d+ (\w+) \S+ \[(-|(?:None|req-\S+) (?:-|None|req-\S+)(?: \S+){5,6})\] ?"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a raw log: where it stands, when, its level, and its two request ids."""

    service: str
    number: int
    time: float | str
    level: str
    global_id: str
    local_id: str

    @property
    def key(self) -> str:
        """The chain key: the global id, else the local one."""
        return self.global_id or self.local_id


def logs(run: str, *, everything: bool = False) -> list[Path]:
    """The files of a run: of the 14 OpenStack processes, or every log."""
    files = sorted((DATA / run).glob("*.log.gz"))
    return files if everything else [path for path in files if not re.search("uwsgi|stub", path.name)]


def records(run: str) -> list[Record]:
    """All records of the 14 processes, file by file."""
    one = _of_json if run == "run-json" else _of_text
    return [record for path in logs(run) for record in one(path.name.split(".")[0], _lines(path))]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="\n") as file:
        yield from file


def _of_json(service: str, lines: Iterable[str]) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        context = record.get("context") or {}
        ids = (context.get("global_request_id") or "", context.get("request_id") or "")
        yield Record(service, number, round(record["created"], 6), record["levelname"], *ids)


def _of_text(service: str, lines: Iterable[str]) -> Iterator[Record]:
    found = (match for line in lines if (match := RECORD.match(line)))
    for number, match in enumerate(found, 1):
        words = [*match[3].split(), "-"]
        ids = ["" if word in ("-", "None") else word for word in words[:2]]
        yield Record(service, number, match[1], match[2], *ids)


class Chains:
    """Chains by the rule of the architecture, decision 4.

    Args:
        all_: the records of a run.
    """

    def __init__(self, all_: list[Record]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._members: dict[str, list[Record]] = defaultdict(list)
        for record in all_:
            for each in (record.global_id, record.local_id):
                if each:
                    self._keys[each].add(record.key)
            if record.key:
                self._members[record.key].append(record)

    def of(self, request_id: str) -> tuple[tuple[str, ...], list[tuple[str, int]]]:
        """The keys of an id, sorted, and the places of their records, sorted."""
        keys = tuple(sorted(self._keys[request_id]))
        return keys, sorted((each.service, each.number) for key in keys for each in self._members[key])


def spread(values: Iterable[str], count: int) -> list[str]:
    """So many of some values, evenly spread."""
    distinct = sorted(set(values))
    return [distinct[number * len(distinct) // count] for number in range(count)]
