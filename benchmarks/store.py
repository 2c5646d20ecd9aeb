"""Measures the embedded store: writing, disk, and questions, beside a plain Python scan of the same JSON lines.

    python benchmarks/store.py [--events 200000] [--repeat 5]

Prints CPU seconds of this process, because wall time depends on what else the machine does. The scan reads the file
line by line, parses each event and looks; it is what a script does without a store, and needs nothing.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
import uuid
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from venus_logging.event.json import decode, encode
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Window, event_fields, parse, resolve
from venus_logging.store import open as open_store
from venus_logging.store.grouping import grouper
from venus_logging.store.matching import matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from venus_logging.event import Event
    from venus_logging.query import Query
    from venus_logging.store import Store

START = to_ns("2026-11-20T00:00:00Z")
DAYS = 5
BATCH = 10_000
HOSTS = [f"cmp-{number:03}" for number in range(60)]
SERVICES = ["nova-compute", "nova-api", "nova-scheduler", "neutron-server", "cinder-volume", "keystone", "glance-api"]
LEVELS = [("DEBUG", 5)] * 70 + [("INFO", 9)] * 25 + [("WARNING", 13)] * 3 + [("ERROR", 17)] * 2
BODIES = [
    "Took {n} seconds to spawn the instance on the hypervisor.",
    "Running cmd (subprocess): qemu-img info /var/lib/nova/instances/{id}/disk --output=json",
    "No valid host was found. There are not enough hosts available.",
    "GET /v2.1/servers/{id} status: 200 len: 1{n} time: 0.{n}",
    "Lock 'compute_resources' acquired by '_update_available_resource' :: waited 0.{n}s",
    "Periodic task is updating the host stats, it is trying to get disk info for {id}",
]

QUESTIONS = {
    "words": "seconds instance",
    "phrase": '"no valid host was found"',
    "rare word": "body:{rare}",
    "fields": "host:cmp-003 level:INFO",
    "fields, page by time": "service:nova-api since:2026-11-22 until:2026-11-22",
    "one request": "request:{request}",
    "prefix": "host:cmp-01*",
    "count": "level:ERROR | stats count()",
    "by host and service": "* | stats count() by host, service",
    "by hour": "level>=ERROR | stats count() by time(1h), service",
}


def events(amount: int) -> Iterator[Event]:
    """Events of a small cloud over five days, the same each time."""
    draw = random.Random(7)
    requests = [f"req-{uuid.UUID(int=draw.getrandbits(128))}" for _ in range(amount // 20 + 1)]
    for number in range(amount):
        level, severity = draw.choice(LEVELS)
        identity = str(uuid.UUID(int=draw.getrandbits(128)))
        body = draw.choice(BODIES).format(n=draw.randrange(1_000), id=identity)
        yield {
            "@timestamp": from_ns(START + number * DAYS * 86_400 * SECOND // amount // 1_000 * 1_000),
            "severity_number": severity,
            "severity_text": level,
            "body": body,
            "log.logger": "nova.compute.manager",
            "log.record.uid": f"{7:024x}-{number}",
            "openstack.record.number": number,
            "service.name": draw.choice(SERVICES),
            "host.name": draw.choice(HOSTS),
            "openstack.request.id": draw.choice(requests),
            "openstack.project.id": f"{draw.randrange(500):032x}",
            "schema_url": "urn:venus-logging:0.1.0",
        }


def scan(path: Path, query: Query, window: Window) -> object:
    """The answer of a script without a store: newest 100 and the total, or the counts."""
    answers = matcher(query.filter, event_fields())
    groups_of = grouper(query, event_fields())
    always = window == Window()
    counts: Counter[object] = Counter()
    found: list[str] = []
    with path.open("rb") as lines:
        for line in lines:
            event = decode(line)
            if (always or to_ns(event["@timestamp"]) in window) and answers(event):
                if query.stages:
                    counts.update(groups_of(event))
                else:
                    found.append(event["log.record.uid"])
    return counts if query.stages else (found[:-101:-1], len(found))


def ask(store: Store, query: Query, window: Window) -> object:
    """The same answer from the store."""
    if query.stages:
        return Counter({row[:-1]: row[-1] for row in store.run(query, window).rows})
    page = store.search(query, window)
    return ([event["log.record.uid"] for event in page.events], page.total)


def cpu(work: Callable[[], object], repeat: int) -> tuple[float, object]:
    """Median CPU milliseconds of a call, and its last answer."""
    spent = []
    for _ in range(repeat):
        start = time.process_time()
        answer = work()
        spent.append((time.process_time() - start) * 1_000)
    return statistics.median(spent), answer


def load(folder: Path, amount: int) -> tuple[Path, str]:
    """Writes the events to a store and to a file, and prints what that took."""
    path = folder / "events.jsonl"
    raw = 0
    spent = wall = 0.0
    with open_store(str(folder / "store"), "w") as store, path.open("wb") as file:
        batch: list[Event] = []
        for number, event in enumerate(events(amount), 1):
            batch.append(event)
            raw += file.write(encode(event) + b"\n")
            if len(batch) == BATCH or number == amount:
                start, start_wall = time.process_time(), time.perf_counter()
                store.write(batch, START + DAYS * 86_400 * SECOND)
                spent += time.process_time() - start
                wall += time.perf_counter() - start_wall
                batch = []
        again = list(islice(events(amount), BATCH))
        start = time.process_time()
        known = store.write(again, START + DAYS * 86_400 * SECOND)
        known_spent = time.process_time() - start
    with open_store(str(folder / "store")) as store:
        size = store.info().bytes
    print(f"{amount} events, {raw / amount:.0f} bytes each as JSON")
    print(f"write     {amount / spent:,.0f} events per CPU second, {amount / wall:,.0f} per second")
    print(f"duplicates {known.duplicate / known_spent:,.0f} events per CPU second")
    print(f"disk      {size / amount:.0f} bytes an event, {raw / size:.1f} times smaller than JSON")
    return path, str(folder / "store")


def main() -> None:
    """Loads, asks, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="venus-bench-"))
    try:
        path, url = load(folder, options.events)
        sample = next(events(1))
        names = {
            "rare": str(next(iter(events(1)))["log.record.uid"])[-1] * 3,
            "request": sample["openstack.request.id"],
        }
        with open_store(url) as store:
            print(f"{'question':24}{'found':>10}{'store ms':>10}{'scan ms':>10}{'ratio':>8}   same answer")
            for name, text in QUESTIONS.items():
                query, window = resolve(parse(text.format(**names), event_fields()), START + DAYS * 86_400 * SECOND)
                spent, answer = cpu(lambda query=query, window=window: ask(store, query, window), options.repeat)
                scanned, expected = cpu(lambda query=query, window=window: scan(path, query, window), 1)
                found = sum(answer.values()) if isinstance(answer, Counter) else answer[1]
                same = "yes" if answer == expected else "NO"
                print(f"{name:24}{found:>10}{spent:>10.1f}{scanned:>10.0f}{scanned / spent:>8.0f}   {same}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
