"""Chain, context and pivot of the recorded runs equal what a scan with the standard library finds."""

from __future__ import annotations

from collections import Counter

import pytest
import scan

from venus_logging.analyse import chain, context, pivot
from venus_logging.query import Query, Window, event_fields, parse


@pytest.fixture(scope="module")
def chains(run):
    """The chains of a run."""
    return scan.Chains(run.records)


def places(events):
    """Service and number of some events, sorted."""
    return sorted((event["service.name"], event["openstack.record.number"]) for event in events)


class TestChain:
    @pytest.mark.parametrize("kind", ["global_id", "local_id"])
    def test_members(self, run, chains, kind):
        """
        The chain of an id has exactly the keys and the records of the rule, for 50 ids.
        """
        ids = scan.spread((getattr(each, kind) for each in run.records if getattr(each, kind)), 50)

        got = {each: chain(run.store, each) for each in ids}

        assert {each: (found.keys, places(found.events)) for each, found in got.items()} == {
            each: chains.of(each) for each in ids
        }

    def test_bare(self, run, chains):
        """
        The id may lack its req-.
        """
        (known,) = scan.spread((each.global_id for each in run.records if each.global_id), 1)

        assert places(chain(run.store, known.removeprefix("req-")).events) == chains.of(known)[1]

    def test_order(self, run):
        """
        A chain's events come in order of time.
        """
        sizes = Counter(each.key for each in run.records if each.global_id)
        times = [event["@timestamp"] for event in chain(run.store, sizes.most_common(1)[0][0]).events]

        assert (times, len(times) > 10) == (sorted(times), True)

    def test_unknown(self, run):
        """
        An id that nobody carries has no keys and no events.
        """
        found = chain(run.store, "req-00000000-1111-2222-3333-444444444444")

        assert (found.keys, found.events, found.total) == ((), (), 0)


class TestContext:
    def test_order_of_the_file(self, run):
        """
        The neighbours of an event are those of its file after a stable sort by time, for 100 events.
        """
        streams = {}
        for record in run.records:
            streams.setdefault(record.service, []).append(record)
        ordered = {service: sorted(all_, key=lambda each: each.time) for service, all_ in streams.items()}
        wanted, got = {}, {}
        for place in range(100):
            record = run.records[place * len(run.records) // 100]
            stream = ordered[record.service]
            at = stream.index(record)
            key = (record.service, record.number)
            wanted[key] = ([each.number for each in stream[max(0, at - 10) : at + 11]], min(at, 10))
            found = context(run.store, self._uid(run, record))
            got[key] = ([event["openstack.record.number"] for event in found.events], found.position)

        assert got == wanted

    @staticmethod
    def _uid(run, record):
        question = f"service:{record.service} openstack.record.number:{record.number}"
        (event,) = run.store.search(parse(question, event_fields()), Window()).events
        return event["log.record.uid"]


class TestPivot:
    def test_service_level(self, run):
        """
        Counts by service and level are those of the raw files.
        """
        table = pivot(run.store, ["service.name", "severity_text"], Query(), Window())

        counts = {row[:2]: row[2] for row in table.rows if row[0] != "ovsagent-stub"}
        assert (counts, table.other, table.exact) == (
            Counter((each.service, each.level) for each in run.records),
            0,
            True,
        )
