"""Requirements of the specification that no other test names: emitter, collector, store, chain and registry."""

from __future__ import annotations

import gzip
import json
import logging
import re
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from venus_logging import EventFormatter, contract
from venus_logging.analyse.chain import chain
from venus_logging.event.privacy import Privacy
from venus_logging.event.uid import Emitter
from venus_logging.ingest import Options, ingest
from venus_logging.query import Query, Window
from venus_logging.schema import load
from venus_logging.schema.compare import compare, needed, raised
from venus_logging.store import open as open_store
from venus_logging.store.state import State
from venus_logging.testing import minimal_event

ROOT = Path(__file__).parents[2]
LEVELS = ("none", "patch", "minor", "major")
SERVICE_TYPES = {"block-storage", "common", "compute", "identity", "image", "network", "shared-file-system"}
NOW = 1_785_672_000_000_000_000
LINE = "2026-08-01 12:00:00.250 4242 INFO nova.compute.manager [-] up\n"
OSLO_JSON = {
    "message": 'body {"adminPass": "s3cr3t-1"}',
    "msg": "body %s",
    "args": ['{"adminPass": "s3cr3t-1"}'],
    "name": "nova.api",
    "levelno": 20,
    "levelname": "INFO",
    "created": 1785585600.25,
    "hostname": "h",
    "context": {"user_id": "alice", "user_name": "Alice", "auth_token": "s3cr3t-2"},
    "extra": {"instance": {"uuid": "b9000564-fe1a-409b-b8cc-1e88b294cd1d", "user_data": "s3cr3t-3"}},
}
KILLED = """
import os, signal, sys
from venus_logging.store import open as open_store
from venus_logging.testing import minimal_event
store = open_store(sys.argv[1], "w")
result = store.write([minimal_event() | {"log.record.uid": f"u-{n}"} for n in range(3)], 0)
print(result.added, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


class Collector:
    """A store in memory, a state, and the accounts of what was read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = open_store("memory:", "w")
        self.state = State.open(folder / "state")

    def read(self, name: str, content: bytes, **options: object) -> dict[str, int]:
        """Writes a file of some name, reads it, and gives its account without what is 0."""
        path = self.folder / name
        path.write_bytes(content)
        chosen = Options("h", service="nova-compute", **options)
        (report,) = ingest([path], self.store, self.state, chosen, now=lambda: NOW * 2)
        names = ("lines", "records", "continuation", "rejected", "pending", "added", "duplicate")
        return {name: count for name in names if (count := getattr(report, name))}

    @property
    def events(self) -> tuple[dict[str, object], ...]:
        """All events, oldest first."""
        return self.store.search(Query(), Window(), order="oldest").events


@pytest.fixture
def collector(tmp_path):
    """A collector of its own."""
    found = Collector(tmp_path)
    yield found
    found.state.close()


class TestEmitter:
    def test_random(self):
        """
        The emitter's part of a uid has 72 random bits or more, and is another for every emitter.
        """
        names = [Emitter().next()[0].partition("-")[0] for _ in range(100)]

        assert (len(set(names)), min(len(name) * 4 for name in names if re.fullmatch("[0-9a-f]+", name)) >= 72) == (
            100,
            True,
        )

    def test_time_of_the_record(self):
        """
        The time of an event is the time at which its record was made.
        """
        record = logging.makeLogRecord({"name": "n", "msg": "m", "created": 1785585600.25})

        assert EventFormatter("service=s").event(record)["@timestamp"] == "2026-08-01T12:00:00.250000Z"


