"""Hostile rows beyond the survey's: each is written whole, damage is said, and nothing comes back to the caller."""

from __future__ import annotations

import json
import logging
import pickle
import threading
from types import MappingProxyType, SimpleNamespace

import pytest
from hostile import (
    FIELDS,
    SURROGATES,
    UUID,
    Fails,
    Fake,
    Interrupted,
    Liar,
    Odd,
    SpeechlessError,
    Talkative,
    Wrong,
    chained,
    grouped,
    noted,
    schema,
)
from oslo_log.log import KeywordArgumentAdapter

from venus_logging import EventFileHandler, EventFormatter, contract

FLAG = contract.INVALID


class Endless:
    """Logs itself whenever it is rendered."""

    def __init__(self, log):
        self.log = log

    def __str__(self):
        self.log.info("again %s", self)
        return "endless"


class Closed:
    """Nothing of it can be reached."""

    def __getattribute__(self, name):
        raise Interrupted(name)


class ChattyError(ValueError):
    """Logs when its text is asked for."""

    def __str__(self):
        self.args[0].info("inner")
        return "outer"


def looped():
    """Two exceptions that caused each other, with a note."""
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    one.add_note("noted")
    return one


def syntax():
    """A SyntaxError at a place that is none."""
    error = SyntaxError("odd")
    error.filename, error.lineno, error.text, error.offset = 7, "x", b"\xff", []
    return error


def unspoken(text):
    """An exception whose str is this function."""
    return type("E", (Exception,), {"__str__": text})()


def failed(error):
    """The fields of a record with an exception."""
    return {"exc_info": (type(error), error, None)}


# What a record says of itself, and whether that is damage.
RECORDS = {
    "group of 500": (failed(grouped(1, 500)), False),
    "group of 32,768": (failed(grouped(5, 8)), False),
    "group 3,000 deep": (failed(grouped(3000, 1)), False),
    "group of the speechless": (failed(ExceptionGroup("g", [SpeechlessError(KeyError()), ValueError(Wrong())])), False),
    "group with 10 MB of text": (failed(ExceptionGroup("g" * 10**7, [ValueError("v" * 10**7)])), False),
    "50,000 causes": (failed(chained(50_000)), False),
    "causes that bite their tail": (failed(looped()), False),
    "str of an exception is no text": (failed(unspoken(lambda _: 7)), False),
    "str of an exception is interrupted": (failed(unspoken(Fails(Interrupted())._fail)), False),
    "notes that are none": (failed(noted(7)), False),
    "notes that fail": (failed(noted([Fails(RuntimeError()), SURROGATES, "n" * 10**7, 7])), False),
    "exception that fails in all": (failed(SpeechlessError(Interrupted())), False),
    "SyntaxError at no place": (failed(syntax()), False),
    "class of an exception from nowhere": (failed(type("E" * 3000, (Exception,), {"__module__": 7})()), False),
    "exc_info that is true": ({"exc_info": True}, False),
    "exc_info that fails": ({"exc_info": Fails(RuntimeError())}, True),
    "exc_text of bytes": ({"exc_text": b"\xff"}, True),
    "stack of bytes": ({"stack_info": b"\xff"}, False),
    "message that lies": ({"msg": Liar("liar")}, True),
    "argument that lies": ({"msg": "%s", "args": (Liar("liar"),)}, True),
    "extra that lies": ({"x.a": Liar("liar")}, True),
    "instance that lies": ({"instance": Liar("liar")}, False),
    "level that fails": ({"levelno": Odd(20)}, True),
    "level of a text": ({"levelno": "INFO"}, True),
    "level that is no number": ({"levelno": float("nan")}, True),
    "huge level": ({"levelno": 10**30}, False),
    "negative level": ({"levelno": -1}, False),
    "name of a level that is none": ({"levelname": None}, True),
    "time before all": ({"created": -1e18}, False),
    "time of one text": ({"created": "n" * 5000}, False),
    "time that fails": ({"created": Fails(RuntimeError())}, True),
    "time without end": ({"created": float("inf")}, False),
    "arguments that fail": ({"msg": "%s", "args": Fails(RuntimeError())}, True),
    "mapping that fails": ({"msg": "%(volume_id)s", "args": Fake(volume_id=UUID)}, True),
    "300,000 arguments": ({"msg": "%(a)s", "args": {"a": 1, **dict.fromkeys(map(str, range(300_000)))}}, False),
    "mapping that is no dict": ({"msg": "%(volume_id)s", "args": MappingProxyType({"volume_id": UUID})}, False),
    "generators": ({"msg": "%s %d", "args": ((each for each in ()), (each for each in ()))}, True),
    "surrogates everywhere": (
        dict.fromkeys(("name", "msg", "pathname", "funcName", "threadName", "levelname", "stack_info"), SURROGATES),
        True,
    ),
    "keys that are none": ({(1, 2): 3, None: 4, 5.5: 6}, False),
    "key that cannot be compared": ({Liar("x.a"): 1}, True),
    "extra_keys that are no list": ({"extra_keys": 7}, True),
    "extra_keys that fail": ({"extra_keys": Fails(RuntimeError())}, True),
    "instance whose id is interrupted": ({"instance": Fails(Interrupted())}, True),
    "instance that is closed": ({"instance": Closed()}, True),
    "argument that is closed": ({"msg": "%(volume)s", "args": {"volume": Closed()}}, True),
    "context that is interrupted": ({"context": Fails(Interrupted())}, True),
    "context that is closed": ({"context": Closed()}, True),
    "context of odd values": ({"context": {"request_id": Odd(1), "roles": Fails(RuntimeError())}}, True),
    "event name that fails": ({"event_name": Fails(RuntimeError())}, True),
    "event name that is none": ({"event_name": "Not A Name"}, True),
    "name of a logger in two lines": ({"name": "a\nb"}, False),
}  # fmt: skip


