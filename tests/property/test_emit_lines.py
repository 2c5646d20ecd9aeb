"""Lines are put together from parts that are kept: no kept part is wrong, no name stands twice, nothing gets lost."""

from __future__ import annotations

import json
import logging
import pickle
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oslo_context import context

from venus_logging import EventFormatter
from venus_logging.emit import fragments
from venus_logging.emit.careful import careful
from venus_logging.emit.progress import SCENARIO
from venus_logging.event import json as codec
from venus_logging.event.privacy import KEEP

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATTER = EventFormatter("service=nova-api host=h1 x.cell=c1")
UUID, OTHER = "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f", "11111111-8a3b-4c55-9a53-0c6d4a1e2b7f"
NEW_EVERY_TIME = ("log.record.uid", "openstack.record.number")
ACCESS = '192.0.2.1 "GET /v2.1/servers" status: %d len: 10 microversion: 2.1 time: 0.250000'


def failure() -> Any:
    """The exc_info of an exception with a cause and a message that JSON has to quote."""
    try:
        try:
            raise KeyError("disk")
        except KeyError as error:
            raise RuntimeError('no "disk"\n\\ é') from error
    except RuntimeError:
        return sys.exc_info()


texts = st.sampled_from(["", "a", "alice", 'é "quoted" \\ \x00\x7f\u2028', "password=abc", UUID])
contexts = st.builds(
    context.RequestContext,
    overwrite=st.just(False),
    request_id=st.sampled_from(["req-1", f"req-{UUID}", 'req-"é']),
    global_request_id=st.sampled_from([None, "req-1", f"req-{OTHER}"]),
    user_id=texts,
    project_id=texts,
    user_name=texts,
    is_admin=st.sampled_from([True, False]),
    roles=st.lists(texts, max_size=2),
)
given_contexts = st.one_of(st.none(), contexts, contexts.map(lambda each: each.to_dict()))
messages = st.sampled_from(
    [
        ("m", ()),
        ('"q" \\ \n\t\x00é', ()),
        ("Took %d s", (1,)),
        ("Took %d s", (2,)),
        (f"{UUID} and %s", (OTHER,)),
        ("password=%s", ("abc",)),
        ("Rebooting instance", ()),
        (ACCESS, (200,)),
        (ACCESS, (500,)),
        ("%(volume_id)s is %(state)s", ({"volume_id": OTHER, "state": "up"},)),
        ("x" * 70_000, ()),
        ("%s %s", (1,)),
        ("x\ud800", ()),
    ]
)
# NOTE: some of these names stand in every event already, some only in events of some records.
extras = st.dictionaries(
    st.sampled_from(
        [
            "x.v",
            "x.venus.invalid",
            "x.venus.truncated",
            "openstack.operation.phase",
            "openstack.attempt",
            "openstack.scenario.id",
            "exception.type",
            "user.id",
            "event_name",
        ]
    ),
    st.sampled_from(["ok", "success", "compute.instance.create", 'a "b"', 2, 0.5, True]),
    max_size=3,
)


@st.composite
def records(draw: st.DrawFn) -> logging.LogRecord:
    """Records that differ in few things, so that most of their parts are kept ones."""
    msg, args = draw(messages)
    record = logging.LogRecord(
        draw(st.sampled_from(["nova.compute.manager", "nova.osapi_compute.wsgi.server", "é"])),
        draw(st.sampled_from([20, 21, 40])),
        "/a/b.py",
        draw(st.sampled_from([1, 2])),
        msg,
        args,
        draw(st.sampled_from([None, failure()])),
        "spawn",
    )
    record.threadName = draw(st.sampled_from(["MainThread", "Thread-é", None]))
    vars(record).update(draw(extras))
    vars(record)["context"] = draw(given_contexts)
    vars(record)["instance"] = draw(st.sampled_from([None, {"uuid": UUID}, {"uuid": OTHER}, {"uuid": "no uuid"}]))
    return record


def copied(record: logging.LogRecord) -> logging.LogRecord:
    """The same record, before anybody asked for its event."""
    return logging.makeLogRecord(vars(record))


def lasting(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what is new every time."""
    return {name: value for name, value in event.items() if name not in NEW_EVERY_TIME}


def forget() -> None:
    """Empties what is kept of records before."""
    for cache in vars(fragments).values():
        if isinstance(cache, fragments.Cache):
            cache.clear()


@pytest.fixture(autouse=True, scope="module")
def no_context_left() -> Iterator[None]:
    """A context that is made becomes the thread's where it has none, and would be that of other tests."""
    yield
    vars(context._request_store).pop("context", None)


class TestParts:
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(records(), st.sampled_from([None, "compute.instance.create"])), min_size=1, max_size=6))
    def test_kept(self, drawn):
        """
        A part that was kept of records before is the one that this record would have made.
        """
        for record, scenario in drawn:
            token = SCENARIO.set(scenario)
            again = copied(record)
            warm = FORMATTER.event(record)
            forget()
            cold = FORMATTER.event(again)
            SCENARIO.reset(token)

            assert lasting(warm) == lasting(cold)

    @settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
    @given(records())
    def test_names(self, record):
        """
        No name stands twice in a line, and the event is what the line says.
        """
        line = FORMATTER.format(record)
        pairs: list[tuple[str, Any]] = json.loads(line, object_pairs_hook=list)

        assert len(dict(pairs)) == len(pairs)
        assert (dict(pairs), json.loads(codec.encode(FORMATTER.event(record)))) == (
            FORMATTER.event(record),
            dict(pairs),
        )

    @settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    @given(records())
    def test_careful(self, record):
        """
        What the careful way says of a record, the usual way says in the same words.
        """
        usual = FORMATTER.event(copied(record))
        slow = careful(record, fragments.process({"x.cell": "c1"}), KEEP, ("u-1", 1), ValueError("no"))
        own = {*NEW_EVERY_TIME, "x.venus.invalid", "service.name", "host.name", *vars(record)}

        assert {name: usual.get(name) for name in slow if name not in own} == {
            name: value for name, value in slow.items() if name not in own
        }


class TestQueue:
    @pytest.mark.parametrize("ask", [FORMATTER.format, FORMATTER.event], ids=["line", "event"])
    def test_pickled(self, ask):
        """
        A record that waited in a queue of another process still has the event of the thread that logged it.
        """
        record = logging.makeLogRecord({"name": "n", "msg": "m", "levelno": 20, "levelname": "INFO"})
        before = ask(record)

        assert ask(pickle.loads(pickle.dumps(record))) == before


class TestJson:
    @given(st.text())
    def test_quote(self, text):
        """
        A string that is written by hand is written as the encoder writes it.
        """
        assert codec.quote(text) == codec.encode({"a": text}).decode()[5:-1]

    @given(st.dictionaries(st.text(max_size=5), st.one_of(st.text(), st.integers(-5, 5), st.booleans()), max_size=3))
    def test_members(self, event):
        """
        Attributes that stand behind others in an object are read as they were.
        """
        assert codec.decode(f'{{"":0{codec.members(event)}}}'.encode()) == {"": 0} | event