class TestCollector:
    def test_copy(self, collector):
        """
        A log that was rotated, compressed or copied brings no event that is there already.
        """
        content = (LINE * 2 + LINE.replace("up", "down")).encode()
        accounts = [
            collector.read("nova-compute.log", content),
            collector.read("nova-compute.log.1", content),
            collector.read("nova-compute.log.2.gz", gzip.compress(content)),
        ]

        assert [(each.get("added", 0), each.get("duplicate", 0)) for each in accounts] == [(3, 0), (0, 3), (0, 3)]

    def test_again(self, collector):
        """
        A whole file that is read once more adds nothing.
        """
        accounts = [collector.read("a.log", LINE.encode()), collector.read("a.log", LINE.encode(), reread=True)]

        assert accounts == [{"lines": 1, "records": 1, "added": 1}, {"lines": 1, "records": 1, "duplicate": 1}]

    def test_no_zone(self, collector):
        """
        A time without a zone is UTC.
        """
        collector.read("a.log", LINE.encode())

        assert [event["@timestamp"] for event in collector.events] == ["2026-08-01T12:00:00.250000Z"]

    def test_account(self, collector):
        """
        Every line is part of an event, rejected and kept, or pending.
        """
        account = collector.read("a.log", f"no record\n{LINE}more of it\nand more\n{LINE}half a li".encode())
        kept = [(row["reason"], row["raw"]) for row in collector.state.rejected()]

        parts = sum(account.get(name, 0) for name in ("records", "continuation", "rejected", "pending"))

        assert (parts, account["lines"], account["pending"] > 0, kept) == (
            6,
            6,
            True,
            [("no record before this line", "no record")],
        )

    def test_flagged(self, collector):
        """
        An event that breaks the contract is kept with the reasons.
        """
        broken = minimal_event() | {"log.record.uid": "u-2", "severity_number": 40}
        collector.read("a.jsonl", "".join(f"{json.dumps(each)}\n" for each in (minimal_event(), broken)).encode())

        assert [event.get("x.venus.invalid") for event in collector.events] == [
            None,
            "severity_number: expected a number from 1 to 24",
        ]

    def test_secrets(self, collector):
        """
        Of a log that nobody masked, secrets reach neither events nor rejected lines, nor does what is no attribute.
        """
        broken = json.dumps(OSLO_JSON | {"created": "x"})
        account = collector.read("a.log", f"{json.dumps(OSLO_JSON)}\n{broken}\n".encode())
        told = json.dumps([collector.events, collector.state.rejected()])

        assert (account["records"], account["rejected"], re.findall("s3cr3t-.", told)) == (1, 1, [])

    def test_personal(self, collector):
        """
        The policy for personal fields holds for what is read.
        """
        personal = {each.name for each in contract.attributes().values() if each.privacy == "personal"}
        collector.read("a.log", f"{json.dumps(OSLO_JSON)}\n".encode(), privacy=Privacy("drop", personal))
        (event,) = collector.events

        assert (personal & event.keys(), event["openstack.resource.type"]) == (set(), "compute.instance")


class TestChain:
    @pytest.mark.parametrize("name", ["req-A", "A", "req-B", "B", "req-C"])
    def test_any_id(self, name):
        """
        A local and a global id, with and without req-, find the whole chain and no other.
        """
        ids = [("req-A", None), ("req-B", "req-A"), ("req-C", "req-A"), ("req-D", None), ("req-E", "req-D")]
        store = open_store("memory:", "w")
        store.write(
            [
                minimal_event()
                | {"log.record.uid": local, "openstack.request.id": local}
                | ({"openstack.request.global_id": outer} if outer else {})
                for local, outer in ids
            ],
            NOW,
        )
        found = chain(store, name)

        assert (found.keys, [event["log.record.uid"] for event in found.events]) == (
            ("req-A",),
            ["req-A", "req-B", "req-C"],
        )


class TestStore:
    def test_acknowledged(self, tmp_path):
        """
        What a write counted as added is there after its process was killed.
        """
        folder = str(tmp_path / "store")
        done = subprocess.run([sys.executable, "-c", KILLED, folder], capture_output=True, text=True, check=False)
        with open_store(folder) as store:
            found = store.info().events

        assert (done.returncode, done.stdout, found) == (-signal.SIGKILL, "3\n", 3)


class TestRegistry:
    def test_error_codes(self):
        """
        An error code has three parts, the first a service type or common.
        """
        codes = {code for each in load(ROOT / "specs").scenarios for code in each.error_codes}
        form = re.compile(rf"(?:{'|'.join(SERVICE_TYPES)})(?:\.[a-z0-9]+(?:-[a-z0-9]+)*){{2}}")

        assert [code for code in sorted(codes) if not form.fullmatch(code)] == []

    def test_privacy(self):
        """
        Every attribute of the compiled registry has a privacy class.
        """
        assert {each.privacy for each in contract.attributes().values()} <= {"public", "internal", "personal"}


class TestVersions:
    def test_published(self):
        """
        Every version in schemas/ raises what its changes over the one before need; before 1.0.0 a minor is enough.
        """
        paths = sorted(
            (ROOT / "schemas").glob("*/registry.json"), key=lambda path: [int(n) for n in path.parent.name.split(".")]
        )
        wrong = [
            (old.parent.name, new.parent.name)
            for old, new in pairwise(paths)
            if not enough(old.parent.name, new.parent.name, compare(*(json.loads(p.read_bytes()) for p in (old, new))))
        ]

        assert (len(paths) >= 1, wrong) == (True, [])


def enough(old: str, new: str, changes: list) -> bool:
    """Whether a version raises the part that these changes need."""
    least = needed(changes)
    if new.startswith("0.") and least == "major":
        least = "minor"
    return LEVELS.index(raised(old, new)) >= LEVELS.index(least)
