"""Whatever a log call is given: one line of strict JSON, valid or flagged, and nothing raised."""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
import logging
import uuid
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from oslo_log.log import KeywordArgumentAdapter

from venus_logging import EventFormatter, contract
from venus_logging.contract.data import folder
from venus_logging.testing import full_event, mutations

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "s3cr3t-0f-a-tenant"
FORMATTER = EventFormatter("service=nova-api host=h1")


class Plain:
    def __repr__(self) -> str:
        return "<Plain>"


class BadRepr:
    """Fails like an object whose session is gone."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __repr__(self) -> str:
        raise self.error

    __str__ = __repr__


class Wrong:
    """Breaks the rule that str gives a string."""

    def __str__(self) -> Any:
        return 7

    __repr__ = __str__


class Lazy(str):
    __slots__ = ()


class Interrupted(BaseException):
    """What libraries of green threads raise anywhere, as a timeout."""


class Detached:
    @property
    def uuid(self) -> NoReturn:
        raise RuntimeError("not bound to a session")

    request_id = user_id = uuid


class Talkative:
    """Logs while it is rendered."""

    def __str__(self) -> str:
        return FORMATTER.format(logging.makeLogRecord({"name": "n", "msg": "inner", "levelno": 20}))[:1]


def nested(depth: int) -> dict[str, Any]:
    outer: dict[str, Any] = {}
    inner = outer
    for _ in range(depth):
        inner["d"] = {}
        inner = inner["d"]
    return outer


def circular() -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    mapping["me"] = mapping
    return mapping


def chained(length: int) -> Exception:
    error = Exception("first")
    for number in range(length):
        following = Exception(str(number))
        following.__cause__ = error
        error = following
    return error


VALUES: dict[str, Any] = {
    "object": Plain(),
    "repr raises": BadRepr(RuntimeError("bad repr")),
    "circular": circular(),
    "nested 2000 deep": nested(2000),
    "lone surrogate": "x\ud800y",
    "NaN": float("nan"),
    "infinity": float("inf"),
    "int of 71 bits": 2**70,
    "bytes": b"\xff\x00",
    "set": {1, 2},
    "decimal": decimal.Decimal("1.5"),
    "tuple-keyed dict": {(1, 2): 3},
    "int-keyed dict": {1: 3},
    "uuid": uuid.UUID(int=5),
    "datetime": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    "str subclass": Lazy("hi"),
    "exception": ValueError("bad"),
    "10 MB": "x" * 10_000_000,
    "NUL and newline": "a\0b\nc",
    "password": f'{{"password": "{SECRET}"}}',
    # beyond the rows of the survey
    "repr is interrupted": BadRepr(Interrupted()),
    "repr recurses": BadRepr(RecursionError()),
    "repr is no string": Wrong(),
    "int of 5000 digits": 10**5000,
    "logs itself": Talkative(),
    "instance of a lost session": Detached(),
    "1 MB of secrets' names": "password=" * 110_000,
    "generator": (each for each in ()),
}
# Values that cannot be kept under x. and so are damage; the others leave whole, masked or cut.
DAMAGED = set(VALUES) - {"str subclass", "10 MB", "NUL and newline", "password", "1 MB of secrets' names"}
# Those that are rendered without trouble as an argument.
SHOWN = set(VALUES) - {
    "repr raises", "nested 2000 deep", "lone surrogate", "repr is interrupted", "repr recurses", "repr is no string",
    "int of 5000 digits",
}  # fmt: skip
RECORDS: dict[str, dict[str, Any]] = {
    "wrong argument count": {"msg": "%s %s", "args": (1,)},
    "surrogate in message": {"msg": "x\ud800"},
    "argument whose str raises": {"msg": "%s", "args": (BadRepr(RuntimeError()),)},
    "dict as message": {"msg": {"a": 1}},
    "bytes as message": {"msg": b"\xff"},
    "arguments that are none": {"msg": "m", "args": 5},
    "argument by a name that is missing": {"msg": "%(a)s", "args": {"b": 1}},
    "time that is none": {"created": float("nan")},
    "time beyond all years": {"created": 1e300},
    "level of no number": {"levelno": None},
    "huge level": {"levelno": 10**9},
    "surrogate in logger": {"name": "n\ud800"},
    "no logger": {"name": ""},
    "logger of no text": {"name": None},
    "surrogate in thread": {"threadName": "\ud800"},
    "surrogate in path": {"pathname": "/\udcff"},
    "surrogate in level": {"levelname": "\udcff"},
    "endless names": {"threadName": "t" * 10**6, "funcName": "f" * 10**6, "pathname": "p" * 10**6},
    "exc_info of numbers": {"exc_info": (1, 2, 3)},
    "exc_info of nothing": {"exc_info": (None, None, None)},
    "exception with 5000 causes": {"exc_info": (Exception, chained(5000), None)},
    "exception whose str raises": {"exc_info": (ValueError, ValueError(BadRepr(RuntimeError())), None)},
    "exception with a secret": {"exc_info": (ValueError, ValueError(f"password={SECRET}"), None)},
    "exc_text that is none": {"exc_text": "Traceback (most recent call last):\n\ud800"},
    "stack of surrogates": {"stack_info": "\ud800"},
    "keys that are numbers": {1: 2},
    "context that fails": {"context": Detached()},
    "context of a number": {"context": 7},
    "instance that fails": {"instance": Detached()},
    "instance with user data": {"instance": {"uuid": "u", "user_data": SECRET, "metadata": {"a": SECRET}}},
    "resource of lists": {"resource": {"type": ["volume"], "id": ["a"]}},
    "event name of bytes": {"event_name": b"a"},
    "event name of nothing": {"event_name": None},
    "extra_keys of nothing": {"extra_keys": ["x.a", "gone"], "x.a": 1},
}  # fmt: skip


def refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


@cache
def schema() -> Draft202012Validator:
    path = folder("schemas") / contract.version() / "event.schema.json"
    return Draft202012Validator(json.loads(path.read_text()), format_checker=FormatChecker())


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """The event of a record, from its line, which has to be one line of strict JSON."""
    line = FORMATTER.format(record)
    assert "\n" not in line
    event: dict[str, Any] = json.loads(line.encode(), parse_constant=refuse)
    return event


def record_of(attributes: dict[Any, Any]) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "n", "msg": "m", "levelno": 20, "levelname": "INFO", **attributes})


def verdict(event: dict[str, Any]) -> str:
    """Valid, flagged, or that neither is true."""
    if contract.INVALID in event:
        return "flagged"
    return "valid" if schema().is_valid(event) and contract.check(event) == [] else "wrong"


def sound(event: dict[str, Any]) -> dict[str, Any]:
    """What must hold for every event: who, when, what; and no tenant's secret."""
    required = [name for name, each in contract.attributes().items() if each.required]
    missing = [name for name in required if name not in event]
    return {"missing": missing, "leaks": SECRET in json.dumps(event), "wrong": verdict(event) == "wrong"}


