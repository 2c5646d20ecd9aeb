"""Questions to the recorded runs have the answers that a scan with the standard library finds, on both engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import scan

from venus_logging.analyse import chain, context, pivot, stats
from venus_logging.event.time import to_ns
from venus_logging.query import Query, Window, event_fields, parse
from venus_logging.store import stream


@pytest.fixture(scope="module")
def chains(run):
    """The chains of a run."""
    return scan.Chains(run.records)


def places(events):
    """Service and number of some events, sorted."""
    return sorted((event["service.name"], event["openstack.record.number"]) for event in events)


class TestChain:
    @pytest.mark.parametrize("kind", ["global_id", "local_id"])
    def test_members(self, asked, chains, kind):
        """
        The chain of an id has exactly the keys and the records of the rule, for 50 ids.
        """
        ids = scan.spread((getattr(each, kind) for each in asked.records if getattr(each, kind)), 50)

        got = {each: chain(asked.store, each) for each in ids}

        assert {each: (found.keys, places(found.events)) for each, found in got.items()} == {
            each: chains.of(each) for each in ids
        }

    def test_bare(self, asked, chains):
        """
        The id may lack its req-.
        """
        (known,) = scan.spread((each.global_id for each in asked.records if each.global_id), 1)

        assert places(chain(asked.store, known.removeprefix("req-")).events) == chains.of(known)[1]

    def test_order(self, asked):
        """
        A chain's events come in order of time.
        """
        sizes = Counter(each.key for each in asked.records if each.global_id)
        times = [event["@timestamp"] for event in chain(asked.store, sizes.most_common(1)[0][0]).events]

        assert (times, len(times) > 10) == (sorted(times), True)

    def test_unknown(self, asked):
        """
        An id that nobody carries has no keys and no events.
        """
        found = chain(asked.store, "req-00000000-1111-2222-3333-444444444444")

        assert (found.keys, found.events, found.total) == ((), (), 0)


class TestContext:
    def test_order_of_the_file(self, asked):
        """
        The neighbours of an event are those of its file after a stable sort by time, for 100 events.
        """
        streams = {}
        for record in asked.records:
            streams.setdefault(record.service, []).append(record)
        ordered = {service: sorted(all_, key=lambda each: each.time) for service, all_ in streams.items()}
        wanted, got = {}, {}
        for place in range(100):
            record = asked.records[place * len(asked.records) // 100]
            stream = ordered[record.service]
            at = stream.index(record)
            key = (record.service, record.number)
            wanted[key] = ([each.number for each in stream[max(0, at - 10) : at + 11]], min(at, 10))
            found = context(asked.store, self._uid(asked, record))
            got[key] = ([event["openstack.record.number"] for event in found.events], found.position)

        assert got == wanted

    @staticmethod
    def _uid(asked, record):
        question = f"service:{record.service} openstack.record.number:{record.number}"
        (event,) = asked.store.search(parse(question, event_fields()), Window()).events
        return event["log.record.uid"]


class TestPivot:
    def test_service_level(self, asked):
        """
        Counts by service and level are those of the raw files.
        """
        table = pivot(asked.store, ["service.name", "severity_text"], Query(), Window())

        counts = {row[:2]: row[2] for row in table.rows if row[0] != "ovsagent-stub"}
        assert (counts, table.other, table.exact) == (
            Counter((each.service, each.level) for each in asked.records),
            0,
            True,
        )


class TestSearch:
    @pytest.mark.parametrize("level", ["ERROR", "WARNING"])
    def test_level_of_a_service(self, asked, level):
        """
        Of each service, the events of a level are the records that have it.
        """
        wanted = Counter(each.service for each in asked.records if each.level == level)

        got = {}
        for service in wanted:
            question = f'service:"{service}" severity_text:{level}'
            got[service] = sum(1 for _ in stream(asked.store, parse(question, event_fields()), Window()))

        assert got == wanted

    def test_window(self, asked):
        """
        A window of the middle half has the records of that time, newest first.
        """
        times = sorted(event["@timestamp"] for event in stream(asked.store, Query(), Window()))
        start, end = (to_ns(times[len(times) * quarter // 4]) for quarter in (1, 3))

        page = asked.store.search(Query(), Window(start, end), limit=100_000)

        got = [event["@timestamp"] for event in page.events]
        assert got == sorted((time for time in times if start <= to_ns(time) < end), reverse=True)


class TestStats:
    def test_logger_share(self, asked):
        """
        The values of a field are those of the events one by one, with their counts.
        """
        every = Counter(event["log.logger"] for event in stream(asked.store, Query(), Window()))

        table = stats(asked.store, "log.logger", Query(), Window())

        assert dict(table.rows) == every

    def test_by_time(self, asked):
        """
        Errors by hour and service are those of the records.
        """
        query = parse("severity_text:ERROR | stats count() by time(1h), service.name", event_fields())
        wanted = Counter(each.service for each in asked.records if each.level == "ERROR")

        rows = asked.store.run(query, Window()).rows

        hours = Counter(
            (event["@timestamp"][:13], event["service.name"])
            for event in stream(asked.store, replace(query, stages=()), Window())
        )
        services = Counter()
        for _, service, count in rows:
            services[service] += count
        assert ({(time[:13], service): count for time, service, count in rows}, services & wanted) == (hours, wanted)
