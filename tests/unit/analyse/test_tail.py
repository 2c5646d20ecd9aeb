"""Events as they come in: each once, late ones too, in the order of time within a look."""

from __future__ import annotations

from venus_logging import store as stores
from venus_logging.analyse import tail
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import event_fields, parse
from venus_logging.testing import minimal_event

START = to_ns("2026-11-25T12:00:00Z")


class Service:
    """A service that writes events, some of them late, between the looks of a tail."""

    def __init__(self):
        self.store = stores.open("memory:", "w")
        self.now = START
        self._written = 0

    def write(self, *bodies, age=0):
        """Writes events whose time is so many seconds ago."""
        for body in bodies:
            self._written += 1
            own = {"@timestamp": from_ns(self.now - age * SECOND), "body": body, "log.record.uid": f"u-{self._written}"}
            self.store.write([minimal_event() | own], self.now)

    def tail(self, *steps, question="", last=10):
        """The bodies that a tail shows; a step happens before each look."""
        remaining = list(steps)

        def wait():
            self.now += SECOND
            if remaining:
                remaining.pop(0)()
            return bool(remaining)

        query = parse(question, event_fields())
        found = tail(self.store, query, last=last, late=60 * SECOND, now=lambda: self.now, wait=wait)
        return [event["body"] for event in found]


class TestTail:
    def test_new(self):
        """
        What is there comes first, then what comes in, each once.
        """
        service = Service()
        service.write("a", "b")

        got = service.tail(lambda: service.write("c"), lambda: None, lambda: service.write("d", "e"))

        assert got == ["a", "b", "c", "d", "e"]

    def test_last(self):
        """
        Of what is there only the newest are shown, and none of the others later.
        """
        service = Service()
        service.write("a", "b", "c")

        assert service.tail(lambda: service.write("d"), last=1) == ["c", "d"]

    def test_nothing_first(self):
        """
        Without any of the past, only what comes in.
        """
        service = Service()
        service.write("a")

        assert service.tail(lambda: service.write("b"), lambda: service.write("c"), last=0) == ["b", "c"]

    def test_late(self):
        """
        An event that took up to a minute to the store is shown; one that took longer is not.
        """
        service = Service()

        got = service.tail(
            lambda: service.write("b"), lambda: service.write("a", age=30), lambda: service.write("x", age=90)
        )

        assert got == ["b", "a"]

    def test_question(self):
        """
        Only what the question finds.
        """
        service = Service()
        service.write("disk full", "disk fine")

        assert service.tail(lambda: service.write("all full"), question="full") == ["disk full", "all full"]
