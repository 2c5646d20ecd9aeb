"""Wildcards, regular expressions and ids with and without their prefix mean the same in every store."""

from __future__ import annotations

import pytest

from venus_logging.query import Query, Window
from venus_logging.query.tree import Regex, Wildcard


@pytest.fixture
def filled(ask, make):
    """A store with events that differ in every kind of field."""
    ask.add(
        make(
            "a", body="Failed: network-vif-plugged-0af3 waited 300 seconds", host__name="ctl-1", x__path="/v2/servers"
        ),
        make("b", body="network_vif_plugged WAITED 45 seconds", host__name="ctl-10", x__path="/v3/tokens"),
        make("c", body="vif plugging", host__name="Ctl-1", exception__message="deadlock, wedlock"),
        make("d", body="", host__name="", x__path=""),
        make("e", body="Größe 東京 disk", host__name="a*b", notes=["first note", "waited"], x__n=12),
        make("f", body="x" * 45 + " y", host__name="a\nb", openstack__resource__related=["r1", "r22"], x__n="1=2"),
        make("g", body="a.b/c:d_e", host__name="günther", x__ok=True),
        make("h", body="no", openstack__request__id="req-8a7d", host__name="ctl-1\\2"),
        make("i", body="no", openstack__request__id="8a7d"),
    )
    return ask


CASES = {
    "host:*1": "ac",
    "host:ctl-?": "a",
    "host:ctl-??": "b",
    "host:?tl-1": "ac",
    "host:*-1*": "abch",
    "host:c*-*": "abh",
    'host:a"*"?': "e",
    'host:a"*"b': "e",
    "host:a?b": "ef",
    "host:?": "",
    "host:?*": "abcefgh",
    "host:g?nther": "g",
    'host:*"\\\\"*': "h",
    "NOT host:*1": "bdefghi",
    "x.path:/v?/*": "ab",
    "x.path:*s": "ab",
    "x.n:1?": "e",
    "x.n:*=*": "f",
    "x.ok:t?ue": "g",
    "related:r?": "f",
    "related:?2*": "f",
    "uid:?": "abcdefghi",
    "*twork-vif-plugg*": "ab",
    "network-vif-plugg*": "ab",
    "*work-vif": "ab",
    "*-vif-plugg*": "abc",
    "vif*plug*": "",
    "vif-*-0af3": "a",
    "plugg??": "ab",
    "PLUGG?D": "ab",
    "*x?y": "",
    "x*x": "f",
    "*e": "eg",
    "?-b-?-d-?": "g",
    "gr??e": "e",
    "?京": "e",
    "exception.message:*lock": "c",
    "*lock": "c",
    "notes:w?ited": "e",
    "notes:note-w?ited": "",
    "host:/ctl-\\d/": "a",
    "host:/ctl-\\d+/": "ab",
    "host:/[Cc]tl-1/": "ac",
    "host:/(ctl|Ctl)-1/": "ac",
    "host:/ctl-1|a.b/": "aef",
    "host:/.*/": "abcdefgh",
    "host:/.+/": "abcefgh",
    "host:/[^c].*/": "cefg",
    "host:/ctl/": "",
    "host:/a\\*b/": "e",
    "host:/a\\sb/": "f",
    "host:/a\\nb/": "f",
    "host:/ctl-1(0)?/": "ab",
    "host:/ctl-1\\\\2/": "h",
    "host:/g\\wnther/": "",
    "host:/g.nther/": "g",
    "host:/gü?nther/": "g",
    "host:/c(t|l){2}-1{1,2}0?/": "ab",
    "x.path:/\\/v[0-9]\\/\\w+/": "ab",
    "x.n:/1./": "e",
    "x.n:/1=\\d/": "f",
    "related:/r\\d{2}/": "f",
    "body:/waited \\d{3} seconds/": "a",
    "body:/waited \\d+ seconds/": "ab",
    "body:/WAITED \\d{2,} Seconds/": "ab",
    "/waited \\d+/": "ab",
    "/de[a-z]+lock/": "c",
    "/d?e[a-z]lock/": "",
    "/w?e[ad]?lock/": "c",
    "/(dead|wed)lock/": "c",
    "exception.message:/de[a-z]{2}lock/": "c",
    "/dea?d?lock/": "c",
    "/größe ../": "e",
    "/x{45} ./": "f",
    "/[A-F]/": "g",
    "notes:/note/": "e",
    "notes:/note waited/": "",
    "NOT /vif|no/": "defg",
    "openstack.request.id:req-8a7d": "hi",
    "openstack.request.id:8a7d": "hi",
    "openstack.request.id:8a*": "hi",
    "openstack.request.id:req-8*": "hi",
    "openstack.request.id:req-*": "h",
    "NOT openstack.request.id:8a7d": "abcdefg",
    "openstack.request.id:*a7d": "hi",
    "openstack.request.id:/8.*/": "i",
}


class TestPatterns:
    @pytest.mark.parametrize("text", CASES)
    def test_finds(self, filled, text):
        """A pattern finds exactly the events whose whole value, or whose words next to each other, fit it."""
        assert sorted(filled.uids(text)) == list(CASES[text])

    def test_of_nothing(self, filled):
        """A pattern without a word finds nothing in a text."""
        found = [
            filled.store.search(Query(item), Window()).total
            for item in (Wildcard("body", "*"), Wildcard(None, "-*"), Regex("body", " "), Regex("body", ""))
        ]

        assert found == [0, 0, 0, 0]


class TestLong:
    def test_long_values(self, ask, make):
        """Of values of more than 4,096 characters a pattern sees the beginning."""
        ask.add(make("a", host__name="k" * 4_000 + "-end" + "z" * 4_000), make("b", body="w" * 5_000))

        assert [ask.uids(text) for text in ("host:k*-endz*", "host:*z", "w?w*", "/w{100}.*/")] == [
            ["a"],
            [],
            ["b"],
            ["b"],
        ]
