"""The mini cloud as a context: up with our logging, traffic, down again, logs collected."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from venus_logging.deliver.ini import Ini, render

__all__ = ["PROJECT", "Rig", "template"]

PROJECT: Final = Path(__file__).resolve().parents[2]
_PACKED: Final = ("venus_logging", "specs", "schemas", "setup.py", "pyproject.toml", "README.md", "LICENSE")
_ALL: Final = "keystone,glance,placement,nova,neutron,cinder"
_REFERENCE: Final = """\
[handler_reference]
class = reference.ReferenceHandler
args = ('{logdir}/{process}.reference.jsonl',)
"""
# Those that have a handler for SIGHUP; nova-compute-1, of native threads, ignores it.
_RELOADED: Final = (
    "keystone", "placement", "glance-api", "nova-api", "neutron-api", "cinder-api", "nova-conductor", "nova-scheduler",
    "nova-compute-2", "neutron-rpc-server", "neutron-periodic-workers", "cinder-scheduler", "cinder-volume",
)  # fmt: skip
_RELOAD_SECONDS: Final = 120


def template(level: str) -> str:
    """The generated INI, with the rig's placeholders for names and the reference handler beside ours.

    Args:
        level: of the root logger.
    """
    text = render(Ini("any-service", "{logdir}", level))
    text = text.replace("service=any-service", "service={program}").replace("any-service", "{process}")
    text = text.replace("= events, file", "= events, reference, file")
    return f"{text}\n{_REFERENCE}"


@dataclass(frozen=True, slots=True)
class Rig:
    """One mini cloud.

    Args:
        tool: folder of the ``cloud`` command.
        home: where it keeps everything.
        work: a folder for what this rig writes.
        services: which of them run, separated by commas; empty for all.
    """

    tool: Path
    home: Path
    work: Path
    services: str = ""

    def prepare(self) -> None:
        """Installs and initialises what is missing, and packs this project as it stands."""
        self._must("install")
        if not (self.home / "port_base").exists():
            self._must("init")
        for name in _PACKED:
            source, target = PROJECT / name, self.work / "package" / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        (self.work / "lib").mkdir()
        shutil.copy(Path(__file__).with_name("reference.py"), self.work / "lib")

    @contextmanager
    def up(self, level: str, access: str, run: str) -> Iterator[None]:
        """A running cloud whose root loggers have this level; it is down afterwards, whatever happens.

        Args:
            level: of the root logger.
            access: where access events come from, ``filter`` or ``uwsgi``.
            run: name of the run in the cloud's home.
        """
        ini = self.work / f"{level.lower()}.ini"
        ini.write_text(template(level))
        library = str(self.work / "lib")
        only = ["--only", self.services] if self.services else []
        command = [sys.executable, str(Path(__file__).with_name("changed.py")), "up", "--logging", str(ini), "--pip",
                   str(self.work / "package"), "--run", run, "--env", f"PYTHONPATH={library}", *only]  # fmt: skip
        environment = self._script({"VENUS_E2E_ACCESS": access, "VENUS_E2E_LIB": library})
        try:
            if subprocess.run(command, env=environment).returncode:
                raise SystemExit("cloud up failed; see above, or start over with cloud wipe")
            yield
        finally:
            self._cloud("down")

    def play(self, seed: int, faults: str) -> bool:
        """Whether all traffic went as it must."""
        return self._cloud("scenario", "--seed", str(seed), "--faults", faults) == 0

    @contextmanager
    def mixing(self, calls: Path) -> Iterator[None]:
        """Real users and bogus tokens side by side, all the time.

        Args:
            calls: file of the calls.
        """
        command = [sys.executable, str(Path(__file__).with_name("mixing.py")), self.services or _ALL, str(calls)]
        player = subprocess.Popen(command, env=self._script(), stdin=subprocess.PIPE)
        try:
            yield
        finally:
            player.communicate()

    def reload(self) -> list[str]:
        """Makes services read their INI again by SIGHUP, which to uwsgi means to reload; those that did not."""
        logs = max((self.home / "runs").iterdir(), key=lambda run: run.stat().st_mtime) / "logs"
        pids = {name: pid for name, pid in self._status().items() if name in _RELOADED and pid}
        built = {name: logs / f"{name}.reference.jsonl.built" for name in pids}
        before = {name: path.read_text() for name, path in built.items()}
        for name, pid in pids.items():
            os.utime(self.home / "etc" / name / "logging.ini")
            os.kill(pid, signal.SIGHUP)
        end = time.monotonic() + _RELOAD_SECONDS
        waiting = sorted(built)
        while waiting and time.monotonic() < end:
            time.sleep(1)
            waiting = [name for name in waiting if built[name].read_text() == before[name]]
        return waiting

    def plant(self) -> bool:
        """Whether a boot whose request is full of secrets was accepted."""
        command = [sys.executable, str(Path(__file__).with_name("plant.py")), self.services or _ALL]
        return subprocess.run(command, env=self._script()).returncode == 0

    def dead(self) -> list[str]:
        """Names of the processes that do not run."""
        return [name for name, pid in self._status().items() if not pid]

    def collect(self, folder: Path) -> None:
        """Copies logs and results of the last run into a folder."""
        self._must("collect", str(folder))

    # ---- parts
    def _status(self) -> dict[str, int]:
        """The pid of each process, 0 if it does not run."""
        done = subprocess.run(self._command("status"), env=self._environment(), text=True, stdout=subprocess.PIPE)
        rows = [line.split() for line in done.stdout.splitlines()[1:]]
        return {name: 0 if pid == "-" else int(pid) for name, pid in rows}

    def _must(self, *arguments: str) -> None:
        status = self._cloud(*arguments)
        if status:
            raise SystemExit(f"cloud {arguments[0]} ended with {status}; see above, or start over with cloud wipe")

    def _cloud(self, *arguments: str) -> int:
        return subprocess.run(self._command(*arguments), env=self._environment()).returncode

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.tool / "cloud"), *arguments]

    def _script(self, more: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
        """The environment of a script that imports the cloud's tool and this project."""
        path = os.pathsep.join((str(self.tool), str(PROJECT)))
        return {**self._environment(), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "MINICLOUD_HOME": str(self.home)}
