"""Processes that write events, and what is left in their files."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LIMIT = 60
STREAM, SEQUENCE = "openstack.emitter.stream", "openstack.emitter.sequence"


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended.

    Args:
        out: what it printed.
        err: its complaints, line by line.
    """

    out: str
    err: list[str]


@dataclass(frozen=True, slots=True)
class Left:
    """What is in some files.

    Args:
        events: the events of all whole lines.
        broken: all other lines.
    """

    events: list[dict[str, Any]]
    broken: list[bytes]

    @property
    def bodies(self) -> list[str]:
        """The bodies, in the order of the lines."""
        return [event["body"] for event in self.events]

    @property
    def gaps(self) -> int:
        """How many events are missing from, or twice in, the counts of the emitters."""
        counts: dict[tuple[str, str], list[int]] = {}
        for event in self.events:
            emitter = event["log.record.uid"].rpartition("-")[0]
            counts.setdefault((emitter, event[STREAM]), []).append(event[SEQUENCE])
        return sum(
            len(set(range(1, max(each) + 1)) ^ set(each)) + len(each) - len(set(each)) for each in counts.values()
        )

    @property
    def emitters(self) -> int:
        """How many processes wrote."""
        return len({event["log.record.uid"].rpartition("-")[0] for event in self.events})


@pytest.fixture
def left() -> Callable[[Iterable[Path]], Left]:
    """Reads files of events."""

    def read(paths: Iterable[Path]) -> Left:
        events: list[dict[str, Any]] = []
        broken: list[bytes] = []
        for path in paths:
            for line in path.read_bytes().splitlines():
                try:
                    events.append(json.loads(line))
                except ValueError:
                    broken.append(line)
        return Left(events, broken)

    return read


@pytest.fixture
def child() -> Callable[..., Done]:
    """Runs a script in a new process that has to end well and soon."""

    def run(script: str, *arguments: object, within: tuple[str, ...] = ()) -> Done:
        command = [*within, sys.executable, "-c", script, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
        assert done.returncode == 0, done.stderr
        return Done(done.stdout, done.stderr.splitlines())

    return run
