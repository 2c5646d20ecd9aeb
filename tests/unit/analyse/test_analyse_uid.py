"""Short uids: what people type, and the one event that it means."""

from __future__ import annotations

import pytest

from venus_logging.analyse.uid import resolve_uid, short_uid
from venus_logging.errors import VenusError

EMITTED = "4f0c2d7b9a1e4c55a3b2c1d0"
FOREIGN = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


class TestShortUid:
    @pytest.mark.parametrize(
        ("uid", "short"), [(f"{EMITTED}-17", "4f0c2d7b-17"), (FOREIGN, "0a1b2c3d4e5f"), ("u1", "u1"), ("", "")]
    )
    def test_short(self, uid, short):
        """
        An emitted uid keeps its number, a foreign one its first digits.
        """
        assert short_uid(uid) == short


class TestResolveUid:
    @pytest.fixture(autouse=True)
    def events(self, add):
        """Events of two emitters that begin alike, and of a foreign log."""
        for number in (1, 11, 17):
            add(f"{EMITTED}-{number}", number, openstack__record__number=number)
        add("4f0c0000000000000000ffff-17", 1, openstack__record__number=17)
        add(FOREIGN, 1, openstack__record__number=5)
        add("0a1b" + "f" * 28, 1, openstack__record__number=1)

    @pytest.mark.parametrize(
        ("text", "uid"),
        [
            (f"{EMITTED}-17", f"{EMITTED}-17"),
            ("4f0c2d7b-17", f"{EMITTED}-17"),
            ("4f0c2-1", f"{EMITTED}-1"),
            (FOREIGN, FOREIGN),
            ("0a1b2c3d4e5f", FOREIGN),
            ("0a1b2", FOREIGN),
            ("4f0c2d7b-2", None),
            ("ffff", None),
            ("4F0C2D7B-17", None),
        ],
    )
    def test_one(self, store, text, uid):
        """
        A whole uid and its short form mean one event; another text means none.
        """
        assert resolve_uid(store, text) == uid

    @pytest.mark.parametrize(("text", "count"), [("4f0c-17", 2), ("0a1b", 2), ("4f0c2d7b", 3), ("", 6)])
    def test_several(self, store, text, count):
        """
        A text with which several uids begin is refused, and the error says how many they are.
        """
        with pytest.raises(VenusError) as caught:
            resolve_uid(store, text)

        assert str(caught.value) == f"{count} events have a uid that begins with {text!r}; give more of it"

    def test_foreign_number(self, store):
        """
        A foreign record that happens to begin like an emitter, with the same number, is not meant.
        """
        assert resolve_uid(store, "0a1b2c3d-5") is None
