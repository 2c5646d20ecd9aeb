"""Hostile records by the million: every one has to become one line of strict JSON, whole, valid or flagged.

    python tests/faults/hostile.py --records 1000000

The same seed gives the same records. Exit status 1 if one was raised into the caller, lost, broken, wrong or leaked.
"""

from __future__ import annotations

import argparse
import datetime
import decimal
import enum
import json
import logging
import os
import pickle
import random
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jsonschema import Draft202012Validator, FormatChecker
from oslo_context import context
from oslo_log.log import KeywordArgumentAdapter

from venus_logging import EventFileHandler, EventFormatter, contract
from venus_logging.contract.data import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET: Final = "s3cr3t-0f-a-tenant"
UUID: Final = "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f"
SURROGATES: Final = "\ud800\udfff"
BATCH: Final = 5_000
# NOTE: the oracle takes a hundred times as long as all the rest.
JUDGED: Final = 100


class Interrupted(BaseException):
    """What libraries of green threads raise anywhere, as a timeout."""


class Fails:
    """Whatever it is asked, it raises."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def _fail(self, *_: object) -> NoReturn:
        raise self.error

    __str__ = __repr__ = __bool__ = __len__ = __iter__ = __getitem__ = _fail  # type: ignore[assignment]
    __eq__ = __contains__ = __float__ = __int__ = __format__ = _fail  # type: ignore[assignment]
    __hash__ = object.__hash__
    uuid = id = type = request_id = user_id = roles = property(_fail)


class Wrong:
    """Its texts are no texts."""

    def __str__(self) -> Any:
        return 7

    __repr__ = __str__


class Talkative:
    """Logs while it is rendered, and its properties do while they are read."""

    def __init__(self, log: logging.Logger) -> None:
        self.log = log

    def __str__(self) -> str:
        self.log.info("inner")
        return "outer"

    @property
    def uuid(self) -> str:
        """An id."""
        self.log.info("inner")
        return UUID


class Liar(str):
    """A text whose methods lie or raise."""

    __slots__ = ()

    def __len__(self) -> int:
        return 10**18

    def __str__(self) -> str:
        raise RuntimeError("no text")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = str.__hash__
    replace = lower = startswith = encode = count = isascii = __str__  # type: ignore[assignment]


class Odd(int):
    """A number whose methods raise."""

    def __str__(self) -> NoReturn:
        raise RuntimeError("no text")

    __repr__ = __hash__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = __str__  # type: ignore[assignment]


class Fake(dict):  # type: ignore[type-arg]
    """A dict whose methods raise."""

    def _fail(self, *_: object) -> NoReturn:
        raise RuntimeError("no dict")

    get = keys = items = __iter__ = __getitem__ = __len__ = __bool__ = __contains__ = _fail  # type: ignore[assignment]


class Colour(enum.StrEnum):
    RED = "red"


class SpeechlessError(Exception):
    """Its text raises, and so does all else."""

    def __str__(self) -> NoReturn:
        raise self.args[0]

    __notes__ = property(__str__)  # type: ignore[assignment]


def nested(depth: int) -> dict[str, Any]:
    """A dict of dicts."""
    outer: dict[str, Any] = {}
    for _ in range(depth):
        outer = {"d": outer}
    return outer


def circular() -> dict[str, Any]:
    """A dict that holds itself."""
    mapping: dict[str, Any] = {}
    mapping["me"] = [mapping]
    return mapping


def chained(length: int) -> Exception:
    """An exception with many causes."""
    error = Exception("first")
    for number in range(length):
        following = Exception(str(number))
        following.__cause__ = error
        error = following
    return error


def grouped(depth: int, width: int) -> Exception:
    """A group of groups of exceptions."""
    error: Exception = ValueError("leaf")
    for _ in range(depth):
        error = ExceptionGroup("level", [error] * width)
    return error


def noted(notes: object) -> Exception:
    """An exception with notes, or what stands for them."""
    error = ValueError("noted")
    error.__notes__ = notes  # type: ignore[assignment]
    return error


LOG: Final = logging.getLogger("nova.hostile")
# NOTE: made once, because making them takes longer than logging them.
DEEP: Final = {depth: nested(depth) for depth in (10, 200, 3000)}
HUGE: Final = 10**5000
CAUSES: Final = chained(50)
GROUPS: Final = [grouped(depth, width) for depth, width in ((1, 1), (3, 2), (40, 1), (1, 500))]
VALUES: Final[tuple[Callable[[random.Random], Any], ...]] = (
    lambda _: None,
    lambda _: True,
    lambda draw: draw.randint(-(2**80), 2**80),
    lambda _: HUGE,
    lambda draw: draw.choice([float("nan"), float("inf"), -0.0, 5e-324, 1e308]),
    lambda _: 1j,
    lambda _: b"\xff\x00",
    lambda _: bytearray(b"a"),
    lambda _: SURROGATES,
    lambda _: "a\0b\nc\u2028d\x85",
    lambda draw: "".join(chr(draw.randrange(0x110000)) for _ in range(8)),
    lambda draw: "x" * draw.choice([1023, 1024, 1025, 5000]),
    lambda _: Liar("liar"),
    lambda _: Odd(3),
    lambda _: Fake(volume_id=UUID),
    lambda _: Wrong(),
    lambda _: Fails(RuntimeError("bad")),
    lambda _: Fails(RecursionError()),
    lambda _: Fails(Interrupted()),
    lambda _: Talkative(LOG),
    lambda _: Colour.RED,
    lambda _: {1, 2},
    lambda _: {(1, 2): 3, None: 4},
    lambda _: MappingProxyType({"volume_id": UUID}),
    lambda _: (each for each in range(3)),
    lambda _: iter(()),
    lambda _: circular(),
    lambda draw: DEEP[draw.choice([10, 200, 3000])],
    lambda _: decimal.Decimal("NaN"),
    lambda _: datetime.datetime.max,
    lambda _: uuid.UUID(int=5),
    lambda _: SimpleNamespace(uuid=UUID),
    lambda _: {"id": UUID, "type": "volume", "name": SURROGATES},
    lambda _: UUID,
    lambda _: SpeechlessError(RuntimeError("bad")),
    lambda _: object,
    lambda _: lambda: None,
)
# NOTE: an id is not masked; whoever calls a request or a server by a password has published it.
SECRETS: Final[tuple[Callable[[random.Random], Any], ...]] = (
    lambda _: f'{{"password": "{SECRET}"}}',
    lambda _: {"password": SECRET, "user_data": SECRET},
    lambda _: {"id": UUID, "type": "volume", "metadata": {"key": SECRET}},
    lambda _: f"http://ada:{SECRET}@host/",
    lambda _: f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----",
)
ERRORS: Final[tuple[Callable[[random.Random], Any], ...]] = (
    lambda _: ValueError("plain"),
    lambda _: ValueError(f"password={SECRET}"),
    lambda _: CAUSES,
    lambda draw: draw.choice(GROUPS),
    lambda draw: SpeechlessError(draw.choice([RuntimeError("bad"), Interrupted(), RecursionError()])),
    lambda draw: noted([said(draw), said(draw)]),
    lambda draw: noted(value(draw)),
    lambda _: SyntaxError("odd", ("f", 10**9, -5, SURROGATES)),
    lambda draw: OSError(said(draw)),
    lambda _: KeyError(SURROGATES),
    lambda _: type("E" * 3000, (Exception,), {"__module__": 7})(),
    lambda _: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
    lambda _: Interrupted(),
)
MESSAGES: Final = (
    "plain", "%s", "%s %s", "%d", "%r and %r", "%(volume_id)s to %(instance)s", "%(a)s", "%", "%%", "%c", "%*d",
    SURROGATES, "\n", "", "é" * 50, f"password={SECRET}", f"Attaching {UUID}",
)  # fmt: skip
NAMES: Final = (
    "instance", "resource", "instance_uuid", "context", "x.a", "x.password", "x.B d", "event_name", "extra_keys",
    "openstack.volume.id", "openstack.attempt", "openstack.operation.phase", "exc_text", "stack_info", "body",
    "log.record.uid", "severity_text", "x.venus.invalid", "user.id", "@timestamp",
)  # fmt: skip
FIELDS: Final = tuple(logging.makeLogRecord({}).__dict__)
SOUND: Final = ("name", "levelno", "levelname", "pathname", "lineno", "funcName", "created", "threadName")


def value(draw: random.Random) -> Any:
    """Anything but a secret, sometimes in a container."""
    got = draw.choice(VALUES)(draw)
    kind = draw.random()
    if kind < 0.05:
        return [got]
    if kind < 0.1:
        return {draw.choice(["a", "id", "uuid", "volume_id", SURROGATES]): got}
    return got


def said(draw: random.Random) -> Any:
    """What a message may be made of: anything, a secret included."""
    return draw.choice(SECRETS)(draw) if draw.random() < 0.1 else value(draw)


def arguments(draw: random.Random) -> Any:
    """Arguments of a message: none, some, a mapping, or what cannot be any."""
    kind = draw.random()
    if kind < 0.3:
        return ()
    if kind < 0.8:
        return tuple(said(draw) for _ in range(draw.randint(1, 3)))
    if kind < 0.98:
        return {name: said(draw) for name in ("volume_id", "instance", "a", SURROGATES)}
    return said(draw)


def record(draw: random.Random) -> logging.LogRecord:
    """A record of any message, arguments, extras, context, exception and fields; sometimes it has been pickled."""
    made = logging.LogRecord("nova.api", 20, "/a/b.py", draw.randint(1, 99), "", (), None, "f")
    fields = made.__dict__
    message = draw.choice(MESSAGES) if draw.random() < 0.8 else said(draw)
    fields |= {"msg": message, "args": arguments(draw)}
    if draw.random() < 0.3:
        error = draw.choice(ERRORS)(draw)
        fields["exc_info"] = draw.choice([(type(error), error, None), error, (error, error), (None, error, 7)])
    for name in draw.choices(NAMES, k=draw.choice([0, 0, 1, 3])):
        fields[name] = value(draw)
    if draw.random() < 0.2:
        fields[draw.choice(SOUND if draw.random() < 0.5 else FIELDS)] = value(draw)
    if draw.random() < 0.02:
        fields[draw.choice([(1, 2), None, 7, Liar("x.z")])] = 1
    if draw.random() < 0.02:
        del fields[draw.choice(FIELDS)]
    if draw.random() < 0.05:
        fields["created"] = draw.choice([-1, -1e18, float("nan"), float("inf"), 2**80, "now", None])
    return _pickled(made) if draw.random() < 0.02 else made


def _pickled(made: logging.LogRecord) -> logging.LogRecord:
    try:
        again: logging.LogRecord = pickle.loads(pickle.dumps(made))
    except Exception:  # what cannot be pickled never comes out of a queue
        return made
    return again


def around(draw: random.Random) -> None:
    """Sometimes another request context is on the thread."""
    kind = draw.random()
    if kind < 0.02:
        vars(context._request_store).pop("context", None)
    elif kind < 0.06:
        names = ("request_id", "global_request_id", "user_id", "project_id", "system_scope", "roles", "is_admin")
        vars(context.RequestContext(overwrite=True)).update({name: value(draw) for name in draw.choices(names, k=2)})
    elif kind < 0.07:
        context._request_store.context = value(draw)


@cache
def schema() -> Draft202012Validator:
    """The oracle."""
    path = folder("schemas") / contract.version() / "event.schema.json"
    return Draft202012Validator(json.loads(path.read_text()), format_checker=FormatChecker())


@dataclass(slots=True)
class Outcome:
    """What became of some records.

    Args:
        records: that reached the handler, those among them that others logged while they were rendered.
        refused: calls that logging or oslo.log itself could not make a record of.
        raised: what came out of our code into the caller.
        lost: records without a line.
        broken: lines that are no strict JSON.
        wrong: events that are neither valid nor flagged.
        leaked: lines with a secret in them.
        flagged: events with their damage said.
        examples: the first of what went wrong.
        seconds: time it took.
    """

    records: int = 0
    refused: int = 0
    raised: int = 0
    lost: int = 0
    broken: int = 0
    wrong: int = 0
    leaked: int = 0
    flagged: int = 0
    examples: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.raised or self.lost or self.broken or self.wrong or self.leaked)

    def note(self, what: str) -> None:
        """Keeps an example."""
        if len(self.examples) < 20:
            self.examples.append(what[:500])


class Counted(EventFileHandler):
    """Counts what reaches it."""

    seen = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one event."""
        self.seen += 1
        super().emit(record)


