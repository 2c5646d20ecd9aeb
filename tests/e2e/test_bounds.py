"""The verdict of the live proof."""

from __future__ import annotations

from collections import Counter

import pytest

from .bounds import Traffic, bounds
from .chains import Access, Boot
from .comparing import Account

BOOT = Boot("req-1", 9, ("nova-api",), (), {"nova-api": 1})
SERVED = Traffic(True)
ACCESS = (Access("keystone", 9, 9, 9, 5), Access("nova-api", 9, 9, 9, 5))


def broken(boots=(BOOT,), access=ACCESS, traffic=SERVED, by_filter=True, ours=2000, **counts):
    total = Account("total", ours, 2000, counts=Counter({"masked": 1, "bogus": 1} | counts))
    found = bounds("DEBUG", by_filter, total, traffic, boots, access)
    return [name for name, (_, ok) in found.items() if not ok]


class TestBounds:
    def test_hold(self):
        """Equal records, two invalid events of two thousand and whole chains break nothing."""
        assert broken(invalid=2) == []

    def test_hold_without_filter(self):
        """Without the filter contexts of others are there, and all are flagged; no route is told."""
        access = (Access("keystone", 9, 9, 0, 0),)
        counts = {"stale": 3, "flagged": 3, "bogus stale": 3}
        assert broken(by_filter=False, access=access, **counts) == []

    @pytest.mark.parametrize(
        ("found", "name"),
        [
            ({"traffic": Traffic(False)}, "all processes serve"),
            ({"traffic": Traffic(True, dead=["nova-api"])}, "all processes serve"),
            ({"traffic": Traffic(True, unloaded=["nova-api"])}, "all reload"),
            ({"traffic": Traffic(True, refused={"real-503": 1})}, "real users are served"),
            ({"ours": 1999}, "same records"),
            ({"invalid": 3}, "valid >= 99.9%"),
            ({"masked": 0}, "planted secrets were met"),
            ({"broken": 1}, "no broken"),
            ({"lost": 1}, "no lost"),
            ({"repeated": 1}, "no repeated"),
            ({"secrets": 1}, "no secrets"),
            ({"reference resource": 1}, "resource at least the reference's"),
            ({"bogus": 0}, "bogus tokens were met"),
            ({"bogus astray": 1}, "no bogus token is somebody"),
            ({"stale": 1}, "no stale context"),
            ({"flagged": 1}, "no stale context"),
            ({"by_filter": False, "stale": 2, "flagged": 1}, "stale contexts are flagged"),
            ({"by_filter": False}, "stale contexts are flagged"),
            ({"boots": ()}, "boots keep their chain"),
            ({"boots": (BOOT, Boot("req-2", 1, (), ("nova-api",), {}))}, "boots keep their chain"),
            ({"access": (Access("keystone", 9, 8, 9, 5),)}, "access events tell status and duration"),
            ({"access": (Access("keystone", 9, 9, 8, 5),)}, "access events tell the route"),
            ({"access": (Access("nova-api", 9, 9, 9, 5),)}, "keystone tells the token's project"),
        ],
    )
    def test_break(self, found, name):
        """Each finding breaks its own bound only."""
        assert broken(**found) == [name]

    def test_difference(self):
        """One difference between the witnesses is a finding."""
        total = Account("total", 1, 1, differences=Counter(level=1))
        got = bounds("INFO", True, total, Traffic(True), [BOOT], ACCESS)
        assert got["no difference"] == ("{'level': 1}", False)