@pytest.fixture
def sent(tmp_path):
    """A handler on a logger of its own, how to send a record to it, and what it wrote."""
    path = tmp_path / "nova.events.jsonl"
    handler = EventFileHandler(str(path))
    handler.setFormatter(EventFormatter("service=nova-api host=h1"))
    logger = logging.Logger("nova.rows", 1)
    logger.addHandler(handler)

    def make(fields):
        # NOTE: what is known of a statement is kept from one test to the next.
        made = logging.LogRecord("nova.api", 20, str(path), 1, "m", (), None, "f")
        vars(made).update(fields)
        return made

    def events():
        return [json.loads(line.decode(), parse_constant=pytest.fail) for line in path.read_bytes().splitlines()]

    return SimpleNamespace(
        log=KeywordArgumentAdapter(logger, {}), logger=logger, handler=handler, make=make, events=events
    )


def sound(event):
    """Whether an event is valid but for what it says itself."""
    return (schema().is_valid(event), contract.check(event)) == (True, [])


class TestRecords:
    @pytest.mark.parametrize("name", RECORDS)
    def test_written(self, sent, name):
        """
        A record with something impossible in it is one sound event, flagged if something of it is missing.
        """
        fields, damaged = RECORDS[name]
        sent.handler.handle(sent.make(fields))
        (event,) = sent.events()

        assert (sound(event), FLAG in event, sent.handler.lost) == (True, damaged, 0)

    @pytest.mark.parametrize("name", FIELDS)
    def test_without(self, sent, name):
        """
        A record that lacks a field is an event all the same.
        """
        record = sent.make({})
        del vars(record)[name]
        sent.handler.handle(record)

        assert [sound(event) for event in sent.events()] == [True]

    @pytest.mark.parametrize("name", FIELDS)
    def test_replaced(self, sent, name):
        """
        A record with anything in any field is an event all the same.
        """
        for value in (None, 7, b"\xff", SURROGATES, [], Fails(RuntimeError()), Odd(3), Liar("x"), Closed()):
            sent.handler.handle(sent.make({name: value}))

        assert ([sound(event) for event in sent.events()], sent.handler.lost) == ([True] * 9, 0)

    def test_bare(self, sent):
        """
        A record of nothing, and one that has not even that, are events.
        """
        empty = sent.make({})
        vars(empty).clear()
        for record in (logging.makeLogRecord({}), empty):
            sent.handler.handle(record)

        assert ([(sound(event), FLAG in event) for event in sent.events()], sent.handler.lost) == (
            [(True, True)] * 2,
            0,
        )

    def test_pickled(self, sent):
        """
        A record that went through a pipe, before or after it was written, is the same event.
        """
        record = sent.make({"msg": "%s", "args": (1,)})
        fresh = pickle.loads(pickle.dumps(record))
        sent.handler.handle(record)
        for each in (fresh, pickle.loads(pickle.dumps(record))):
            sent.handler.handle(each)
        first, second, third = sent.events()

        assert ([event["body"] for event in (first, second, third)], sound(second)) == (["1"] * 3, True)
        assert first["log.record.uid"] == third["log.record.uid"] != second["log.record.uid"]

    def test_next(self, sent):
        """
        A record with a bad level does not spoil the next one of its statement.
        """
        sent.handler.handle(sent.make({"levelname": None}))
        sent.handler.handle(sent.make({}))

        assert [(event["severity_text"], FLAG in event) for event in sent.events()] == [
            ("None", True),
            ("INFO", False),
        ]