class Trial:
    """Hostile records on their way into a file.

    Args:
        path: of the file.
        seed: of the records.
    """

    def __init__(self, path: Path, seed: int) -> None:
        self.outcome = Outcome()
        self._path = path
        self._draw = random.Random(seed)
        self._handler = Counted(str(path))
        self._handler.setFormatter(EventFormatter("service=nova-api host=h1"))
        self._adapter = KeywordArgumentAdapter(LOG, {"project": "nova"})

    def run(self, count: int) -> Iterator[Outcome]:
        """Sends so many records through, and says after each batch what became of them.

        Args:
            count: of records.
        """
        started = time.perf_counter()
        LOG.propagate, LOG.handlers = False, [self._handler]
        LOG.setLevel(1)
        while self._handler.seen < count:
            self._batch(min(BATCH, count - self._handler.seen))
            self.outcome.seconds = time.perf_counter() - started
            yield self.outcome
        LOG.handlers = []
        vars(context._request_store).pop("context", None)

    def _batch(self, count: int) -> None:
        before = self._handler.seen
        while self._handler.seen - before < count:
            around(self._draw)
            self._one()
        self.outcome.records += self._handler.seen - before
        self._judge(self._path.read_bytes(), self._handler.seen - before)
        os.truncate(self._path, 0)

    def _one(self) -> None:
        direct = self._draw.random() < 0.7
        made = record(self._draw) if direct else None
        level, message, values = self._draw.choice([5, 10, 20, 40]), self._draw.choice(MESSAGES), arguments(self._draw)
        more = {name: value(self._draw) for name in self._draw.choices(["instance", "flavor", "volume"], k=2)}
        try:
            if made is not None:
                self._handler.handle(made)
            else:
                self._adapter.log(level, message, *values if type(values) is tuple else (values,), **more)
        except BaseException as problem:
            frames = []
            trace = problem.__traceback__
            while trace is not None:
                frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
                trace = trace.tb_next
            if not any("/venus_logging/" in frame for frame in frames):
                self.outcome.refused += 1
                return
            self.outcome.raised += 1
            self.outcome.note(f"raised {type(problem).__name__} at {' '.join(frames[-4:])}")

    def _judge(self, written: bytes, expected: int) -> None:
        lines = written.split(b"\n")[:-1]
        self.outcome.lost += expected - len(lines)
        for line in lines if SECRET.encode() in written else ():
            if SECRET.encode() in line:
                self.outcome.leaked += 1
                self.outcome.note(f"leaked: {line[max(0, line.index(SECRET.encode()) - 300) :]!r}")
        required = {name for name, each in contract.attributes().items() if each.required}
        for number, line in enumerate(lines):
            try:
                event = json.loads(line.decode(), parse_constant=_refuse)
            except ValueError as problem:
                self.outcome.broken += 1
                self.outcome.note(f"broken: {problem}: {line[:200]!r}")
                continue
            self.outcome.flagged += contract.INVALID in event
            against = sorted(required - event.keys()) + [str(each) for each in contract.check(event)]
            if number % JUDGED == 0:
                against += [each.message for each in schema().iter_errors(event)]
            if against:
                self.outcome.wrong += 1
                self.outcome.note(f"wrong: {against[:3]} in {line[:300]!r}")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def main() -> int:
    """Runs the trial and prints what became of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        trial = Trial(Path(place) / "hostile.events.jsonl", options.seed)
        for outcome in trial.run(options.records):
            if outcome.records % (10 * BATCH) < BATCH:
                print(f"{outcome.records} records, {outcome.records / outcome.seconds:.0f}/s", flush=True)
    print(json.dumps(asdict(trial.outcome), indent=1))
    return 0 if trial.outcome.clean else 1


if __name__ == "__main__":
    sys.exit(main())