SOUND = {"missing": [], "leaks": False, "wrong": False}


class Kept(logging.Handler):
    """Keeps the events of a logger."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one event; what is raised reaches the caller."""
        self.events.append(event_of(record))


@pytest.fixture
def kept():
    """A handler on a logger of its own, and oslo.log's adapter of that logger."""
    logger = logging.Logger("nova.hostile", logging.DEBUG)
    handler = Kept()
    logger.addHandler(handler)
    return SimpleNamespace(log=KeywordArgumentAdapter(logger, {"project": "nova"}), events=handler.events)


class TestRows:
    @pytest.mark.parametrize("name", VALUES)
    def test_keyword(self, kept, name):
        """
        A value given by keyword stays inside and breaks nothing.
        """
        kept.log.info("m", obj=VALUES[name])
        (event,) = kept.events

        assert (event["body"], sound(event), verdict(event)) == ("m", SOUND, "valid")

    @pytest.mark.parametrize("name", VALUES)
    def test_free(self, kept, name):
        """
        A value under x. leaves, or the event says why it does not.
        """
        kept.log.info("m", extra={"x.v": VALUES[name]})
        (event,) = kept.events

        assert (event["body"], sound(event)) == ("m", SOUND)
        assert verdict(event) == ("flagged" if name in DAMAGED else "valid")

    @pytest.mark.parametrize("name", VALUES)
    def test_attribute(self, kept, name):
        """
        A value under a name of the contract breaks no line, whatever its type.
        """
        kept.log.info("m", extra={"openstack.attempt": VALUES[name], "openstack.volume.id": VALUES[name]})
        (event,) = kept.events

        assert (event["body"], sound(event), verdict(event)) == ("m", SOUND, "flagged")

    @pytest.mark.parametrize("name", VALUES)
    def test_argument(self, kept, name):
        """
        A value that cannot be rendered is damage; all others are in the body.
        """
        kept.log.info("value %s", VALUES[name])
        (event,) = kept.events

        assert (event["body"].startswith("value "), sound(event)) == (True, SOUND)
        assert verdict(event) == ("valid" if name in SHOWN else "flagged")

    @pytest.mark.parametrize("name", VALUES)
    def test_message(self, kept, name):
        """
        The same values as the message itself.
        """
        kept.log.info(VALUES[name])
        (event,) = kept.events

        assert (event["severity_number"], sound(event)) == (9, SOUND)
        assert verdict(event) == ("valid" if name in SHOWN else "flagged")

    @pytest.mark.parametrize("name", RECORDS)
    def test_record(self, name):
        """
        A record with something impossible in it is an event all the same.
        """
        assert sound(event_of(record_of(RECORDS[name]))) == SOUND


texts = st.text(st.characters(), max_size=12)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts, st.binary(max_size=4))


