"""What the store's layer costs over bare requests to OpenSearch, on one index and in one run.

    OPENSEARCH_URL=http://127.0.0.1:9250 python benchmarks/opensearch.py [--events 100000] [--repeat 20]

Needs a running server (``tests/servers/opensearch.py start``). The layer is a line of text that is parsed, compiled,
asked, and read into events or rows; a bare request is JSON that is written by hand and sent with urllib3, its answer
decoded by orjson. Both are asked in turns. Figures are CPU milliseconds a question of client and server together, as
the server counts its own; wall medians stand beside them.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import urllib3
from engines import form
from engines.form import DAY
from engines.ours import Ours

from venus_logging.event.json import decode
from venus_logging.query import event_fields
from venus_logging.store import open as open_store
from venus_logging.store.opensearch.documents import Documents
from venus_logging.store.placing import Placed, place

GENERATOR = Path(__file__).resolve().parents[2] / "shared/tools/bench-store/gen.py"
DATA = Path(tempfile.gettempdir()) / "venus-bench"
BATCH = 5_000
SORT = {"desc": [{"venus.ns": "desc"}], "asc": [{"venus.ns": "asc"}]}


class Bare:
    """Requests as a person would write them.

    Args:
        host: of the server.
        prefix: of the indexes.
        constants: what the questions name.
    """

    def __init__(self, host: str, prefix: str, constants: form.Constants) -> None:
        self._pool = urllib3.HTTPConnectionPool(host)
        self._prefix = prefix
        self._c = constants

    def ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        """The decoded answer."""
        header = {"content-type": "application/json"}
        return orjson.loads(self._pool.request(method, path, body=body, headers=header).data)

    def search(self, *filters: dict[str, Any], **body: Any) -> Any:
        """The answer of one search."""
        asked = {"query": {"bool": {"filter": filters}}, "track_total_hits": True, **body}
        return self.ask("POST", f"/{self._prefix}/_search", orjson.dumps(asked))

    def between(self, first: int, last: int) -> dict[str, Any]:
        """A window of whole days."""
        return {"range": {"venus.ns": {"gte": self._c.start + first * DAY, "lt": self._c.start + last * DAY}}}

    def q_a1(self) -> int:
        words = ({"term": {"body": "instance"}}, {"term": {"body": "seconds"}})
        return total(self.search(*words, self.between(2, 3), sort=SORT["desc"], size=50))

    def q_b(self) -> int:
        phrase = {"match_phrase": {"body": "no valid host was found"}}
        return total(self.search(phrase, sort=SORT["desc"], size=50))

    def q_c1(self) -> int:
        terms = ({"term": {"host.name": "ctl-03"}}, {"term": {"severity_number": 9}})
        return total(self.search(*terms, self.between(0, 4), sort=SORT["desc"], size=50))

    def q_d(self) -> int:
        return total(self.search({"term": {"openstack.request.id": self._c.request}}, sort=SORT["asc"], size=1_000))

    def q_e(self) -> int:
        sources = [
            {"a": {"terms": {"field": "service.name"}}},
            {"b": {"histogram": {"field": "venus.s", "interval": 7200}}},
        ]
        return self._groups(sources, {"term": {"severity_number": 17}})

    def q_f(self) -> int:
        names = ("host.name", "service.name", "severity_text")
        return self._groups([{name: {"terms": {"field": name}}} for name in names])

    def _groups(self, sources: list[dict[str, Any]], *filters: dict[str, Any]) -> int:
        groups = {"g": {"composite": {"size": 10_000, "sources": sources}}}
        return len(self.search(*filters, size=0, aggs=groups)["aggregations"]["g"]["buckets"])

    def q_g(self) -> int:
        distinct = {"g": {"cardinality": {"field": "openstack.project.id", "precision_threshold": 40_000}}}
        return int(self.search(size=0, aggs=distinct)["aggregations"]["g"]["value"])

    def q_h(self) -> int:
        hdr = {"hdr": {"number_of_significant_value_digits": 3}, "percents": [50, 95, 99]}
        values = {"g": {"percentiles": {"field": "openstack.operation.duration", **hdr}}}
        return total(self.search({"term": {"service.name": "nova"}}, size=0, aggs=values))

    def q_j2(self) -> int:
        return total(self.search({"regexp": {"body": "de[a-z]+lock"}}, sort=SORT["desc"], size=50))

    def q_k(self) -> int:
        return total(self.search({"term": {"severity_number": 17}}, self.between(2, 3), size=0))


CLASSES = [name[2:] for name in dir(Bare) if name.startswith("q_")]


class Layer(Ours):
    """The same through the store."""

    def __init__(self, url: str, constants: form.Constants) -> None:
        self._url, self._c, self._now = url, constants, constants.day(30)
        self.open()


def total(answer: Any) -> int:
    """How many events an answer found."""
    return int(answer["hits"]["total"]["value"])


class Clock:
    """CPU seconds so far of this process and of the server, which runs on this machine."""

    def __init__(self, bare: Bare) -> None:
        nodes = bare.ask("GET", "/_nodes/process?filter_path=nodes.*.process.id")["nodes"]
        self._stat = Path(f"/proc/{next(iter(nodes.values()))['process']['id']}/stat")

    def now(self) -> float:
        """The sum."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        user, system = self._stat.read_text().rpartition(")")[2].split()[11:13]
        return used.ru_utime + used.ru_stime + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def load(host: str, lines: list[bytes], now: int) -> dict[str, tuple[float, float]]:
    """CPU seconds and wall seconds of writing the same events by the store and by bare bulks, in turns."""
    bare = Bare(host, "bench-bare", form.Constants(0, 0, "", 0, 0, "", ""))
    clock = Clock(bare)
    spent = {"layer": [0.0, 0.0], "bare": [0.0, 0.0]}
    days = sorted({decode(line)["@timestamp"][:10] for line in lines})
    for prefix in ("bench-layer", "bench-bare"):
        bare.ask("DELETE", f"/{prefix}-2*")
        open_store(f"opensearch://{host}/{prefix}", "w").close()
        for day in days:
            bare.ask("PUT", f"/{prefix}-{day}")
    turn = False
    documents = Documents(event_fields())
    with open_store(f"opensearch://{host}/bench-layer", "w") as store:
        rows = iter(lines)
        while batch := list(islice(rows, BATCH)):
            events = [decode(line) for line in batch]
            body = b"".join(_bulk(documents, event, now) for event in events)
            both = [
                ("layer", lambda events=events: store.write(events, now)),
                ("bare", lambda body=body: bare.ask("POST", "/_bulk?filter_path=errors", body)),
            ]
            turn = not turn
            for name, work in both[:: 1 if turn else -1]:
                start, used = time.perf_counter(), clock.now()
                answer = work()
                assert name == "layer" or not answer["errors"]
                spent[name][0] += clock.now() - used
                spent[name][1] += time.perf_counter() - start
    bare.ask("POST", "/bench-layer,bench-bare/_refresh")
    return {name: (cpu, wall) for name, (cpu, wall) in spent.items()}


