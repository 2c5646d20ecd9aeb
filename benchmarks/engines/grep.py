"""ripgrep over the file of events: nothing to load; whole lines are matched, a1 and c1 at any time."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

from venus_logging.event.json import decode

if TYPE_CHECKING:
    from pathlib import Path

    from engines.form import Constants

Answer = tuple[int | None, list[Any]]


class Ripgrep:
    """Counts only, but for one request, whose events it reads."""

    name = "rg"

    def __init__(self, folder: Path, data: Path, constants: Constants) -> None:
        self._data, self._c = data, constants

    def open(self) -> None:
        """Looks for the program."""
        if shutil.which("rg") is None:
            raise ModuleNotFoundError("rg is not installed", name="rg")

    def close(self) -> None:
        """Nothing to close."""

    def _pipe(self, *commands: list[str]) -> bytes:
        before: Any = None
        for command in commands:
            words = command if before else [*command, str(self._data)]
            source = before.stdout if before else subprocess.DEVNULL
            before = subprocess.Popen(words, stdin=source, stdout=subprocess.PIPE)
        found: bytes = before.communicate()[0]
        return found

    def _count(self, *commands: list[str]) -> Answer:
        return int(self._pipe(*commands) or 0), []

    def q_a1(self) -> Answer:
        return self._count(["rg", "-F", "instance"], ["rg", "-cF", "seconds"])

    def q_b(self) -> Answer:
        return self._count(["rg", "-ciF", "no valid host was found"])

    def q_c1(self) -> Answer:
        return self._count(["rg", "-F", '"host.name":"ctl-03"'], ["rg", "-cF", '"severity_text":"INFO"'])

    def q_d(self) -> Answer:
        rows = [decode(line) for line in self._pipe(["rg", "-F", self._c.request]).splitlines()]
        return len(rows), rows

    def q_f(self) -> Answer:
        """A loop in Python."""
        groups: Counter[tuple[str, ...]] = Counter()
        with self._data.open("rb") as lines:
            for line in lines:
                event = decode(line)
                groups[event["host.name"], event["service.name"], event["severity_text"]] += 1
        return len(groups), list(groups.items())

    def q_j1(self) -> Answer:
        return self._count(["rg", "-cF", "twork-vif-plugg"])

    def q_j2(self) -> Answer:
        return self._count(["rg", "-c", r"(?i)\bde[a-z]+lock\b"])

    def q_j3(self) -> Answer:
        return self._count(["rg", "-c", "waited [0-9]{3} seconds"])
