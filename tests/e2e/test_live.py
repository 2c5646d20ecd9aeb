"""The verdict of the live proof, and the INI it gives to the cloud."""

from __future__ import annotations

from collections import Counter
from configparser import RawConfigParser

import pytest

from .chains import Boot
from .comparing import Account
from .live import bounds
from .rig import template

BOOT = Boot("req-1", 9, ("nova-api",), ())


def broken(boots=(BOOT,), dead=(), served=True, ours=2000, **counts):
    total = Account("total", ours, 2000, counts=Counter({"masked": 1} | counts))
    return [name for name, (_, ok) in bounds("DEBUG", total, served, dead, boots).items() if not ok]


class TestBounds:
    def test_hold(self):
        """Equal records, two invalid events of two thousand and whole chains break nothing."""
        assert broken(invalid=2) == []

    @pytest.mark.parametrize(
        ("found", "name"),
        [
            ({"served": False}, "all processes serve"),
            ({"dead": ["nova-api"]}, "all processes serve"),
            ({"ours": 1999}, "same records"),
            ({"invalid": 3}, "valid >= 99.9%"),
            ({"boots": ()}, "boots keep their chain"),
            ({"boots": (BOOT, Boot("req-2", 1, (), ("nova-api",)))}, "boots keep their chain"),
            ({"masked": 0}, "planted secrets were met"),
            ({"broken": 1}, "no broken"),
            ({"lost": 1}, "no lost"),
            ({"repeated": 1}, "no repeated"),
            ({"secrets": 1}, "no secrets"),
            ({"reference resource": 1}, "resource at least the reference's"),
        ],
    )
    def test_break(self, found, name):
        """Each finding breaks its own bound only."""
        assert broken(**found) == [name]

    def test_difference(self):
        """One difference between the witnesses is a finding."""
        total = Account("total", 1, 1, differences=Counter(level=1))
        assert bounds("INFO", total, True, [], [BOOT])["no difference"] == ("{'level': 1}", False)


class TestTemplate:
    def test_handlers(self):
        """The witness stands between our handler and the classic file, with a file of its own per process."""
        ini = RawConfigParser()
        ini.read_string(template("DEBUG"))
        got = [ini["logger_root"]["handlers"], ini["logger_root"]["level"], ini["handlers"]["keys"]]
        got += [ini["handler_events"]["args"], ini["handler_reference"]["args"], ini["formatter_events"]["format"]]
        handlers = "events, reference, file"
        files = ["('{logdir}/{process}.events.jsonl',)", "('{logdir}/{process}.reference.jsonl',)"]
        assert got == [handlers, "DEBUG", handlers, *files, "service={program}"]
