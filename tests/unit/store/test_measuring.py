"""Functions of many values: percentiles of everything exact, of groups with their bound, sums from the engine."""

from __future__ import annotations

import random

import pytest

from venus_logging.errors import QueryLimitError, QueryTimeoutError
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Field, FieldTable, Query, Window, parse
from venus_logging.query.tree import Regex, Wildcard
from venus_logging.store import open as open_store
from venus_logging.store.embedded import measuring

ARRIVED = to_ns("2026-11-25T12:00:00Z")
TABLE = FieldTable(
    [
        Field("@timestamp", "date"),
        Field("body", "text"),
        Field("exception.message", "text"),
        Field("log.record.uid", "keyword", groupable=False),
        Field("host.name", "keyword", ("host",)),
        Field("size", "integer"),
        Field("duration", "number"),
    ]
)
DRAW = random.Random(5)
EVENTS = [
    {
        "@timestamp": from_ns(ARRIVED - (place % 4) * 86_400 * SECOND - place),
        "log.record.uid": f"u{place}",
        "body": f"took w{place} vif plugged",
        "host.name": f"h{place % 3}",
        "size": DRAW.randrange(1, 50_000),
        "duration": round(DRAW.lognormvariate(0, 2), 6),
    }
    for place in range(600)
]


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The store in memory and the embedded one, with the same events."""
    embedded = open_store(str(tmp_path_factory.mktemp("store") / "store"), "w", fields=TABLE)
    memory = open_store("memory:", fields=TABLE)
    for store in (memory, embedded):
        store.write(EVENTS, ARRIVED)
    yield memory, embedded
    embedded.close()


@pytest.fixture
def tables(stores, monkeypatch):
    """The tables of a question in both stores, when a hundred values are too many to count each."""
    monkeypatch.setattr(measuring, "MOST_EXACT", 100)
    return lambda text: [store.run(parse(text, TABLE), Window()) for store in stores]


class TestManyValues:
    @pytest.mark.parametrize("field", ["duration", "size"])
    def test_percentiles_of_everything_are_exact(self, tables, field):
        """Without groups a percentile is a value that occurs, the same as in memory."""
        memory, embedded = tables(f"* | stats p0({field}), p50({field}), p95({field}), p99.9({field}), p100({field})")

        assert (embedded, embedded.exact) == (memory, True)

    @pytest.mark.parametrize("field", ["duration", "size"])
    def test_percentiles_of_groups_keep_their_bound(self, tables, field):
        """In groups they are estimates, and the column says how far off they may be."""
        memory, embedded = tables(f"* | stats p50({field}), p95({field}) by host")
        want = {row[0]: row[1:] for row in memory.rows}
        bound = embedded.columns[1].bound
        off = [abs(got / real - 1) for row in embedded.rows for got, real in zip(row[1:], want[row[0]], strict=True)]

        assert (0 < bound < 0.024, len(off), max(off) <= bound) == (True, 6, True)

    def test_sums_of_fractions_keep_their_bound(self, tables):
        """Sums and averages of fractions differ by rounding alone; the least and the greatest are exact."""
        memory, embedded = tables("* | stats sum(duration), avg(duration), min(duration), max(duration)")
        bounds = [column.bound for column in embedded.columns]
        off = [abs(got / real - 1) for got, real in zip(embedded.rows[0], memory.rows[0], strict=True)]

        assert ([each > 0 for each in bounds], max(off) <= 1e-9, off[2:]) == ([True, True, False, False], True, [0, 0])

    def test_sums_of_whole_numbers_are_exact(self, tables):
        """Sums of whole numbers that a double holds are exact, in groups too."""
        memory, embedded = tables("* | stats sum(size), min(size), max(size), count() by host, time(1d)")

        assert embedded == memory

    def test_distinct_values_are_always_counted(self, tables):
        """Distinct values are counted, not estimated."""
        memory, embedded = tables("* | stats count_distinct(duration), count_distinct(size) by host")

        assert embedded == memory


class TestPatterns:
    @pytest.mark.parametrize(
        "item", [Wildcard("body", "w1* vif plug*"), Regex("body", r"w\d{3} vif"), Wildcard("body", "*1 vif"),
                 Wildcard(None, "w?? v?f pl*ed"), Regex("body", "w1.*|w2.*")], ids=str
    )  # fmt: skip
    def test_both_ways_find_the_same(self, stores, item, monkeypatch):
        """Reading few events and walking all words that fit find what the store in memory finds."""
        memory, embedded = stores
        read = embedded.search(Query(item), Window(), limit=1_000)
        monkeypatch.setattr("venus_logging.store.embedded.compiling.FEW", -1)
        walked = embedded.search(Query(item), Window(), limit=1_000)

        assert [read, walked] == [memory.search(Query(item), Window(), limit=1_000)] * 2

    def test_too_many_words(self, tmp_path):
        """A pattern in a phrase that fits more words than the engine walks is refused with what to do."""
        events = [
            {"@timestamp": from_ns(ARRIVED), "log.record.uid": f"u{place}", "body": f"w{place} vif"}
            for place in range(16_500)
        ]
        with open_store(str(tmp_path / "store"), "w", fields=TABLE) as store:
            store.write(events, ARRIVED)

            with pytest.raises(QueryLimitError, match="give it more letters"):
                store.search(Query(Wildcard("body", "w* vif")), Window())

    def test_too_many_steps(self, stores):
        """A pattern that is too much for the engine is refused, too."""
        with pytest.raises(QueryLimitError, match="shorten it"):
            stores[1].search(Query(Regex("host.name", "(.{90}a){5}")), Window())


class TestWatch:
    def test_is_told_of_days_and_may_end_the_question(self, stores):
        """A watch hears how many days are done of how many, and what it raises ends the question."""
        heard = []

        def watch(done, total):
            heard.append((done, total))
            if done == 2:
                raise QueryTimeoutError("too slow")

        with open_store(stores[1].info().url, fields=TABLE, watch=watch) as store, pytest.raises(QueryTimeoutError):
            store.search(Query(), Window())

        assert heard == [(0, 4), (1, 4), (2, 4)]
