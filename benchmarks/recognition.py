"""How well scenario tags fit what the cloud was asked to do: recognition.py FOLDER... prints a page on recorded runs.

Method and path of each recorded request say which scenario its chain belongs to; the chain's key is the global request
id if there is one, else the request id.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final

from venus_logging import store as stores
from venus_logging.event.privacy import Privacy
from venus_logging.ingest import Options, find, ingest
from venus_logging.query import Query, Window
from venus_logging.store.state import State

ENTRIES: Final = (
    ("nova", "POST", r"/servers", "compute.instance.create"),
    ("nova", "DELETE", r"/servers/[^/]+", "compute.instance.delete"),
    ("nova", "POST", r"/servers/[^/]+/os-volume_attachments", "compute.volume.attach"),
    ("nova", "DELETE", r"/servers/[^/]+/os-volume_attachments/[^/]+", "compute.volume.detach"),
    ("cinder", "POST", r".*/volumes", "block_storage.volume.create"),
    ("cinder", "DELETE", r".*/volumes/[^/]+", "block_storage.volume.delete"),
    ("glance", "PUT", r"/images/[^/]+/file", "image.image.upload"),
    ("glance", "GET", r"/images/[^/]+/file", "image.image.download"),
    ("neutron", "POST", r"/networks", "network.network.create"),
    ("keystone", "POST", r"/auth/tokens", "identity.token.issue"),
)
# The body of an action is not recorded; every run sent these, in this order, as the logs at DEBUG show.
ACTIONS: Final = ("reboot", "resize", "resize", "stop", "start", "snapshot", "snapshot")
# Work that belongs to other work: its tags are right in these chains too.
PARTS: Final = {
    "compute.instance.create": {"image.image.download", "compute.volume.attach", "block_storage.volume.create"},
    "compute.instance.delete": {"compute.volume.detach", "block_storage.volume.delete"},
    "compute.instance.snapshot": {"image.image.upload"},
}
PAGE: Final = """# Recognition

How well the rules of the [scenarios](scenarios.md) recognise what a real cloud was asked to do. Written by
`benchmarks/recognition.py`; run-json is read with its formats (exact rules), run-debug and run-info as text.

* Truth: method and path of each recorded request say which scenario its chain belongs to. Chains are joined by the
  global request id if there is one, else by the request id.
* Precision: of the tagged records in recorded chains, how many are in a chain of that scenario or of one that it is a
  part of. Recall: of the chains whose request was accepted and that logged anything, how many have at least one tag.
* Tags outside recorded chains (start-up, periodic tasks, a user who is not in the records) are counted, not judged.
  Scenarios that no request begins (`-`) have no truth of that kind.

What is not perfect, and why:

* `compute.instance.delete` inside `compute.instance.create`: nova cleans up a build that failed by the very statements
  of a deletion. The tag says what is done to the instance; the chain also has `compute.instance.create`.
* `identity.token.issue`: keystone logs nothing when it issues a token. `network.network.create`: neutron logs the same
  access line for every request. Both are seen in access events only, or when the service emits typed events.