class TestInner:
    @pytest.mark.parametrize(
        "give",
        [
            lambda log, talkative: log.info("%s", talkative),
            lambda log, talkative: log.info("outer", instance=talkative),
            lambda log, talkative: log.info("outer%(instance)s", {"instance": talkative}),
        ],
        ids=["argument", "instance", "named argument"],
    )
    def test_talkative(self, sent, give):
        """
        What an object logs while it is looked at is written too.
        """
        give(sent.log, Talkative(sent.logger))
        bodies = [event["body"] for event in sent.events()]

        assert (set(bodies[:-1]), bodies[-1].startswith("outer"), sent.handler.lost) == ({"inner"}, True, 0)

    def test_chatty(self, sent):
        """
        So is what an exception logs when its text is asked for.
        """
        sent.log.error("failed", exc_info=ChattyError(sent.logger))

        assert [(event["body"], event.get("exception.message")) for event in sent.events()] == [
            ("inner", None),
            ("failed", "outer"),
        ]

    def test_endless(self, sent):
        """
        An object that logs itself whenever it is rendered ends, and somewhere it is said why; only of the innermost
        record nothing may be left, for which no stack was left.
        """
        sent.log.info("first %s", Endless(sent.logger))
        events = sent.events()

        flagged = any(FLAG in event for event in events)
        assert (events[-1]["body"], flagged, sent.handler.lost <= 1) == ("first endless", True, True)

    @pytest.mark.parametrize("position", [0, 1])
    def test_handler(self, sent, position):
        """
        A handler that logs, before or after ours, loses nothing.
        """

        class Logs(logging.Handler):
            def emit(self, record):
                if record.msg == "outer":
                    sent.logger.info("from a handler")

        sent.logger.handlers.insert(position, Logs())
        sent.log.info("outer")

        assert sorted(event["body"] for event in sent.events()) == ["from a handler", "outer"]

    def test_thread(self, sent):
        """
        A thread may have any name.
        """
        thread = threading.Thread(target=sent.log.info, args=("m",), name=f"{SURROGATES}\n{'t' * 10**6}")
        thread.start()
        thread.join()
        (event,) = sent.events()

        assert (event["thread.name"][:4], len(event["thread.name"]), sound(event)) == ("\ufffd\ufffd\nt", 1024, True)
