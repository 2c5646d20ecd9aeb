"""What the contract costs to load, and per event beside jsonschema and jsonschema-rs in the same run."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from itertools import cycle
from time import perf_counter
from typing import TYPE_CHECKING, Any

import jsonschema
import jsonschema_rs

from venus_logging import contract
from venus_logging.contract.data import folder
from venus_logging.testing import full_event

if TYPE_CHECKING:
    from collections.abc import Callable

ATTRIBUTES = 35
ROUNDS = 7
LOAD = """
import json, re, socket, functools, pathlib, tracemalloc
from time import process_time as perf_counter
if {memory}: tracemalloc.start()
start = perf_counter()
from venus_logging import contract
imported = perf_counter()
before = tracemalloc.get_traced_memory()[0]
contract.check({{}})
checker = perf_counter()
contract.scenario("a", "b", "c")
rules = perf_counter()
held = tracemalloc.get_traced_memory()[0] - before if {memory} else 0
print(imported - start, checker - imported, rules - checker, held)
"""


def typical() -> dict[str, Any]:
    """A valid event of 35 attributes, the size of an event that operation() emits."""
    event = full_event()
    required = [name for name, each in contract.attributes().items() if each.required]
    names = [*required, *(name for name in event if name not in required)]
    return {name: event[name] for name in names[:ATTRIBUTES]}


def micros(call: Callable[[], object], number: int) -> float:
    """The best of several rounds, in µs per call."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        start = perf_counter()
        for _ in range(number):
            call()
        best = min(best, (perf_counter() - start) / number)
    return best * 1e6


def load(memory: bool) -> list[float]:
    """Import, checker and rules in seconds of CPU, bytes held; each from a fresh interpreter, the best of several."""
    runs = [
        [float(word) for word in subprocess.check_output([sys.executable, "-c", LOAD.format(memory=memory)]).split()]
        for _ in range(ROUNDS)
    ]
    return [min(column) for column in zip(*runs, strict=True)]


def main() -> None:
    """Prints the figures."""
    imported, checker, rules, _ = load(memory=False)
    print(f"import {imported * 1e3:.2f} ms, checker {checker * 1e3:.2f} ms, rules {rules * 1e3:.2f} ms")
    print(f"checker and rules {(checker + rules) * 1e3:.2f} ms, {load(memory=True)[3] / 1024:.0f} KiB")
    event = typical()
    # NOTE: times and uids differ from event to event, so that nothing is measured that only a repetition would give.
    stream = cycle(
        [
            event | {"log.record.uid": f"4f0c2d7b9a1e4c55a3-{n}", "@timestamp": f"2026-08-01T12:00:{n % 60:02}.{n:06}Z"}
            for n in range(1000)
        ]
    )
    schema = json.loads((folder("schemas") / contract.version() / "event.schema.json").read_text())
    ours = micros(lambda: contract.check(next(stream)), 20_000)
    rust_validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    rust = micros(lambda: rust_validator.is_valid(next(stream)), 20_000)
    slow_validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    slow = micros(lambda: slow_validator.is_valid(next(stream)), 200)
    dumps = micros(lambda: json.dumps(next(stream)), 20_000)
    tag = micros(lambda: contract.scenario("nova.compute.manager", "Rebooting instance", ""), 50_000)
    print(f"check {ours:.2f} µs for {len(event)} attributes; json.dumps {dumps:.2f} µs (x{dumps / ours:.1f})")
    print(f"jsonschema {slow:.0f} µs (x{slow / ours:.0f}), jsonschema-rs {rust:.2f} µs (x{rust / ours:.2f})")
    body = "Took 5.12 seconds to build instance."
    text = micros(lambda: contract.scenario("nova.compute.manager", "", body), 50_000)
    print(f"scenario by format {tag:.2f} µs, by text {text:.2f} µs")


if __name__ == "__main__":
    main()
