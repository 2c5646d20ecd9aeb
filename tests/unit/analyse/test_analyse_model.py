"""Chain and context on stores equal a model in a few lines of Python, whatever ids and times the events have."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from venus_logging import store as stores
from venus_logging.analyse import chain, context
from venus_logging.analyse.chain import GLOBAL, LOCAL
from venus_logging.query import Query, Window, event_fields, parse

ARRIVED = 1_800_000_000_000_000_000
IDS = ("req-a", "req-b", "req-c", "a", None)


def events(rows):
    """Events of times, services, and request ids."""
    made = []
    for number, (second, service, local, global_) in enumerate(rows):
        event = {
            "@timestamp": f"2026-11-22T10:00:0{second}.000000Z",
            "log.record.uid": f"u{number}",
            "openstack.record.number": number,
            "service.name": service,
            "host.name": "h",
            "body": "b",
            LOCAL: local,
            GLOBAL: global_,
        }
        made.append({name: value for name, value in event.items() if value is not None})
    return made


ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from("st"), st.sampled_from(IDS), st.sampled_from(IDS)), max_size=12
)


def filled(made):
    """A store of these events."""
    store = stores.open("memory:", "w")
    store.write(made, ARRIVED)
    return store


def order(event):
    """The one order of events."""
    return (event["@timestamp"], event["openstack.record.number"])


class TestChain:
    @given(rows=ROWS, bare=st.sampled_from("abc"), prefix=st.sampled_from(["", "req-"]))
    @settings(deadline=None)
    def test_rule(self, rows, bare, prefix):
        """
        Keys are those of all events that carry the id, with or without req-; the chain is all events of these keys.
        """
        made = events(rows)
        forms = {bare, f"req-{bare}"}
        keys = {each.get(GLOBAL) or each.get(LOCAL) for each in made if forms & {each.get(LOCAL), each.get(GLOBAL)}}

        found = chain(filled(made), prefix + bare)

        same = {form for key in keys for form in (key.removeprefix("req-"), f"req-{key.removeprefix('req-')}")}
        members = sorted((each for each in made if (each.get(GLOBAL) or each.get(LOCAL)) in same), key=order)
        assert (found.keys, list(found.events), found.total) == (tuple(sorted(keys)), members, len(members))

    @given(rows=ROWS, limit=st.integers(1, 5))
    @settings(deadline=None)
    def test_limit(self, rows, limit):
        """
        A cut chain is the beginning of the whole one, and says how many there are.
        """
        store = filled(events(rows))
        whole, cut = chain(store, "a"), chain(store, "a", limit=limit)

        assert (cut.keys, cut.events, cut.total) == (whole.keys, whole.events[:limit], whole.total)

    @given(rows=ROWS)
    @settings(deadline=None)
    def test_scope(self, rows):
        """
        Who may see one service only sees nothing of others, not even their keys.
        """
        made = events(rows)

        found = chain(filled(made), "a", scope=parse("service:s", event_fields()))

        own = chain(filled([each for each in made if each["service.name"] == "s"]), "a")
        assert (found.keys, found.events) == (own.keys, own.events)

    def test_services(self):
        """
        The services of a chain come in the order in which they appear.
        """
        made = events([(2, "t", "req-a", None), (1, "s", "req-a", None), (3, "s", "req-a", None)])

        assert chain(filled(made), "a").services == ("s", "t")


class TestContext:
    @given(rows=ROWS.filter(bool), before=st.integers(0, 4), after=st.integers(0, 4), data=st.data())
    @settings(deadline=None)
    def test_neighbours(self, rows, before, after, data):
        """
        The context of an event is its neighbours in the order of its service's events on its host.
        """
        made = events(rows)
        event = data.draw(st.sampled_from(made))
        stream = sorted((each for each in made if each["service.name"] == event["service.name"]), key=order)
        place = stream.index(event)

        found = context(filled(made), event["log.record.uid"], before=before, after=after)

        wanted = stream[max(0, place - before) : place + after + 1]
        assert (list(found.events), found.position) == (wanted, min(place, before))

    def test_unknown(self):
        """
        No event, no context.
        """
        assert context(filled([]), "u0") is None

    def test_scope(self):
        """
        An event that the caller may not see has no context.
        """
        made = events([(1, "s", None, None)])

        got = context(filled(made), "u0", scope=parse("service:t", event_fields()))
        assert (got, filled(made).search(Query(), Window()).total) == (None, 1)
