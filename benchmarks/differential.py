"""Counts where checker, jsonschema and jsonschema-rs differ over many changed events: differential.py NUMBER SEED."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from typing import Any

import jsonschema
import jsonschema_rs

from venus_logging import contract
from venus_logging.contract.data import folder
from venus_logging.testing import full_event, minimal_event, mutations

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


def changed(pick: random.Random, bases: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    """One event with up to three values changed, added or removed."""
    event = dict(pick.choice(bases))
    for _ in range(pick.randint(1, 3)):
        name = pick.choice(names)
        if pick.random() < 0.1:
            event.pop(name, None)
        else:
            event[name] = pick.choice(pick.choice((TEXTS, NUMBERS, OTHERS)))
    return event


def main() -> None:
    """Prints how many events each verdict has, and every difference."""
    number, seed = int(sys.argv[1]), int(sys.argv[2])
    schema = json.loads((folder("schemas") / contract.version() / "event.schema.json").read_text())
    python = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    rust = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    bases = [minimal_event(), full_event(), *({**event} for _, event in list(mutations())[-5:])]
    names = [*contract.attributes(), *NAMES]
    pick = random.Random(seed)
    verdicts: Counter[tuple[bool, bool, bool]] = Counter()
    for _ in range(number):
        event = changed(pick, bases, names)
        verdict = (contract.check(event) == [], python.is_valid(event), rust.is_valid(event))
        verdicts[verdict] += 1
        if len(set(verdict)) > 1:
            print("differs", verdict, [problem.path for problem in contract.check(event)])
    print(f"seed {seed}: {dict(verdicts)} (checker, jsonschema, jsonschema-rs)")


if __name__ == "__main__":
    main()