def values(without: frozenset[str] = frozenset()) -> st.SearchStrategy[Any]:
    """Scalars, the hostile values but for some, and containers of them."""
    # NOTE: by name, because hypothesis shows what it draws from.
    names = sorted(set(VALUES) - {"10 MB", "1 MB of secrets' names"} - without)
    hostile = st.sampled_from(names).map(lambda name: VALUES[name])
    return st.recursive(
        st.one_of(scalars, hostile),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.tuples(inner),
            st.dictionaries(st.one_of(texts, st.integers()), inner, max_size=3),
        ),
        max_leaves=3,
    )


anything = values()
# NOTE: an id is not masked; whoever calls a request or a server by a password has published it.
ids = values(frozenset({"password"}))
formats = st.lists(st.sampled_from(["%s", "%d", "%(a)s", "%5.1f", "%%", "%", "%r", "text ", "\ud800", "é"])).map(
    "".join
)
names = st.one_of(
    st.sampled_from(sorted(contract.attributes())), st.from_regex(r"x\.[a-zA-Z._ ]{0,6}", fullmatch=True), texts
).filter(lambda name: name not in logging.makeLogRecord({}).__dict__ and name != "_venus_event")
errors = st.one_of(st.none(), st.builds(ValueError, anything), st.builds(ExceptionGroup, texts, st.just([KeyError(1)])))


class Record(logging.LogRecord):
    """A record that can be shown when a test fails."""

    def __repr__(self) -> str:
        return f"<record with {', '.join(sorted(map(str, vars(self))))}>"


@st.composite
def records(draw: st.DrawFn) -> logging.LogRecord:
    """Records of any message, arguments, extras, context and exception."""
    error = draw(errors)
    record = Record(
        draw(st.one_of(st.just("nova.api"), texts)),
        draw(st.one_of(st.sampled_from([5, 10, 20, 21, 30, 40, 50]), st.integers(-(10**10), 10**10))),
        draw(st.one_of(st.just("/a/b.py"), texts)),
        draw(st.one_of(st.just(1), st.integers())),
        draw(st.one_of(formats, anything)),
        tuple(draw(st.lists(anything, max_size=3))),
        None if error is None else (type(error), error, None),
        draw(st.one_of(st.none(), texts)),
    )
    vars(record).update(draw(st.dictionaries(names, anything, max_size=4)))
    if draw(st.booleans()):
        vars(record)["context"] = draw(st.one_of(ids, st.dictionaries(st.sampled_from(CONTEXT), ids)))
        vars(record)["instance"] = draw(st.one_of(ids, st.dictionaries(st.sampled_from(["uuid", "id"]), ids)))
    return record


CONTEXT = ["request_id", "global_request_id", "user_id", "project_id", "is_admin", "roles", "system_scope"]


class TestAnything:
    @settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
    @given(records())
    def test_event(self, record):
        """
        Every record is one line of strict JSON, whole, valid or flagged, and what was refused is no longer in it.
        """
        event = event_of(record)

        assert (sound(event), contract.check(event), schema().is_valid(event)) == (SOUND, [], True)


FIXTURE = Path(__file__).parents[1] / "fixtures" / "live-events.jsonl.gz"
OWN = [
    {},
    {"msg": "Took %0.2f s", "args": (1.5,), "instance": {"uuid": "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f"}},
    {"context": {"request_id": "req-1", "user_id": "u", "project_id": "p", "roles": ["member"], "is_admin": True}},
    {"levelno": 40, "levelname": "ERROR", "exc_info": (ValueError, ValueError("bad"), None), "x.team": "blue"},
    {"name": "nova.compute.manager", "msg": "Rebooting instance", "openstack.attempt": 2, "x.ratio": 0.5},
]
LEAST_MUTATIONS = 276


def live_events() -> list[dict[str, Any]]:
    """Events of a cloud if there are any recorded, one of each kind; else some of our own."""
    if not FIXTURE.exists():
        return [event_of(record_of(attributes)) for attributes in OWN]
    kinds: dict[frozenset[str], dict[str, Any]] = {}
    for line in gzip.decompress(FIXTURE.read_bytes()).splitlines():
        event = json.loads(line)
        kinds.setdefault(frozenset(event), event)
    return list(kinds.values())[:25]


def faults() -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """One fault each: its name, what it sets and what it takes away."""
    full = full_event()
    for name, mutated in mutations():
        changes = {key: value for key, value in mutated.items() if full.get(key, full) is not value}
        yield name, changes, full.keys() - mutated.keys()


class TestLive:
    def test_valid(self):
        """
        Events as services emit them are valid.
        """
        assert [verdict(event) for event in live_events()] == ["valid"] * len(live_events())

    def test_mutations_refused(self):
        """
        An event as services emit it is refused with any one fault, by the checker.
        """
        all_faults = list(faults())
        accepted = [
            (name, event["body"])
            for event in live_events()
            for name, changes, gone in all_faults
            if contract.check({key: value for key, value in (event | changes).items() if key not in gone}) == []
        ]

        assert (len(all_faults) >= LEAST_MUTATIONS, accepted) == (True, [])
