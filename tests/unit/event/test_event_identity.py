"""Identity: uids of emitted and of foreign records, ids in texts, and the template id."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from venus_logging.event import order_key
from venus_logging.event.ids import MAX_RELATED, related_ids
from venus_logging.event.template import LONGEST_KEPT, template_id
from venus_logging.event.uid import Emitter, foreign_uid

ONE = "11111111-2222-3333-4444-555555555555"
TWO = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"


class TestEmitter:
    def test_form(self):
        """
        A uid is the emitter of 24 hex digits and the number of the event, from 1.
        """
        emitter = Emitter()
        drawn = [emitter.next() for _ in range(3)]
        name = drawn[0][0].partition("-")[0]

        assert re.fullmatch("[0-9a-f]{24}", name)
        assert drawn == [(f"{name}-{number}", number) for number in (1, 2, 3)]

    def test_two(self):
        """
        Two emitters of one process have different names.
        """
        assert Emitter().next()[0] != Emitter().next()[0]

    def test_fork(self):
        """
        A forked child draws a name of its own and counts from 1.
        """
        emitter = Emitter()
        before, _ = emitter.next()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, emitter.next()[0].encode())
            os._exit(0)
        os.waitpid(child, 0)
        got = os.read(reading, 100).decode()
        os.close(reading)
        os.close(writing)

        assert got.endswith("-1")
        assert got.partition("-")[0] != before.partition("-")[0]

    def test_threads(self):
        """
        Threads never draw the same uid, and leave no number out.
        """
        emitter = Emitter()
        emitter.next()
        with ThreadPoolExecutor(4) as pool:
            numbers = [number for _, number in pool.map(lambda _: emitter.next(), range(2000))]

        assert sorted(numbers) == list(range(2, 2002))


class TestForeignUid:
    def test_form(self):
        """
        The uid is 32 hex digits, the same for the same record wherever its file lies.
        """
        got = foreign_uid("nova-api", "host-1", b"line", 0)

        assert re.fullmatch("[0-9a-f]{32}", got)
        assert got == foreign_uid("nova-api", "host-1", b"line", 0)

    def test_parts(self):
        """
        Another service, host, text or ordinal is another record, and parts do not flow into each other.
        """
        parts = [("a", "b", b"c", 0), ("b", "b", b"c", 0), ("a", "c", b"c", 0), ("a", "b", b"d", 0),
                 ("a", "b", b"c", 1), ("ab", "", b"c", 0), ("", "ab", b"c", 0),
                 ("a", "", b"bc", 0), ("a", "b\udcff", b"c", 0)]  # fmt: skip

        assert len({foreign_uid(*each) for each in parts}) == len(parts)


class TestTemplateId:
    def test_value(self):
        """
        The id is the first 16 hex digits of SHA-256 over logger, a zero and the format string.
        """
        assert template_id("nova.api", "took %s s") == sha256(b"nova.api\0took %s s").hexdigest()[:16]

    def test_different(self):
        """
        Logger and format string do not flow into each other.
        """
        assert template_id("a", "bc") != template_id("ab", "c")

    @pytest.mark.parametrize("template", ["", "x" * LONGEST_KEPT, "x" * (LONGEST_KEPT + 1), "\udcff", "é"])
    def test_any_text(self, template):
        """
        Every text has an id, long ones and those that UTF-8 cannot carry too, and always the same.
        """
        got = [template_id("a", template), template_id("a", template)]

        assert re.fullmatch("[0-9a-f]{16}", got[0])
        assert got[0] == got[1]


class TestRelatedIds:
    @pytest.mark.parametrize(
        ("body", "subject", "ids"),
        [
            ("nothing here", "", []),
            ("nothing here", ONE, [ONE]),
            (f"attach {TWO} to {ONE}", "", [TWO, ONE]),
            (f"attach {TWO} to {ONE}", ONE, [ONE, TWO]),
            (f"twice {ONE} and {ONE.upper()}", "", [ONE]),
            (f"request req-{ONE}", "", []),
            ("nil 00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000", []),
            (f"x{ONE} and {ONE}9", "", []),
            (f"volume-{ONE}, ({TWO})", "", [ONE, TWO]),
            ("a-b-c-d-e", "not a uuid", []),
        ],
    )
    def test_ids(self, body, subject, ids):
        """
        The subject comes first, then the UUIDs of the body in order, once each, without request ids and the nil id.
        """
        assert related_ids(body, subject) == ids

    def test_most(self):
        """
        A body with a great many UUIDs names no more than the bound.
        """
        body = " ".join(f"{number:08x}-2222-3333-4444-555555555555" for number in range(MAX_RELATED + 10))

        assert related_ids(body) == body.split()[:MAX_RELATED]


class TestOrderKey:
    def test_order(self):
        """
        Events are ordered by time, then by their number in the source, then by uid.
        """
        keys = [("2026-01-01T00:00:00.000000", 2, "a"), ("2026-01-01T00:00:00.000000", 10, "a"),
                ("2026-01-01T00:00:00.000000", 10, "b"), ("2026-01-01T00:00:00.000000001", 0, "a"),
                ("2026-01-01T00:00:00.000001", 1, "a")]  # fmt: skip
        events = [
            {"@timestamp": f"{time}Z", "openstack.record.number": number, "log.record.uid": uid}
            for time, number, uid in keys
        ]

        assert [order_key(event) for event in events] == sorted(keys)

    @pytest.mark.parametrize("number", [{}, {"openstack.record.number": "7"}])
    def test_no_number(self, number):
        """
        An event without a number, or with one that is none, counts as number 0.
        """
        event = {"@timestamp": "2026-01-01T00:00:00.000000Z", "log.record.uid": "a", **number}

        assert order_key(event) == ("2026-01-01T00:00:00.000000", 0, "a")
