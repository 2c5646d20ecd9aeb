"""Counts where checker, jsonschema and jsonschema-rs differ over many events: differential.py [NUMBER [SEED]].

About half of the events are plain and half are typed; about half are left valid. An event with a name is judged by its
bundle too. Exit status 1 if the three differ anywhere, or if fewer than LEAST_VALID of the events are valid.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from functools import cache
from typing import Any

import jsonschema
import jsonschema_rs

from venus_logging import contract
from venus_logging.contract.data import folder
from venus_logging.testing import full_event, minimal_event

TEXTS = (
    "",
    "a",
    "é🚀",
    "a\n",
    " ",
    "2026-08-01T12:00:00.000000Z",
    "2024-02-29T23:59:59.999999999Z",
    "2026-02-30T12:00:00.000000Z",
    "10.0.0.1",
    "010.0.0.1",
    "::1",
    "::ffff:1.2.3.4",
    "fe80::1%eth0",
    "failure",
    "success",
    "a.b",
    "urn:venus-logging:1.2.3",
    "0af7651916cd43dd8448eb211c80319c",
    "\u0661",
    "a" * 1024,
    "a" * 1025,
    "x" * 8193,
)
LEAST_VALID = 0.3
NUMBER, SEED = 2_000, 1
NUMBERS = (
    0,
    -1,
    1,
    5,
    12,
    13,
    24,
    25,
    99,
    100,
    599,
    600,
    65535,
    65536,
    2**31,
    2**63 - 1,
    2**63,
    -(2**63),
    -(2**63) - 1,
    0.5,
    -0.0,
    1.0,
    24.0,
    200.0,
    1e300,
    9.3e18,
    -1e-300,
)
OTHERS = (True, False, None, [], ["a"], ["a", 1], [[]], {}, {"a": 1}, ["a"] * 1001)
NAMES = ("x.a", "x.a.b-c_d", "x", "x.", "x.A", "y", "openstack", f"x.{'a' * 254}", f"x.{'a' * 255}", "x.a\n", "x.é")


@cache
def judges(name: str) -> tuple[Any, Any]:
    """Both validators of one schema."""
    schema = json.loads((folder("schemas") / contract.version() / name).read_text())
    python = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return python, jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def verdict(event: dict[str, Any]) -> tuple[bool, bool, bool]:
    """Whether checker, jsonschema and jsonschema-rs accept an event."""
    name = event.get("event_name")
    known = isinstance(name, str) and contract.typed(name) is not None
    pairs = [judges("event.schema.json"), *([judges(f"events/{name}.json")] if known else [])]
    python = all(one.is_valid(event) for one, _ in pairs)
    rust = all(other.is_valid(event) for _, other in pairs)
    return contract.check(event) == [], python, rust


@cache
def accepted(name: str) -> tuple[Any, ...]:
    """The values of the pool that an attribute may have; a phase decides what else is asked for, so that it stays."""
    pool = (*TEXTS, *NUMBERS, *OTHERS, *contract.attributes()[name].values)
    return tuple(value for value in pool if not contract.check({name: value}, whole=False))


def valid(pick: random.Random) -> dict[str, Any]:
    """An event, plain or typed, with some attributes left out and some values changed, and still valid."""
    kind = pick.choice(("", "", *contract.event_names()) if pick.random() < 0.5 else contract.event_names())
    event = full_event(kind)
    event |= {"openstack.operation.phase": pick.choice(("start", "step", "success", "degraded"))} if kind else {}
    asked = contract.typed(kind).needed(event["openstack.operation.phase"]) if kind else set()
    needed = minimal_event().keys() | asked
    for name in [name for name in event if name not in needed and pick.random() < 0.6]:
        del event[name]
    for name in pick.sample(sorted(event), 4):
        if name in contract.attributes() and name not in ("event_name", "openstack.operation.phase"):
            event[name] = pick.choice(accepted(name) or (event[name],))
    return event


def changed(pick: random.Random, names: list[str]) -> dict[str, Any]:
    """An event with up to three values changed, added or removed."""
    event = valid(pick)
    for _ in range(pick.randint(1, 3)):
        name = pick.choice(names)
        if pick.random() < 0.1:
            event.pop(name, None)
        else:
            event[name] = pick.choice(pick.choice((TEXTS, NUMBERS, OTHERS)))
    return event


def main() -> None:
    """Prints how many events each verdict has, and every difference."""
    given = [int(word) for word in sys.argv[1:]]
    number, seed = (*given, *(NUMBER, SEED)[len(given) :])
    names = [*contract.attributes(), *NAMES]
    pick = random.Random(seed)
    verdicts: Counter[tuple[bool, bool, bool]] = Counter()
    for turn in range(number):
        event = valid(pick) if turn % 2 else changed(pick, names)
        found = verdict(event)
        verdicts[found] += 1
        if len(set(found)) > 1:
            print("differs", found, list(map(str, contract.check(event))), event.get("event_name"))
    different = sum(count for found, count in verdicts.items() if len(set(found)) > 1)
    share = verdicts[True, True, True] / number
    print(f"{number} events, seed {seed}: {different} differences, {share:.1%} valid for all three")
    if different or share < LEAST_VALID:
        sys.exit(1)


if __name__ == "__main__":
    main()
