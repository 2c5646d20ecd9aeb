"""Short uids, and the one event that they mean."""

from __future__ import annotations

import pytest

from venus_logging import store as stores
from venus_logging.analyse.uid import resolve_uid, short_uid
from venus_logging.errors import VenusError

FOREIGN = ("0123456789abcdef0123456789abcdef", "0123456789abffff0123456789abcdef")
EMITTED = ("0123456789abcdef01234567-7", "0123456789abcdef01234567-77")


@pytest.fixture
def store():
    """A store of two foreign and two emitted events."""
    made = stores.open("memory:", "w")
    base = {"@timestamp": "2026-11-22T10:00:00Z", "body": "b"}
    numbers = {uid: number for number, uid in enumerate(FOREIGN)} | {EMITTED[0]: 7, EMITTED[1]: 77}
    made.write([{**base, "log.record.uid": uid, "openstack.record.number": n} for uid, n in numbers.items()], 2**60)
    return made


class TestShort:
    @pytest.mark.parametrize(
        ("uid", "short"),
        [(FOREIGN[0], "0123456789ab"), (EMITTED[0], "01234567-7"), (EMITTED[1], "01234567-77"), ("u1", "u1")],
    )
    def test_form(self, uid, short):
        """
        The first digits of a foreign uid; the emitter's first digits and the number of an emitted one.
        """
        assert short_uid(uid) == short


class TestResolve:
    @pytest.mark.parametrize(
        ("text", "uid"),
        [
            (FOREIGN[0], FOREIGN[0]),
            ("0123456789abf", FOREIGN[1]),
            (EMITTED[0], EMITTED[0]),
            ("01234567-7", EMITTED[0]),
            ("01234567-77", EMITTED[1]),
            ("feed", None),
            ("01234567-8", None),
        ],
    )
    def test_means(self, store, text, uid):
        """
        A whole or a short uid means one event, or none.
        """
        assert resolve_uid(store, text) == uid

    def test_ambiguous(self, store):
        """
        A short uid that means several is an error that says so.
        """
        with pytest.raises(VenusError, match="events have a uid that begins with '0123'; give more of it"):
            resolve_uid(store, "0123")
