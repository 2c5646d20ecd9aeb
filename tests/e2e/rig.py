"""The mini cloud as a context: up with our logging, traffic, down again, logs collected."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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
    def up(self, level: str, run: str) -> Iterator[None]:
        """A running cloud whose root loggers have this level; it is down afterwards, whatever happens.

        Args:
            level: of the root logger.
            run: name of the run in the cloud's home.
        """
        ini = self.work / f"{level.lower()}.ini"
        ini.write_text(template(level))
        only = ["--only", self.services] if self.services else []
        try:
            self._must("up", "--logging", str(ini), "--pip", str(self.work / "package"), "--run", run,
                       "--env", f"PYTHONPATH={self.work / 'lib'}", *only)  # fmt: skip
            yield
        finally:
            self._cloud("down")

    def play(self, seed: int, faults: str) -> bool:
        """Whether all traffic went as it must."""
        return self._cloud("scenario", "--seed", str(seed), "--faults", faults) == 0

    def plant(self) -> bool:
        """Whether a boot whose request is full of secrets was accepted."""
        command = [sys.executable, str(Path(__file__).with_name("plant.py")), self.services or _ALL]
        environment = {**self._environment(), "PYTHONPATH": str(self.tool), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, env=environment).returncode == 0

    def dead(self) -> list[str]:
        """Names of the processes that do not run."""
        done = subprocess.run(self._command("status"), env=self._environment(), text=True, stdout=subprocess.PIPE)
        return [line.split()[0] for line in done.stdout.splitlines() if line.endswith(" -")]

    def collect(self, folder: Path) -> None:
        """Copies logs and results of the last run into a folder."""
        self._must("collect", str(folder))

    # ---- parts
    def _must(self, *arguments: str) -> None:
        status = self._cloud(*arguments)
        if status:
            raise SystemExit(f"cloud {arguments[0]} ended with {status}; see above, or start over with cloud wipe")

    def _cloud(self, *arguments: str) -> int:
        return subprocess.run(self._command(*arguments), env=self._environment()).returncode

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.tool / "cloud"), *arguments]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "MINICLOUD_HOME": str(self.home)}
