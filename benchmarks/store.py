"""Measures the embedded store beside its engine as it comes, SQLite, DuckDB, ripgrep and VictoriaLogs, in one run.

    python benchmarks/store.py [--events 100000] [--engines venus-logging,tantivy] [--classes a1,f] [--repeat 10]

The events are those of ``gen.py`` in the shared tools in the form of the contract, the same file for each engine. Each
engine is loaded and asked in a process of its own; one that is not installed is left out, and said. Figures are CPU
milliseconds a question (all threads; the first question after opening is not in it), because wall time depends on what
else the machine does; the median of the wall time stands beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from engines import form
from engines.grep import Ripgrep
from engines.ours import Ours
from engines.raw import Raw
from engines.sql import DuckDB, SQLite
from engines.victoria import Victoria

ENGINES: dict[str, Any] = {each.name: each for each in (Ours, Raw, SQLite, DuckDB, Ripgrep, Victoria)}
CLASSES = {
    "a1": "two common words, one day",
    "a2": "two rare words, one day",
    "b": "phrase",
    "c1": "host and level, four days",
    "c200": "the same, page 200, total",
    "c200k": "the same by its key, no total",
    "d": "one request, oldest first",
    "e": "errors by service and two hours",
    "f": "count by host, service, level",
    "g": "distinct projects",
    "h": "percentiles of durations",
    "i": "context of an error",
    "j1": "substring over words",
    "j2": "pattern of one word",
    "j3": "pattern of a phrase, no total",
    "k": "count of an alarm",
}
GENERATOR = Path(__file__).resolve().parents[2] / "shared/tools/bench-store/gen.py"
LONGEST_MS = 5_000
"""A class that took this long is not asked again."""

DATA = Path(tempfile.gettempdir()) / "venus-bench"


def spent(engine: Any) -> float:
    """CPU seconds so far, of this process, its children, and the engine's server if it has one."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    mine = sum(each.ru_utime + each.ru_stime for each in used)
    return mine + (engine.cpu() if hasattr(engine, "cpu") else 0.0)


def loaded(engine: Any, folder: Path, events: int) -> dict[str, Any]:
    """Loads the engine, and says what that took; its server is a child that has ended by then."""
    start, used = time.perf_counter(), sum(os.times()[:4])
    engine.load()
    took, used = time.perf_counter() - start, sum(os.times()[:4]) - used
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"per_s": events / took, "per_cpu_s": events / used, "bytes": size / events, "peak_mb": peak}


def asked(engine: Any, name: str, repeat: int) -> dict[str, Any]:
    """One class of questions: CPU and wall milliseconds a question."""
    question = getattr(engine, f"q_{name}")
    question()
    walls: list[float] = []
    used = spent(engine)
    while len(walls) < repeat and sum(walls) < LONGEST_MS:
        start = time.perf_counter()
        total, rows = question()
        walls.append((time.perf_counter() - start) * 1e3)
    cpu = (spent(engine) - used) * 1e3 / len(walls)
    first = rows[0].get(form.NUMBER) if rows and isinstance(rows[0], dict) else rows if name == "h" else None
    return {"cpu": cpu, "wall": statistics.median(walls), "total": total, "first": first}


def measure(name: str, folder: Path, data: Path, classes: list[str], repeat: int, *, keep: bool) -> dict[str, Any]:
    """All figures of one engine."""
    constants = form.constants(data)
    engine = ENGINES[name](folder, data, constants)
    row: dict[str, Any] = {"engine": name}
    try:
        if hasattr(engine, "load") and not (keep and folder.exists()):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            row["load"] = loaded(engine, folder, constants.events)
        start = time.perf_counter()
        engine.open()
        row["open_ms"] = (time.perf_counter() - start) * 1e3
        row["classes"] = {each: asked(engine, each, repeat) for each in classes if hasattr(engine, f"q_{each}")}
        engine.close()
    except ModuleNotFoundError as problem:
        row = {"engine": name, "missing": str(problem)}
    row["load_average"] = os.getloadavg()[0]
    return row


def show(rows: list[dict[str, Any]], classes: list[str]) -> None:
    """The table of all engines, and where they disagree."""
    for row in rows:
        if "missing" in row:
            print(f"{row['engine']}: left out, {row['missing']}")
    rows = [row for row in rows if "missing" not in row]
    print(f"{'CPU ms (wall ms)':38}" + "".join(f"{row['engine']:>19}" for row in rows))
    for name in classes:
        cells = [row["classes"].get(name) for row in rows]
        texts = [f"{cell['cpu']:9.2f} ({cell['wall']:7.2f})" if cell else "-" for cell in cells]
        print(f"{name:6}{CLASSES[name]:32}" + "".join(f"{text:>19}" for text in texts))
    for what in ("per_s", "per_cpu_s", "bytes", "peak_mb"):
        figures = [row.get("load", {}).get(what) for row in rows]
        texts = ["-" if each is None else f"{each:,.0f}" for each in figures]
        print(f"{'load ' + what:38}" + "".join(f"{text:>19}" for text in texts))
    for name in classes:
        answers = {
            row["engine"]: (cell["total"], cell["first"])
            for row in rows
            if (cell := row["classes"].get(name)) and row["engine"] != "rg"
        }
        if len(set(map(str, answers.values()))) > 1:
            print(f"answers of {name}: {answers}")


def main() -> None:
    """Makes the data, measures each engine, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--classes", default=",".join(CLASSES))
    parser.add_argument("--generator", type=Path, default=GENERATOR, help="gen.py of the shared tools")
    parser.add_argument("--data", type=Path, default=DATA, help="where events and stores are kept")
    parser.add_argument("--keep", action="store_true", help="ask the stores that are there")
    parser.add_argument("--json", type=Path, help="write all figures there too")
    options = parser.parse_args()
    if not options.generator.is_file():
        print(f"no generator at {options.generator}; name it with --generator")
        return
    folder = options.data / f"{options.events}-{options.days}"
    data = form.make(folder, options.generator, options.events, options.days)
    classes = options.classes.split(",")
    rows = []
    for name in options.engines.split(","):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            work = pool.submit(measure, name, folder / name, data, classes, options.repeat, keep=options.keep)
            rows.append(work.result())
    show(rows, classes)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
