"""The command line over a small store, in this process or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from venus_logging import store as stores
from venus_logging.cli.main import main
from venus_logging.testing import minimal_event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from venus_logging.event import Event

RUN = "from venus_logging.cli.main import main; main()"
ARRIVED = 1_764_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended.

    Args:
        status: its exit status.
        out: what it printed.
        err: what it said beside.
    """

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """Its output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def venus_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Done]:
    """Runs a command line in this process, with a store of its own, away from the settings of this machine."""
    for name in [name for name in os.environ if name.startswith("VENUS_LOG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VENUS_LOG_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["venus-log", *map(str, words)])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        status = ended.value.code
        assert isinstance(status, int)
        return Done(status, out.decode(), err.decode())

    return run


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts a command line as a process of its own."""

    def start(*words: object, **options: Any) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "VENUS_LOG_STORE": str(tmp_path / "store")}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([sys.executable, "-c", RUN, *map(str, words)], env=environment, **pipes)

    return start


def event(number: int, **values: Any) -> Event:
    """A valid event; in names of values ``__`` stands for a dot."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    own = {
        "log.record.uid": f"{number:032x}",
        "@timestamp": f"2026-11-22T10:00:{number % 60:02d}.000000Z",
        "body": f"event {number}",
        "service.name": "nova-api",
        "host.name": "h1",
        "severity_text": "INFO",
        "severity_number": 9,
        "openstack.record.number": number,
    }
    return {**minimal_event(), **own, **named}


@pytest.fixture(name="event")
def event_() -> Callable[..., Event]:
    """Makes events."""
    return event


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., None]:
    """Writes events into the store of the command line."""

    def write(*events: Event) -> None:
        with stores.open(str(tmp_path / "store"), "w") as store:
            store.write(events, ARRIVED * 2)

    return write


@pytest.fixture
def filled(fill: Callable[..., None]) -> None:
    """A store with a chain of three services, an error, and a service on two hosts."""
    fill(
        event(1, openstack__request__id="req-a", openstack__request__global_id="req-g"),
        event(2, openstack__request__id="req-b", openstack__request__global_id="req-g", service__name="neutron-api"),
        event(3, openstack__request__id="req-g", service__name="glance-api"),
        event(4, severity_text="ERROR", severity_number=17, exception__type="ValueError", exception__message="no"),
        event(5, host__name="h2"),
        event(6, severity_text="WARNING", severity_number=13, service__name="nova-compute"),
    )
