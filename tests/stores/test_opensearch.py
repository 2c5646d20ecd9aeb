"""What only a store on a cluster has: templates, indexes of days beside those of others, limits of the engine."""

from __future__ import annotations

import pytest

from venus_logging.errors import QueryLimitError, StoreError, StoreMissingError, StoreTooNewError
from venus_logging.event.time import to_ns
from venus_logging.query import Field, FieldTable, Query, Window
from venus_logging.query.tree import Equal, Exists, Text
from venus_logging.store import open as open_store
from venus_logging.store.opensearch.address import address_of
from venus_logging.store.opensearch.client import Client
from venus_logging.store.opensearch.installing import install
from venus_logging.store.opensearch.template import Templates

ARRIVED = to_ns("2026-11-25T12:00:00Z")
SMALL = FieldTable([Field("@timestamp", "date"), Field("body", "text"), Field("log.record.uid", "keyword")])
LARGER = FieldTable([*SMALL, Field("host.name", "keyword")])
CHANGED = FieldTable([*SMALL, Field("host.name", "integer")])


@pytest.fixture
def url(cluster_url):
    """Where a store may be made."""
    return cluster_url()


@pytest.fixture
def prefix(url):
    """What its indexes begin with."""
    return url.rpartition("/")[2]


@pytest.fixture
def installed(url, prefix):
    """Puts templates of a field table there, and says what changed."""
    client = Client(address_of(url))
    yield lambda fields, **options: install(client, Templates(prefix, fields), **options)
    client.close()


def event(uid, time="2026-11-25T10:00:00.000000Z", **values):
    """An event."""
    return {"@timestamp": time, "log.record.uid": uid, **values}


class TestTemplates:
    def test_a_dry_run_says_what_would_be_new(self, installed, prefix):
        """A dry run names both templates and makes none."""
        expected = [
            f"component template {prefix} is new, with 9 fields",
            f"index template {prefix} is new, for {prefix}-DAY",
        ]

        assert [installed(SMALL, dry_run=True), installed(SMALL, dry_run=True)] == [expected, expected]

    def test_what_is_there_does_not_change(self, installed):
        """Putting the same templates again changes nothing."""
        installed(SMALL)

        assert [installed(SMALL), installed(SMALL, dry_run=True)] == [[], []]

    def test_new_and_changed_fields_are_named(self, installed, prefix):
        """A further version names the fields that are new or become something else."""
        installed(SMALL)
        first = installed(LARGER)
        second = installed(CHANGED, dry_run=True)

        assert [first, second] == [
            [f"component template {prefix}: field host.name is new"],
            [f"component template {prefix}: field host.name becomes long; days that exist keep keyword"],
        ]

    def test_fields_that_only_another_version_knows_stay(self, installed, cluster, prefix):
        """An older version that opens the store takes no field away."""
        installed(LARGER)
        installed(SMALL)
        made = cluster.ask("GET", f"/_component_template/{prefix}")["component_templates"][0]["component_template"]

        assert "host.name" in str(made["template"]["mappings"])

    def test_a_template_of_others_is_left_alone(self, installed, cluster, prefix):
        """A template that is not ours is an error and stays as it is."""
        cluster.ask("PUT", f"/_component_template/{prefix}", {"template": {"settings": {}}})

        with pytest.raises(StoreMissingError):
            installed(SMALL)

    def test_a_newer_format_is_refused(self, installed, cluster, prefix):
        """A store of a newer version is not touched."""
        body = {"template": {"settings": {}}, "_meta": {"venus": {"format": 99}}}
        cluster.ask("PUT", f"/_component_template/{prefix}", body)

        with pytest.raises(StoreTooNewError):
            installed(SMALL)

    def test_there_is_no_store_to_read(self, url):
        """Reading makes nothing."""
        with pytest.raises(StoreMissingError):
            open_store(url)


