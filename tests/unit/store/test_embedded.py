"""What only the embedded store has: limits of its engine, fields that change, days on disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import tantivy

from venus_logging.errors import StoreError
from venus_logging.event.time import from_ns, to_ns
from venus_logging.query import Field, FieldTable, Query, Window
from venus_logging.query.tree import Bucket, Equal, Limit, Stats, Text
from venus_logging.store import open as open_store
from venus_logging.store.embedded.guard import guard
from venus_logging.store.embedded.schema import fill, open_index

ROOT = Path(__file__).resolve().parents[3]
ARRIVED = to_ns("2026-11-25T12:00:00Z")
BASE = [
    Field("@timestamp", "date"),
    Field("body", "text"),
    Field("exception.message", "text"),
    Field("log.record.uid", "keyword", groupable=False),
    Field("related", "keyword", many=True),
]
BEFORE = FieldTable([*BASE, Field("kind", "keyword")])
AFTER = FieldTable([*BASE, Field("kind", "integer"), Field("added", "keyword"), Field("ratio", "number")])


def event(uid, offset=0, **values):
    """An event a few nanoseconds after the others."""
    return {"@timestamp": from_ns(ARRIVED + offset), "log.record.uid": uid, "body": f"event {uid}", **values}


@pytest.fixture
def changed(tmp_path):
    """A store with a day that was written before and after its fields changed."""
    folder = str(tmp_path / "store")
    with open_store(folder, "w", fields=BEFORE) as store:
        store.write([event("a", 2, kind="old", added="early"), event("c", 0)], ARRIVED)
    with open_store(folder, "w", fields=AFTER) as store:
        store.write([event("b", 1, kind=7, added="late", ratio=0.1234567890123456789), event("c", 0)], ARRIVED)
        yield store


class TestChangedFields:
    def test_new_fields_are_found_at_once(self, changed):
        """A field that is new, or of another type, is found in every event written since."""
        found = [changed.search(Query(item), Window()).total for item in (Equal("added", "late"), Equal("kind", 7))]

        assert found == [1, 1]

    def test_the_order_holds_over_both(self, changed):
        """Events of a day come in order whatever fields they were written with, each uid once."""
        pages, after = [], None
        for _ in range(3):
            page = changed.search(Query(Text(None, "event")), Window(), limit=1, after=after)
            pages += [each["log.record.uid"] for each in page.events]
            after = page.next

        assert (pages, after) == (["a", "b", "c"], None)

    def test_tables_and_days_join_both(self, changed):
        """Groups are counted over both, and the day is one day."""
        table = changed.run(Query(stages=(Stats(by=("added",)),)), Window())

        assert (table.rows, table.other, changed.info().days) == ((("late", 1),), 2, ("2026-11-25",))

    def test_a_dropped_day_goes_as_one(self, changed):
        """Dropping a day removes all that was written for it."""
        assert (changed.drop("2026-11-26"), changed.info().events) == (["2026-11-25"], 0)


class TestLimits:
    def test_more_groups_than_the_engine_counts(self, tmp_path):
        """Beyond the engine's 65,000 buckets, here six an event, every group is still counted exactly as in memory."""
        events = [event(f"u{n}", n % 90, **{f"x.{key}": n for key in "abcde"}) for n in range(11_500)]
        query = Query(stages=(Stats(by=(*(f"x.{key}" for key in "abcde"), Bucket(60))), Limit(1_000)))
        tables = []
        for url in ("memory:", str(tmp_path / "store")):
            with open_store(url, "w", fields=BEFORE) as store:
                store.write(events, ARRIVED)
                tables.append(store.run(query, Window()))

        assert tables[0] == tables[1]

    def test_a_cut_table_says_how_many_rows_it_lacks(self, tmp_path):
        """Rows beyond the limit are counted, and no event of theirs is among those without a group."""
        events = [event(f"u{n}", related=["r", f"r{n}"] if n % 2 else [f"r{n}"]) for n in range(40)]
        query = Query(stages=(Stats(by=("related", Bucket(600))), Limit(3)))
        with open_store(str(tmp_path / "store"), "w", fields=BEFORE) as store:
            store.write(events, ARRIVED)

            table = store.run(query, Window())

        assert (table.rows[0][::2], len(table.rows), table.cut, table.other) == (("r", 20), 3, 38, 0)

    def test_more_endings_than_the_engine_s_own_phrase_takes(self, tmp_path):
        """The beginning of a phrase's last word stands for any number of words."""
        with open_store(str(tmp_path / "store"), "w", fields=BEFORE) as store:
            store.write([event(f"u{n}", body=f"took x{n} seconds") for n in range(300)], ARRIVED)

            assert store.search(Query(Text("body", "took x", prefix=True)), Window(), limit=1).total == 300

    def test_very_many_events_of_one_instant(self, tmp_path):
        """Pages over a thousand events of the same time and number are exact."""
        with open_store(str(tmp_path / "store"), "w", fields=BEFORE) as store:
            store.write([event(f"u{n:04}") for n in range(1_000)], ARRIVED)
            uids, after = [], None
            while len(uids) < 1_000:
                page = store.search(Query(), Window(), limit=300, order="oldest", after=after)
                uids += [each["log.record.uid"] for each in page.events]
                after = page.next

        assert (uids, after) == ([f"u{n:04}" for n in range(1_000)], None)

    def test_a_panic_of_the_engine_is_ours(self, tmp_path):
        """The engine panics when it is asked for no hits; the guard makes that an error of the store."""
        fill(tmp_path, BEFORE)
        searcher = open_index(tmp_path).searcher()

        with pytest.raises(StoreError, match="engine of store"), guard(tmp_path):
            searcher.search(tantivy.Query.all_query(), 0)


class TestWithoutTheEngine:
    def test_the_store_in_memory_needs_none(self):
        """Without tantivy the memory store opens, and a folder says what to install."""
        code = """
import sys
sys.modules["tantivy"] = None
from venus_logging.errors import StoreError
from venus_logging.store import open as open_store
open_store("memory:").close()
try:
    open_store("/nowhere")
except StoreError as problem:
    print(problem)
"""
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

        assert done.stdout.strip() == "tantivy is not installed; pip install 'venus-logging[server]'"
