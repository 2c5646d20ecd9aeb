"""What the lint of source costs, beside ruff and flake8 with hacking on the same tree: lint.py [FOLDER [PYTHON]].

FOLDER is a source tree, by default this package; tests in it are read too. PYTHON has flake8 and hacking, by default
the one that runs this. Each tool is a process of its own on one core and without a cache, unless the
row says otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

VENUS: Final = (sys.executable, "-c", "from venus_logging.cli.main import main; main()", "lint", "source")
EVERYTHING: Final = ("--exclude", "__pycache__")
RUFF: Final = ("check", "--isolated", "--quiet", "--select", "G,LOG,PLE1205,PLE1206,TRY400,TRY401")
FLAKE8: Final = ("-m", "flake8", "--isolated", "--jobs", "1", "--select", "H", "--enable-extensions", "H904")


def measured(words: list[str], folder: Path, **variables: str) -> tuple[float, float, float, int]:
    """Seconds of clock and of processor, MB at the most, and lines of output of a command, its children included.

    Args:
        words: the command.
        folder: where it runs.
        variables: of its environment.
    """
    with tempfile.TemporaryFile("w+b") as out:
        start = time.perf_counter()
        pid = os.posix_spawn(
            "/usr/bin/env",
            ["env", "-C", str(folder), *words],
            {**os.environ, **variables},
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)],
        )
        _, status, used = os.wait4(pid, 0)
        took = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"exit status {os.waitstatus_to_exitcode(status)}: {' '.join(words)}")
        out.seek(0)
        lines = sum(1 for _ in out)
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines


def commands(tree: str, python: str) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """What each row is called, its command, and variables of its environment.

    Args:
        tree: the source tree.
        python: an interpreter with flake8 and hacking.
    """
    venus = [*VENUS, tree, *EVERYTHING, "--format", "jsonl"]
    yield "venus-log, cold", [*venus, "--jobs", "1", "--no-cache"], {}
    yield "venus-log, cold, a process per core", venus, {}
    yield "venus-log, from its cache", venus, {}
    yield "venus-log, cold, without tests", [*VENUS, tree, "--format", "jsonl", "--jobs", "1", "--no-cache"], {}
    ruff = shutil.which("ruff", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if ruff:
        words = [ruff, *RUFF, "--no-cache", "--output-format", "concise", tree]
        yield "ruff G LOG PLE120x TRY40x", words, {"RAYON_NUM_THREADS": "1"}
    if not subprocess.run([python, "-m", "flake8", "--version"], capture_output=True, check=False).returncode:
        yield "flake8 with hacking, H", [python, *FLAKE8, tree], {}


def main() -> None:
    """Prints a table."""
    tree = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).resolve().parents[1] / "venus_logging")
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    files = list(Path(tree).rglob("*.py"))
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    print(f"{Path(tree).name}: {len(files)} files, {lines} lines")
    print("tool                                 clock s    cpu s  peak MB  lines", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, words, variables in commands(tree, python):
            took, cpu, peak, count = measured(words, Path(folder), **variables)
            print(f"{name:<36} {took:8.1f} {cpu:8.1f} {peak:8.0f} {count:6d}", flush=True)


if __name__ == "__main__":
    main()