class TestDays:
    def test_a_day_gets_the_fields_of_a_newer_version(self, url):
        """A day that was begun with fewer fields takes events with more, which are found."""
        with open_store(url, "w", fields=SMALL) as store:
            store.write([event("a")], ARRIVED)
        with open_store(url, "w", fields=LARGER) as store:
            store.write([event("b", **{"host.name": "h"})], ARRIVED)
            page = store.search(Query(Exists("host.name")), Window())

        assert [found["log.record.uid"] for found in page.events] == ["b"]

    def test_a_day_that_was_dropped_meanwhile_is_made_again(self, url, cluster, prefix):
        """A writer whose index was removed under its hands makes it anew, with its mapping."""
        with open_store(url, "w", fields=LARGER) as store:
            store.write([event("a")], ARRIVED)
            cluster.ask("DELETE", f"/{prefix}-2026-11-25")
            result = store.write([event("b", **{"host.name": "a-b"})], ARRIVED)

            assert (result.added, store.search(Query(Equal("host.name", "a-b")), Window()).total) == (1, 1)

    def test_removes_only_its_own(self, url, cluster, prefix):
        """Retention leaves every index alone that is not a day of this store, however it is called."""
        others = [f"{prefix}-2026-11-01-copy", f"{prefix}-old", f"{prefix}x-2026-11-01"]
        for name in others:
            cluster.ask("PUT", f"/{name}")
        with open_store(url, "w", fields=SMALL) as store:
            store.write([event("a", "2026-11-01T00:00:00.000000Z"), event("b")], ARRIVED)
            gone = store.drop("2026-11-25")
        left = sorted(cluster.ask("GET", f"/{prefix}*/_settings?filter_path=*.settings.index.uuid"))
        cluster.ask("DELETE", f"/{prefix}x-2026-11-01")

        assert (gone, left) == (["2026-11-01"], sorted([*others, f"{prefix}-2026-11-25"]))

    def test_an_index_of_others_answers_nothing(self, url, cluster, prefix):
        """Questions look only into the days of this store."""
        cluster.ask("PUT", f"/{prefix}-2026-11-25x")
        cluster.ask("POST", f"/{prefix}-2026-11-25x/_doc?refresh=true", {"body": "foreign"})
        with open_store(url, "w", fields=SMALL) as store:
            store.write([event("a", body="foreign")], ARRIVED)
            window = Window(to_ns("2026-11-25T00:00:00Z"), to_ns("2026-11-26T00:00:00Z"))

            assert [store.search(Query(), each).total for each in (Window(), window)] == [1, 1]


class TestLimits:
    def test_a_very_long_uid(self, url):
        """A uid longer than the engine's ids is one event, too."""
        uid = "é" * 400
        with open_store(url, "w", fields=SMALL) as store:
            counts = [store.write([event(uid), event(uid[:-1])], ARRIVED), store.write([event(uid)], ARRIVED)]
            found = store.get(uid, Query())

        assert ([(each.added, each.duplicate) for each in counts], found) == ([(2, 0), (0, 1)], event(uid))

    def test_pages_larger_than_the_engine_gives(self, url):
        """A page of any size is whole and in order."""
        times = (f"2026-11-25T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000000Z" for n in range(10_500))
        events = [event(f"u{number:05}", time) for number, time in enumerate(times)]
        with open_store(url, "w", fields=SMALL) as store:
            store.write(events, ARRIVED)
            page = store.search(Query(), Window(), limit=10_400, order="oldest")

        assert (list(page.events) == events[:10_400], page.total, page.next is None) == (True, 10_500, False)

    def test_a_beginning_that_stands_for_too_many_words(self, url):
        """What the engine would answer only in part is refused with what to do."""
        with open_store(url, "w", fields=SMALL) as store:
            store.write([event(f"u{number}", body=f"waited 1{number:04} seconds") for number in range(1_100)], ARRIVED)

            with pytest.raises(QueryLimitError, match="name more of the word"):
                store.search(Query(Text("body", "waited 1", prefix=True)), Window())

    def test_reading_does_not_write(self, url):
        """A store that was opened for reading refuses to write and to drop."""
        open_store(url, "w", fields=SMALL).close()
        with open_store(url, fields=SMALL) as store:
            for refused in (lambda: store.write([], 0), lambda: store.drop("2026-11-25")):
                with pytest.raises(StoreError, match="open for reading"):
                    refused()
