"""A cluster that dies, refuses or is full: nothing acknowledged is lost, nothing is there twice, and it is said."""

from __future__ import annotations

import random
import threading
import time
from itertools import count

import pytest

from venus_logging.errors import StoreUnavailableError
from venus_logging.event.time import to_ns
from venus_logging.query import Query, Window
from venus_logging.store import open as open_store
from venus_logging.store import stream

ARRIVED = to_ns("2026-11-25T12:00:00Z")
BATCH = 500


def events(start, size=BATCH):
    """So many events of two days."""
    return [
        {
            "@timestamp": f"2026-11-2{4 + number % 2}T10:00:{number % 60:02}.000000Z",
            "log.record.uid": f"u-{number}",
            "openstack.record.number": number,
            "body": f"event number {number} of many",
            "severity_number": 9,
            "severity_text": "INFO",
            "service.name": "nova-api",
            "host.name": "ctl-1",
        }
        for number in range(start, start + size)
    ]


class Load:
    """Threads that write batches until they are told to stop, and again what was refused.

    Args:
        url: of the store.
        threads: how many.
    """

    def __init__(self, url, threads=1):
        self.acknowledged = []
        self.refused = 0
        self._url = url
        self._numbers = count()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def _run(self):
        with open_store(self._url, "w") as store:
            while not self._stop.is_set():
                batch = events(next(self._numbers) * BATCH)
                self._write(store, batch)
                self.acknowledged += [event["log.record.uid"] for event in batch]

    def _write(self, store, batch):
        while True:
            try:
                result = store.write(batch, ARRIVED)
            except StoreUnavailableError:
                self.refused += 1
            else:
                assert (result.added + result.duplicate, result.rejected) == (len(batch), ())
                return

    def stop(self):
        """Ends the load when every batch was acknowledged; the uids."""
        self._stop.set()
        for thread in self._threads:
            thread.join(300)
        assert not any(thread.is_alive() for thread in self._threads)
        return sorted(self.acknowledged)


def stored(url):
    """All uids of a store, one for each event."""
    with open_store(url) as store:
        return sorted(event["log.record.uid"] for event in stream(store, Query(), Window(), page=5_000))


class TestKill:
    def test_nothing_is_lost_and_nothing_is_there_twice(self, own_server):
        """A server that is killed five times while bulks are under way keeps what it acknowledged, once."""
        server = own_server()
        url = f"opensearch://{server.cluster.host}/kill?patience=300"
        load = Load(url, threads=2)
        for _ in range(5):
            before = len(load.acknowledged)
            while len(load.acknowledged) < before + 4 * BATCH:
                time.sleep(0.05)
            time.sleep(random.uniform(0, 0.3))
            server.kill()
            server.start()
        acknowledged = load.stop()
        server.cluster.ask("POST", "/kill/_refresh")

        assert (len(acknowledged), stored(url) == acknowledged) == (len(set(acknowledged)), True)


class TestRefusals:
    def test_a_read_only_index_is_waited_for(self, cluster, cluster_url):
        """Nothing is lost while an index is read-only, whether a write waits for it or is sent again."""
        url = cluster_url()
        prefix = url.rpartition("/")[2]
        load = Load(f"{url}?patience=1")
        while len(load.acknowledged) < BATCH:
            time.sleep(0.05)
        cluster.ask("PUT", f"/{prefix}/_settings", {"index.blocks.write": True})
        while not load.refused:
            time.sleep(0.05)
        cluster.ask("PUT", f"/{prefix}/_settings", {"index.blocks.write": None})
        acknowledged = load.stop()
        cluster.ask("POST", f"/{prefix}/_refresh")

        assert stored(url) == acknowledged

    def test_a_full_queue_is_waited_for(self, own_server):
        """A server that answers 429 to most of what it gets loses nothing."""
        server = own_server("thread_pool.write.size=1", "thread_pool.write.queue_size=1")
        url = f"opensearch://{server.cluster.host}/queue?patience=300"
        load = Load(url, threads=8)
        rejected = 0
        while not rejected or len(load.acknowledged) < 10 * BATCH:
            time.sleep(0.1)
            stats = server.cluster.ask("GET", "/_nodes/stats/thread_pool?filter_path=nodes.*.thread_pool.write")
            rejected = next(iter(stats["nodes"].values()))["thread_pool"]["write"]["rejected"]
        acknowledged = load.stop()
        server.cluster.ask("POST", "/queue/_refresh")

        assert stored(url) == acknowledged

    def test_says_what_is_not_stored(self, cluster, cluster_url):
        """A write that is given up says how much of it is not stored, and sending it again stores just that."""
        url = cluster_url()
        prefix = url.rpartition("/")[2]
        with open_store(f"{url}?patience=0", "w") as store:
            store.write(events(0, 2), ARRIVED)
            cluster.ask("PUT", f"/{prefix}-2026-11-24/_settings", {"index.blocks.write": True})
            with pytest.raises(StoreUnavailableError, match="3 of 6 events are not stored, 3 of this write are"):
                store.write(events(2, 6), ARRIVED)
            cluster.ask("PUT", f"/{prefix}-2026-11-24/_settings", {"index.blocks.write": None})
            again = store.write(events(2, 6), ARRIVED)

            assert (again.added, again.duplicate, store.search(Query(), Window()).total) == (3, 3, 8)

    def test_a_part_is_no_answer(self, cluster, cluster_url):
        """A question of which a day cannot answer fails: half an answer looks like a whole one."""
        url = cluster_url()
        prefix = url.rpartition("/")[2]
        with open_store(url, "w") as store:
            store.write(events(0, 4), ARRIVED)
            assert store.search(Query(), Window()).total == 4
            away = {"settings": {"index.routing.allocation.require._name": "nobody"}}
            cluster.ask("PUT", f"/{prefix}-2026-11-23?wait_for_active_shards=0", away)

            with pytest.raises(StoreUnavailableError):
                store.search(Query(), Window())

    def test_nobody_answers(self):
        """A cluster that is not there is said to be away, with its address."""
        with pytest.raises(StoreUnavailableError, match=r"opensearch://127\.0\.0\.1:9/logs is not available"):
            open_store("opensearch://me:secret@127.0.0.1:9/logs")
