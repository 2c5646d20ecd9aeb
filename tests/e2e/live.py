"""Real services, changed by configuration only, against an independent witness; exit 1 if a bound is broken."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from itertools import count, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .bounds import Traffic, bounds
from .chains import access, chains
from .comparing import BOGUS, IDS, Account, compare
from .rig import PROJECT, Rig

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RUNS", "Run", "main"]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the cloud.

    Args:
        level: of the root loggers.
        access: where access events come from: ``filter``, or ``uwsgi``, without code in the services.
        faults: of each round of the scenario; they are played in turn.
        long: whether rounds go on as long as ``--minutes`` says; else each is played once.
    """

    level: str
    access: str
    faults: tuple[str, ...] = ("none",)
    long: bool = False


_FAULTS: Final = (
    "no_valid_host,placement_down",
    "bad_token,rabbit_killed",
    "quota,compute_killed",
    "missing_image,mariadb_killed",
    "image_file_removed,keystone_down",
    "glance_down",
)
RUNS: Final = {
    "info": Run("INFO", "filter"),
    "info-uwsgi": Run("INFO", "uwsgi"),
    "debug": Run("DEBUG", "filter", _FAULTS, long=True),
    "debug-uwsgi": Run("DEBUG", "uwsgi"),
}
_COLUMNS: Final = ("process", "ours", "reference", "differ", "invalid", "broken", "lost", "secrets", "masked", "stale",
                   "flagged", *IDS)  # fmt: skip


def main() -> int:
    """Makes the runs; 0 if every bound holds, else 1."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    work = Path(tempfile.mkdtemp(prefix="venus-e2e-"))
    rig = Rig(options.cloud.resolve(), options.home.expanduser(), work, options.only)
    report: dict[str, Any] = {}
    try:
        rig.prepare()
        for name in options.run or list(RUNS):
            report[name] = _prove(rig, name, RUNS[name], options.minutes)
            _show(name, report[name])
            options.report.write_text(json.dumps(report, indent=1) + "\n")
    finally:
        if options.keep:
            print(f"kept {work}")
        else:
            shutil.rmtree(work)
    broken = [f"{run}: {name}" for run, proof in report.items() for name, (_, ok) in proof["bounds"].items() if not ok]
    print("\n".join((f"report: {options.report}", *(f"BROKEN {each}" for each in broken))))
    return 1 if broken else 0


def _prove(rig: Rig, name: str, run: Run, minutes: float) -> dict[str, Any]:
    folder, logs, calls = f"e2e-{name}-{int(time.time())}", rig.work / name, rig.work / f"{name}-calls.jsonl"
    with rig.up(run.level, run.access, folder):
        begin = time.monotonic()
        with rig.mixing(calls):
            served, late = _traffic(rig, run, begin + 60 * minutes)
        lasted = time.monotonic() - begin
        served, dead = rig.plant() and served, rig.dead()
    rig.collect(logs)
    shutil.rmtree(rig.home / "runs" / folder)
    return {"seconds of traffic": round(lasted)} | _judge(rig, name, run, Traffic(served, dead, late))


def _judge(rig: Rig, name: str, run: Run, traffic: Traffic) -> dict[str, Any]:
    """What the collected logs of a run say."""
    logs, calls, store = rig.work / name, rig.work / f"{name}-calls.jsonl", rig.work / f"store-{name}"
    accounts, total = _accounts(logs / "logs", _owners(logs, calls))
    boots = chains(logs, store, run.level, run.access, rig.services)
    told = access(store)
    answers = Counter(_answers(calls))
    if not run.long:  # a fault takes services away
        refused = {kind: number for kind, number in answers.items() if kind.startswith("real") and kind != "real-200"}
        traffic = replace(traffic, refused=refused)
    return {
        "answers": dict(answers),
        "processes": [account.plain() for account in (*accounts, total)],
        "boots": [asdict(each) for each in boots],
        "access": [asdict(each) for each in told],
        "bounds": bounds(run.level, run.access == "filter", total, traffic, boots, told),
    }


def _traffic(rig: Rig, run: Run, end: float) -> tuple[bool, list[str]]:
    """Whether the scenario went as it must, and the processes that did not reload after its first round."""
    served, late = True, []
    for seed, faults in zip(count(1), cycle(run.faults) if run.long else run.faults):
        served = rig.play(seed, faults) and served
        if seed == 1:
            late = rig.reload()
        if run.long and time.monotonic() > end:
            break
    return served, late


def _accounts(folder: Path, owners: dict[str, str]) -> tuple[list[Account], Account]:
    total, accounts = Account("total"), []
    for name in sorted({path.name.split(".")[0] for path in folder.glob("*.jsonl.gz")}):
        ours, theirs = (_lines(folder / f"{name}.{kind}.jsonl.gz") for kind in ("events", "reference"))
        account = compare(name, ours, theirs, owners)
        total.add(account)
        accounts.append(account)
    return accounts, total


def _owners(logs: Path, calls: Path) -> dict[str, str]:
    """Whose an id is: each request's that was sent with it, or got it back."""
    rows = [json.loads(line) for line in (*_lines(logs / "requests.jsonl.gz"), *calls.read_text().splitlines())]
    ids = ("request_id", "global_id_sent")
    return {row[name]: row.get("mark", "scenario") for name in ids for row in rows if row[name]}


