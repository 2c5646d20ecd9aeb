"""Real services, changed by one INI only, against an independent witness; exit 1 if a bound is broken."""

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
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .chains import Boot, chains
from .comparing import IDS, Account, compare
from .rig import PROJECT, Rig

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bounds", "main"]

FAULTS: Final = {"INFO": "none", "DEBUG": "no_valid_host,placement_down"}
VALID: Final = 0.999
_COLUMNS: Final = ("process", "ours", "reference", "differ", "invalid", "broken", "lost", "secrets", "masked",
                   *IDS)  # fmt: skip


def main() -> int:
    """Runs the proof at each level; 0 if every bound holds, else 1."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    work = Path(tempfile.mkdtemp(prefix="venus-e2e-"))
    rig = Rig(options.cloud.resolve(), options.home.expanduser(), work, options.only)
    report: dict[str, Any] = {}
    try:
        rig.prepare()
        for level in options.level or list(FAULTS):
            report[level] = _prove(rig, level, FAULTS[level] if options.faults is None else options.faults)
            _show(level, report[level])
    finally:
        if options.keep:
            print(f"kept {work}")
        else:
            shutil.rmtree(work)
    options.report.write_text(json.dumps(report, indent=1) + "\n")
    broken = [
        f"{level}: {name}" for level, proof in report.items() for name, (_, ok) in proof["bounds"].items() if not ok
    ]
    print("\n".join((f"report: {options.report}", *(f"BROKEN {each}" for each in broken))))
    return 1 if broken else 0


def bounds(
    level: str, total: Account, served: bool, dead: Sequence[str], boots: Sequence[Boot]
) -> dict[str, tuple[str, bool]]:
    """What must hold: for each bound what was found, and whether it holds.

    Args:
        level: of the root loggers.
        total: the account of all processes.
        served: whether the traffic went as it must.
        dead: processes that did not run at the end.
        boots: the chains of accepted boots.
    """
    counts = total.counts
    valid = 1 - counts["invalid"] / max(1, total.ours)
    poor = [boot for boot in boots if boot.missing]
    found = {
        "all processes serve": (f"{'yes' if served else 'no'}; dead: {', '.join(dead) or 'none'}", served and not dead),
        "same records": (f"{total.ours} of ours, {total.reference}", 0 < total.ours == total.reference),
        "no difference": (str(dict(total.differences)), not total.differences),
        f"valid >= {VALID:.1%}": (f"{valid:.4%}", valid >= VALID),
        "boots keep their chain": (f"{len(boots) - len(poor)} of {len(boots)}", bool(boots) and not poor),
    }
    if level == "DEBUG":  # nova-api writes request bodies only there
        found["planted secrets were met"] = (str(counts["masked"]), counts["masked"] > 0)
    for name in ("broken", "lost", "repeated", "secrets"):
        found[f"no {name}"] = (str(counts[name]), not counts[name])
    for name in IDS:
        ours, theirs = counts[f"our {name}"], counts[f"reference {name}"]
        found[f"{name} at least the reference's"] = (f"{ours} and {theirs}", ours >= theirs)
    return found


def _prove(rig: Rig, level: str, faults: str) -> dict[str, Any]:
    run = f"e2e-{level.lower()}-{int(time.time())}"
    logs = rig.work / level
    with rig.up(level, run):
        served = rig.play(1, faults) and rig.plant()
        dead = rig.dead()
    rig.collect(logs)
    shutil.rmtree(rig.home / "runs" / run)
    total, accounts = Account("total"), []
    folder = logs / "logs"
    for name in sorted({path.name.split(".")[0] for path in folder.glob("*.jsonl.gz")}):
        ours, theirs = (_lines(folder / f"{name}.{kind}.jsonl.gz") for kind in ("events", "reference"))
        account = compare(name, ours, theirs)
        total.add(account)
        accounts.append(account)
    boots = chains(logs, rig.work / f"store-{level}", level, rig.services)
    return {
        "faults": faults,
        "processes": [account.plain() for account in (*accounts, total)],
        "boots": [asdict(boot) for boot in boots],
        "bounds": bounds(level, total, served, dead, boots),
    }


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        return file.readlines()


def _show(level: str, proof: dict[str, Any]) -> None:
    rows = [_COLUMNS, *(_row(process) for process in proof["processes"])]
    widths = [max(len(row[number]) for row in rows) for number in range(len(_COLUMNS))]
    print(f"\n{level}, faults {proof['faults']}; request, project, resource: of ours / of the reference")
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for process in proof["processes"][:-1]:
        for kind, examples in process["examples"].items():
            print(
                f"{process['name']}: {kind}: {process['differences'].get(kind, len(examples))}, e.g. {examples[0]}"[
                    :400
                ]
            )
    for reason, count in proof["processes"][-1]["reasons"].items():
        print(f"invalid: {count} x {reason}"[:300])
    for boot in proof["boots"]:
        print(f"chain {boot['id']}: {boot['events']} events, {', '.join(boot['services'])}")
    for name, (found, ok) in proof["bounds"].items():
        print(f"{'ok    ' if ok else 'BROKEN'} {name}: {found}")


def _row(process: dict[str, Any]) -> tuple[str, ...]:
    counts = Counter(process["counts"])
    shares = (
        f"{counts[f'our {name}'] / max(1, process['ours']):.1%} / "
        f"{counts[f'reference {name}'] / max(1, process['reference']):.1%}"
        for name in IDS
    )
    numbers = (process["ours"], process["reference"], sum(process["differences"].values()),
               *(counts[name] for name in ("invalid", "broken", "lost", "secrets", "masked")))  # fmt: skip
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
    parser.add_argument("--level", action="append", choices=list(FAULTS), help="repeatable; default both")
    parser.add_argument("--faults", help="a,b or none; default none at INFO, two at DEBUG")
    parser.add_argument("--only", default="", help="fewer services, e.g. keystone,glance,placement,nova")
    parser.add_argument("--keep", action="store_true", help="keep the collected logs and the stores")
    parser.add_argument(
        "--report", type=Path, default=Path(tempfile.gettempdir(), "venus-e2e.json"), help="file of the numbers"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