def _bulk(documents: Documents, event: dict[str, Any], now: int) -> bytes:
    """The lines of an event, as the store would send them, made before anything is measured."""
    placed = place(event, now)
    assert isinstance(placed, Placed)
    action = {"create": {"_index": f"bench-bare-{placed.day}", "_id": placed.key[2]}}
    return orjson.dumps(action) + b"\n" + documents.line(placed) + b"\n"


def compare(layer: Layer, bare: Bare, name: str, repeat: int) -> dict[str, tuple[float, float]]:
    """CPU and wall milliseconds a question of both."""
    clock = Clock(bare)
    questions = {"layer": getattr(layer, f"q_{name}"), "bare": getattr(bare, f"q_{name}")}
    for question in questions.values():
        question()
    used: dict[str, list[float]] = {"layer": [], "bare": []}
    walls: dict[str, list[float]] = {"layer": [], "bare": []}
    for _ in range(4):
        for which, question in questions.items():
            before = clock.now()
            for _ in range(repeat):
                start = time.perf_counter()
                question()
                walls[which].append((time.perf_counter() - start) * 1e3)
            used[which].append((clock.now() - before) * 1e3 / repeat)
    return {which: (statistics.median(used[which]), statistics.median(walls[which])) for which in questions}


def main() -> None:
    """Makes the data, loads it twice, asks in turns, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--generator", type=Path, default=GENERATOR, help="gen.py of the shared tools")
    options = parser.parse_args()
    host = os.environ.get("OPENSEARCH_URL", "").removeprefix("http://")
    if not host or not options.generator.is_file():
        print("needs OPENSEARCH_URL and the generator; see --help")
        return
    data = form.make(DATA / f"{options.events}-5", options.generator, options.events, 5)
    constants = form.constants(data)
    spent = load(host, data.read_bytes().splitlines(), constants.day(30))
    print(f"{'':14}{'layer CPU (wall)':>22}{'bare CPU (wall)':>22}{'CPU':>8}{'wall':>8}")
    show("load, s", spent)
    bare = Bare(host, "bench-layer", constants)
    layer = Layer(f"opensearch://{host}/bench-layer", constants)
    for name in CLASSES:
        show(f"{name}, ms", compare(layer, bare, name, options.repeat))
    layer.close()
    for prefix in ("bench-layer", "bench-bare"):
        for path in (f"/{prefix}-2*", f"/_index_template/{prefix}", f"/_component_template/{prefix}"):
            bare.ask("DELETE", path)


def show(what: str, figures: dict[str, tuple[float, float]]) -> None:
    """One line of the table."""
    (cpu, wall), (bare_cpu, bare_wall) = figures["layer"], figures["bare"]
    cells = [f"{each:9.2f} ({took:8.2f})" for each, took in figures.values()]
    print(f"{what:14}" + "".join(f"{cell:>22}" for cell in cells) + f"{cpu / bare_cpu:8.2f}{wall / bare_wall:8.2f}")


if __name__ == "__main__":
    main()
