"""The embedded store under load: a writer that is killed again and again, readers meanwhile, late events, many days."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from test_store_faults import ARRIVED, BATCH, ROOT, TABLE, WRITER, batch, expected, uids

from venus_logging.event.time import SECOND, from_ns
from venus_logging.query import Query, Window
from venus_logging.query.tree import Equal, Text
from venus_logging.store import caring
from venus_logging.store import open as open_store

ROUNDS = 20

# Opens a store of many days with few file handles, asks, and says what that took.
READER = f"""
import json, resource, sys, threading
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
from test_store_faults import TABLE, open_store
from venus_logging.query import Query, Window
with open_store(sys.argv[1], fields=TABLE) as store:
    page = store.search(Query(), Window(), limit=200)
    table = store.run(Query(), Window())
    print(json.dumps([page.total, len(page.events), table.rows[0][0], len(list(Path("/proc/self/fd").iterdir())) < 64]))
"""


@pytest.fixture
def folder(tmp_path):
    """Where the store is."""
    return str(tmp_path / "store")


class Watching(threading.Thread):
    """Asks a store without pause; keeps every total, and whatever failed.

    Args:
        folder: of the store.
    """

    def __init__(self, folder):
        super().__init__()
        self._folder = folder
        self._ended = threading.Event()
        self.totals = []
        self.failures = []

    def run(self):
        with open_store(self._folder, fields=TABLE) as store:
            while not self._ended.is_set():
                try:
                    self.totals.append(store.search(Query(Text("body", "event")), Window(), limit=3).total)
                    self._ended.wait(0.05)
                except Exception as problem:
                    self.failures.append(problem)

    def stop(self):
        self._ended.set()
        self.join()


def killed(folder, first, draw):
    """The number of the last batch that a writer acknowledged before it was killed."""
    command = [sys.executable, "-c", WRITER, folder, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        for _ in range(draw.randint(1, 4)):
            last = int(writer.stdout.readline())
        writer.kill()
        rest = writer.stdout.read().split()
    return int(rest[-1]) if rest else last


class TestKill:
    def test_twenty_times_under_load(self, folder):
        """After twenty kills nothing acknowledged is lost, nothing is there twice, and no reader ever failed."""
        draw = random.Random(20)
        open_store(folder, "w", fields=TABLE).close()
        watching = Watching(folder)
        watching.start()
        acknowledged = []
        for _ in range(ROUNDS):
            acknowledged.append(killed(folder, acknowledged[-1] + 1 if acknowledged else 0, draw))
        watching.stop()
        with open_store(folder, "w", fields=TABLE) as store:
            kept = uids(store)
            again = sum(store.write(batch(number), ARRIVED).added for number in range(acknowledged[-1] + 1))

        assert (watching.failures, watching.totals == sorted(watching.totals), len(kept) - len(set(kept)), again) == (
            [],
            True,
            0,
            0,
        )

    def test_the_store_is_whole_afterwards(self, folder):
        """What a killed writer leaves is no fault of any day."""
        killed(folder, 0, random.Random(1))

        assert [each for each in caring.check(folder, fields=TABLE, deep=True) if each.serious] == []


class TestLateEvents:
    def test_batches_over_many_days(self, folder):
        """Batches that reach over ten days are written with few open writers, each event once."""
        late = [
            [
                {"@timestamp": from_ns(ARRIVED - (place % 10) * 86_400 * SECOND), "log.record.uid": f"{number}-{place}"}
                for place in range(BATCH)
            ]
            for number in range(4)
        ]
        with open_store(folder, "w", fields=TABLE) as store:
            added = [store.write(each, ARRIVED).added for each in late]
            locks = len(list(Path(folder).glob("days/*/.tantivy-writer.lock")))
            page = store.search(Query(), Window(), limit=1_000)

        assert (added, page.total, len(page.events), locks <= 10) == ([BATCH] * 4, 4 * BATCH, 4 * BATCH, True)


class TestManyDays:
    def test_ninety_days_with_few_handles(self, folder):
        """A reader of ninety days needs fewer handles than days."""
        events = [
            {"@timestamp": from_ns(ARRIVED - day * 86_400 * SECOND), "log.record.uid": f"u{day}", "body": "event"}
            for day in range(90)
        ]
        with open_store(folder, "w", fields=TABLE) as store:
            store.write(events, ARRIVED)
            assert store.search(Query(Equal("log.record.uid", "u89")), Window(), limit=1).total == 1
        done = subprocess.run([sys.executable, "-c", READER, folder], capture_output=True, text=True, timeout=120)

        assert (json.loads(done.stdout or "null"), done.returncode) == ([90, 90, 90, True], 0), done.stderr

    def test_the_newest_page_reads_no_old_day(self, folder):
        """Without a total, a page is as cheap in a store of many days as in one of few."""
        with open_store(folder, "w", fields=TABLE) as store:
            store.write(batch(0), ARRIVED)
            costs = [store.search(Query(), Window(), limit=5, count=count).cost.days for count in (True, False)]

        assert (costs, expected(1) != []) == ([3, 1], True)