def _answers(calls: Path) -> Iterable[str]:
    for row in map(json.loads, calls.read_text().splitlines()):
        kind = BOGUS if row["mark"].startswith(BOGUS) else "real-"
        yield f"{kind}{row['status'] or row['error'][:80]}"


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        return file.readlines()


def _show(name: str, proof: dict[str, Any]) -> None:
    rows = [_COLUMNS, *(_row(process) for process in proof["processes"])]
    widths = [max(len(row[number]) for row in rows) for number in range(len(_COLUMNS))]
    print(f"\n{name}, {proof['seconds of traffic']} s of traffic; the last three columns: ours / the reference")
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for process in proof["processes"][:-1]:
        for kind, examples in process["examples"].items():
            number = process["differences"].get(kind, len(examples))
            print(f"{process['name']}: {kind}: {number}, e.g. {examples[0]}"[:400])
    for reason, number in proof["processes"][-1]["reasons"].items():
        print(f"invalid: {number} x {reason}"[:300])
    for boot in proof["boots"]:
        print(f"chain {boot['id']}: {boot['events']} events, {', '.join(boot['services'])}; {boot['requests']}")
        if boot["missing"]:
            print(f"  missing: {', '.join(boot['missing'])}")
    for each in proof["access"]:
        print(f"access {each}")
    print(f"answers beside the scenario: {proof['answers']}")
    for bound, (found, ok) in proof["bounds"].items():
        print(f"{'ok    ' if ok else 'BROKEN'} {bound}: {found}")


def _row(process: dict[str, Any]) -> tuple[str, ...]:
    counts = Counter(process["counts"])
    shares = (
        f"{counts[f'our {name}'] / max(1, process['ours']):.1%} / "
        f"{counts[f'reference {name}'] / max(1, process['reference']):.1%}"
        for name in IDS
    )
    numbers = (process["ours"], process["reference"], sum(process["differences"].values()),
               *(counts[name] for name in _COLUMNS[4:11]))  # fmt: skip
    return (process["name"], *map(str, numbers), *shares)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.live", description=__doc__)
    shared = PROJECT.parent / "shared" / "cloud"
    parser.add_argument("--cloud", type=Path, default=shared, help="folder of the mini cloud's command")
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("MINICLOUD_HOME", "~/.minicloud")),
        help="where the mini cloud keeps everything",
    )
    parser.add_argument("--run", action="append", choices=list(RUNS), help="repeatable; default all")
    parser.add_argument("--minutes", type=float, default=10, help="of traffic with faults, in the run debug")
    parser.add_argument("--only", default="", help="fewer services, e.g. keystone,glance,placement,nova")
    parser.add_argument("--keep", action="store_true", help="keep the collected logs and the stores")
    parser.add_argument(
        "--report", type=Path, default=Path(tempfile.gettempdir(), "venus-e2e.json"), help="file of the numbers"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