* run-info: `compute.instance.start` and `.stop` and one half of a resize (the confirmation) are logged at DEBUG only.
* `compute.volume.attach` and `.detach` have no accepted request in run-info.
"""
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
ENTERED: Final = frozenset((*(name for *_, name in ENTRIES), *(f"compute.instance.{each}" for each in ACTIONS)))


def truth(run: Path) -> dict[str, tuple[str, bool]]:
    """By chain key, the scenario that a request began, or nothing, and whether it was accepted."""
    found: dict[str, tuple[str, bool]] = {}
    actions = iter(ACTIONS)
    with gzip.open(run / "requests.jsonl.gz", "rt") as lines:
        for request in map(json.loads, lines):
            path = request["path"].partition("?")[0]
            scenario = next(
                (
                    name
                    for service, method, form, name in ENTRIES
                    if (service, method) == (request["svc"], request["method"]) and re.fullmatch(form, path)
                ),
                "",
            )
            if path.endswith("/action"):
                scenario = f"compute.instance.{next(actions)}"
            key = request["global_sent"] or request["request_id"]
            if key:
                found[key] = (scenario, (request["status"] or 500) < 400)
    return found


def events(run: Path) -> list[dict[str, Any]]:
    """All events of a run's services, as ``venus-log ingest`` makes them."""
    files = [path for path in find([run]) if "uwsgi" not in path.name and "ovsagent" not in path.name]
    options = Options("node-1", "", privacy=Privacy("keep", (), ""))
    with tempfile.TemporaryDirectory() as folder, State.open(Path(folder)) as state:
        store = stores.open("memory:", "w")
        for _ in ingest(files, store, state, options, now=time.time_ns):
            pass
        return list(store.search(Query(), Window(), limit=10**6).events)


def judge(run: Path) -> dict[str, Any]:
    """Precision and recall of each scenario that a request begins, counts of the others, and the false tags."""
    chains = truth(run)
    seen: set[str] = set()
    tags: dict[str, dict[str, int]] = defaultdict(Counter)
    reached: dict[str, set[str]] = defaultdict(set)
    false: Counter[tuple[str, str, str, str]] = Counter()
    for event in events(run):
        key = event.get("openstack.request.global_id") or event.get("openstack.request.id") or ""
        seen.add(key)
        scenario = event.get("openstack.scenario.id", "")
        if not scenario:
            continue
        tags[scenario]["all"] += 1
        began, _ = chains.get(key, ("", False))
        if key not in chains:
            tags[scenario]["outside"] += 1
        elif scenario not in ENTERED or began == scenario or scenario in PARTS.get(began, ()):
            tags[scenario]["right"] += 1
            reached[scenario].add(key)
        else:
            tags[scenario]["false"] += 1
            false[
                scenario, began, event["log.logger"], NUMBER.sub("N", event["body"].partition("_shutdown")[0]).strip()
            ] += 1
    rows = {}
    for scenario in sorted({*tags, *(began for began, _ in chains.values() if began)}):
        logged = [key for key, (began, done) in chains.items() if began == scenario and key in seen and done]
        rows[scenario] = {
            "tags": tags[scenario]["all"],
            "outside": tags[scenario]["outside"],
            "right": tags[scenario]["right"],
            "false": tags[scenario]["false"],
            "chains": len(logged),
            "found": sum(key in reached[scenario] for key in logged),
            "begun": scenario in ENTERED,
        }
    return {"rows": rows, "false": [[*each, count] for each, count in false.most_common()]}


def table(run: str, result: dict[str, Any]) -> str:
    """The result of a run as a table in Markdown."""
    lines = [
        f"## {run}",
        "",
        "| scenario | tags | in a recorded chain | precision | chains | recall |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in result["rows"].items():
        judged = row["right"] + row["false"]
        precision = f"{row['right'] / judged:.3f}" if row["begun"] and judged else "-"
        recall = f"{row['found'] / row['chains']:.2f}" if row["begun"] and row["chains"] else "-"
        chains = row["chains"] if row["begun"] else "-"
        lines.append(f"| {name} | {row['tags']} | {judged} | {precision} | {chains} | {recall} |")
    if result["false"]:
        lines += ["", "| false tag | in chains of | logger | statement | times |", "|---|---|---|---|---|"]
        lines += [f"| {' | '.join(map(str, each))} |" for each in result["false"]]
    lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Prints tables, or all results as JSON with ``--json`` as the first argument."""
    as_json = sys.argv[1:2] == ["--json"]
    results = {Path(name).name: judge(Path(name)) for name in sys.argv[1 + as_json :]}
    if as_json:
        print(json.dumps(results))
        return
    print(PAGE)
    print("\n".join(table(name, result) for name, result in results.items()), end="")


if __name__ == "__main__":
    main()
