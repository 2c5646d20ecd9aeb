"""The chain of a call: which events belong to it, in which order, and who may see them."""

from __future__ import annotations

import pytest

from venus_logging.analyse import Chain, chain
from venus_logging.analyse.chain import chain_key
from venus_logging.event.time import SECOND
from venus_logging.query import Query, Window
from venus_logging.query.tree import Equal
from venus_logging.testing import minimal_event

START = 1_795_600_800 * SECOND  # 2026-11-25T10:00:00Z
MINE = Query(Equal("openstack.project.id", "mine"))


def uids(found):
    """The uids of a chain's events."""
    return [event["log.record.uid"] for event in found.events]


@pytest.fixture
def boot(add):
    """One boot through three services, and events of other calls around it."""
    add("api", 1, service__name="nova-api", openstack__request__id="req-g")
    add(
        "cond", 2, service__name="nova-conductor", openstack__request__id="req-l", openstack__request__global_id="req-g"
    )
    add("net", 3, service__name="neutron", openstack__request__id="req-n", openstack__request__global_id="req-g")
    add("late", 9, service__name="nova-api", openstack__request__id="req-g")
    add("other", 2, service__name="nova-api", openstack__request__id="req-o")
    add("borrowed", 4, service__name="glance", openstack__request__id="req-g", openstack__request__global_id="req-z")
    add("none", 5, service__name="nova-api")


class TestChainKey:
    @pytest.mark.parametrize(
        ("event", "key"),
        [
            ({}, None),
            ({"openstack.request.id": "l"}, "l"),
            ({"openstack.request.global_id": "g"}, "g"),
            ({"openstack.request.id": "l", "openstack.request.global_id": "g"}, "g"),
        ],
    )
    def test_key(self, event, key):
        """
        An event belongs to the chain of its global id, else of its local one.
        """
        assert chain_key(event) == key


@pytest.mark.usefixtures("boot")
class TestChain:
    @pytest.mark.parametrize("request_id", ["req-l", "l", "req-n", "n"])
    def test_local(self, store, request_id):
        """
        A local id, with its prefix or without, finds the whole chain that it is part of, oldest event first.
        """
        got = chain(store, request_id)

        assert (got.id, got.keys, got.total) == (request_id, ("req-g",), 4)
        assert uids(got) == ["api", "cond", "net", "late"]

    @pytest.mark.parametrize("request_id", ["req-g", "g"])
    def test_several_keys(self, store, request_id):
        """
        An id whose events belong to several chains finds all of them, and the keys say so.
        """
        got = chain(store, request_id)

        assert (got.keys, got.total) == (("req-g", "req-z"), 5)
        assert uids(got) == ["api", "cond", "net", "borrowed", "late"]

    def test_services(self, store):
        """
        The services are named in order of appearance, once each.
        """
        assert chain(store, "l").services == ("nova-api", "nova-conductor", "neutron")

    @pytest.mark.parametrize("request_id", ["req-x", "", "req-", "REQ-G"])
    def test_unknown(self, store, request_id):
        """
        An id that no event carries has an empty chain.
        """
        assert chain(store, request_id) == Chain(request_id, (), (), 0)

    @pytest.mark.parametrize(("limit", "found"), [(0, []), (2, ["api", "cond"]), (4, ["api", "cond", "net", "late"])])
    def test_limit(self, store, limit, found):
        """
        A limit keeps the oldest events, and the total says how many there are.
        """
        got = chain(store, "l", limit=limit)

        assert (uids(got), got.total) == (found, 4)

    def test_large_limit(self, store):
        """
        A limit that is not reached cuts nothing.
        """
        assert chain(store, "l", limit=100) == chain(store, "l")

    def test_window(self, store):
        """
        With a window only events inside it count, in finding the keys too.
        """
        window = Window(START + 2 * SECOND, START + 9 * SECOND)

        assert uids(chain(store, "l", window=window)) == ["cond", "net"]
        assert chain(store, "l", window=Window(None, START + 2 * SECOND)).events == ()


class TestScope:
    def test_scope(self, store, add):
        """
        Who may see one project sees of a chain only the events of that project.
        """
        add("mine", 1, openstack__request__id="req-1", openstack__project__id="mine")
        add("theirs", 2, openstack__request__id="req-1", openstack__project__id="theirs")

        assert uids(chain(store, "1", scope=MINE)) == ["mine"]

    def test_no_keys(self, store, add):
        """
        Events that the caller may not see do not tell the keys of their chain either.
        """
        add("theirs", 1, openstack__request__id="l", openstack__request__global_id="g", openstack__project__id="theirs")

        assert chain(store, "l", scope=MINE) == Chain("l", (), (), 0)


class TestPages:
    def test_many(self, store):
        """
        A chain longer than a page of the store comes whole, each event once.
        """
        wanted = [f"u{number:05d}" for number in range(10_050)]
        event = minimal_event() | {"openstack.request.id": "req-1"}
        store.write([event | {"log.record.uid": uid} for uid in wanted], START)

        assert uids(chain(store, "1")) == wanted
        assert uids(chain(store, "1", limit=10_020)) == wanted[:10_020]
