"""What stood around a line: neighbours of the same service and host, in the one order of events."""

from __future__ import annotations

import pytest

from venus_logging.analyse import context
from venus_logging.query import Query
from venus_logging.query.tree import Equal


def around(store, uid, **options):
    """Uids of the neighbours and the position."""
    found = context(store, uid, **options)
    return ([event["log.record.uid"] for event in found.events], found.position)


@pytest.fixture
def log(add):
    """Seven lines of one service, and lines of others between them."""
    for number in range(7):
        add(f"u{number}", number, service__name="nova-api", host__name="ctl-1")
    add("service", 3, service__name="nova-compute", host__name="ctl-1")
    add("host", 3, service__name="nova-api", host__name="ctl-2")


@pytest.mark.usefixtures("log")
class TestContext:
    @pytest.mark.parametrize(
        ("uid", "before", "after", "found", "position"),
        [
            ("u3", 2, 2, ["u1", "u2", "u3", "u4", "u5"], 2),
            ("u3", 0, 1, ["u3", "u4"], 0),
            ("u3", 1, 0, ["u2", "u3"], 1),
            ("u3", 0, 0, ["u3"], 0),
            ("u0", 2, 1, ["u0", "u1"], 0),
            ("u6", 1, 5, ["u5", "u6"], 1),
            ("u3", 99, 99, ["u0", "u1", "u2", "u3", "u4", "u5", "u6"], 3),
        ],
    )
    def test_neighbours(self, store, uid, before, after, found, position):
        """
        So many events before and after it come oldest first, of its service on its host only.
        """
        assert around(store, uid, before=before, after=after) == (found, position)

    def test_unknown(self, store):
        """
        An event that is not there has no context.
        """
        assert context(store, "nobody") is None


class TestOrder:
    def test_same_instant(self, store, add):
        """
        Events of the same instant stand in the order of their numbers, then of their uids.
        """
        for uid, number in (("c", 1), ("b", 2), ("a", 10), ("d", 10)):
            add(uid, 0, openstack__record__number=number)

        assert around(store, "a", before=2, after=1) == (["c", "b", "a", "d"], 2)

    def test_nanoseconds(self, store, add):
        """
        A time with nine decimals stands where it belongs among those with six.
        """
        for uid, time in (("x", "10:00:00.000001Z"), ("y", "10:00:00.000001500Z"), ("z", "10:00:00.000002Z")):
            add(uid, **{"@timestamp": f"2026-11-25T{time}"})

        assert [around(store, uid, before=1, after=1) for uid in "xyz"] == [
            (["x", "y"], 0),
            (["x", "y", "z"], 1),
            (["y", "z"], 1),
        ]


class TestScope:
    def test_scope(self, store, add):
        """
        Who may see one project sees neighbours of that project only, and no event of another as the centre.
        """
        for number, project in enumerate(["mine", "theirs", "mine", "theirs", "mine"]):
            add(f"u{number}", number, openstack__project__id=project)
        scope = Query(Equal("openstack.project.id", "mine"))

        assert around(store, "u2", scope=scope) == (["u0", "u2", "u4"], 1)
        assert context(store, "u1", scope=scope) is None
