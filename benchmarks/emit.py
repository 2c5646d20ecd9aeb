"""CPU time of one record: our event beside oslo.log's formatters, in the same run; masking beside oslo.utils."""

from __future__ import annotations

import gc
import gzip
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

# NOTE: before anything of ours is imported: the second half of the figures is that of an installation without orjson.
if "--bare" in sys.argv:
    sys.modules["orjson"] = None  # type: ignore[assignment]

from oslo_config import cfg
from oslo_context import context
from oslo_log import formatters, log
from oslo_utils import strutils

from venus_logging import EventFileHandler, EventFormatter
from venus_logging.event.masking import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS, RECORDS = 15, 300
BASE = "oslo JSONFormatter"
LOGGER = "nova.compute.manager"
MESSAGE, ARGUMENTS = "Took %0.2f seconds to spawn the instance on the hypervisor, attempt %d.", (12.34, 2)
UUID = "12345678-90ab-cdef-1234-567890abcdef"
INSTANCE = {"uuid": UUID, "name": "vm-1", "host": "compute-7", "vm_state": "building", "task_state": "spawning"}
MESSAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "openstack-logs" / "run-json"

Contestants: TypeAlias = "dict[str, Callable[[], object]]"


def new_context(number: int = 0) -> context.RequestContext:
    """A request as a service sees it; numbers make them differ."""
    return context.RequestContext(
        auth_token="gAAAAAB" + "x" * 180,
        user_id="u" * 32,
        user_name="alice",
        project_id="p" * 32,
        project_name="demo",
        user_domain_id="default",
        project_domain_id="default",
        roles=["member", "reader"],
        request_id=f"req-{number:08d}-90ab-cdef-1234-567890abcdef",
        global_request_id=f"req-{UUID}",
    )


def chained_exception() -> Any:
    """The exc_info of an exception with a cause, eight frames in all."""

    def fall(depth: int) -> object:
        return INSTANCE["disk"] if depth == 0 else fall(depth - 1)

    try:
        try:
            fall(6)
        except KeyError as error:
            raise RuntimeError(f"Unexpected error while building instance {UUID}") from error
    except RuntimeError:
        return sys.exc_info()


ADAPTER = log.KeywordArgumentAdapter(logging.getLogger(LOGGER), {"project": "nova", "version": "33.0.0"})


def new_record(
    error: Any = None, message: str = MESSAGE, args: Any = ARGUMENTS, extra: dict[str, object] | None = None
) -> logging.LogRecord:
    """A record as oslo.log's adapter makes it."""
    _, words = ADAPTER.process(message, {"instance": INSTANCE, "extra": dict(extra or {})})
    level = logging.ERROR if error else logging.INFO
    where = "/usr/lib/python3/dist-packages/nova/compute/manager.py"
    given = (args,) if isinstance(args, dict) else args
    return ADAPTER.logger.makeRecord(LOGGER, level, where, 2731, message, given, error, "spawn", words["extra"])


def compare(title: str, prepare: Callable[[int], object], contestants: dict[str, Callable[[Any], object]]) -> None:
    """Prints the cost of each contestant per record, beside the first one's.

    Args:
        title: of the table.
        prepare: makes what a contestant gets, outside the measurement; the number of the record comes in.
        contestants: by name; interleaved in every round, so that a busy machine is busy for all of them.
    """
    costs: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(ROUNDS + 1):
        for name, call in contestants.items():
            inputs = [prepare(each) for each in range(RECORDS)]
            gc.collect()
            gc.disable()
            start = time.thread_time()
            for each in inputs:
                call(each)
            cost = (time.thread_time() - start) / RECORDS * 1e6
            gc.enable()
            if number:
                costs[name].append(cost)
    print(f"\n{title}")
    base = costs[next(iter(contestants))]
    for name, each in costs.items():
        ratio = statistics.median(cost / other for cost, other in zip(each, base, strict=True))
        print(f"  {name:42} {statistics.median(each):8.1f} us  x {ratio:.3f}")


def configuration() -> cfg.ConfigOpts:
    """oslo.log's options with their defaults."""
    conf = cfg.ConfigOpts()
    log.register_options(conf)
    conf([])
    return conf


def formatted() -> None:
    """One record in each formatter: plain, with what some records have, with a request that changed in between."""
    ours = EventFormatter("service=nova-compute host=compute-7")
    in_turn: dict[str, Callable[[Any], object]] = {
        BASE: formatters.JSONFormatter().format,
        "event: built, checked, encoded": ours.format,
        "the same, and read as a dict": ours.event,
        "oslo ContextFormatter": formatters.ContextFormatter(
            datefmt="%Y-%m-%d %H:%M:%S", config=configuration()
        ).format,
        "stdlib text": logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s").format,
    }
    new_context()
    compare("plain record", lambda number: new_record(), in_turn)
    error = chained_exception()
    compare("record with an exception (8 frames, chained)", lambda number: new_record(error), in_turn)
    own = {"volume_id": UUID, "seconds": 1.5}
    compare("named arguments", lambda number: new_record(message="%(volume_id)s took %(seconds)s s", args=own), in_turn)
    compare("two x.* extras", lambda number: new_record(extra={"x.team": "blue", "x.attempt": 2}), in_turn)

    def of_another_request(call: Callable[[Any], object]) -> Callable[[Any], object]:
        def run(prepared: tuple[int, logging.LogRecord]) -> object:
            new_context(prepared[0])
            return call(prepared[1])

        return run

    changing = {name: of_another_request(call) for name, call in in_turn.items()}
    changing["(the request alone)"] = of_another_request(lambda record: None)
    serial = iter(range(10**8))
    compare("a new request before every record, its making included", lambda _: (next(serial), new_record()), changing)

    def of_this_request(call: Callable[[Any], object]) -> Callable[[Any], object]:
        def run(prepared: tuple[context.RequestContext, logging.LogRecord]) -> object:
            prepared[0].update_store()
            return call(prepared[1])

        return run

    made = {name: of_this_request(call) for name, call in in_turn.items()}
    compare("the same, its making left out", lambda _: (new_context(next(serial)), new_record()), made)


def called() -> None:
    """Whole LOG.info calls, down to the write."""
    logger = logging.getLogger(LOGGER)
    logger.propagate = False
    logger.setLevel(logging.INFO)

    def through(handler: logging.Handler) -> Callable[[Any], object]:
        def run(_: object) -> None:
            ADAPTER.info(MESSAGE, *ARGUMENTS, instance=INSTANCE)

        def start(prepared: object) -> None:
            logger.handlers[:] = [handler]
            run(prepared)

        return start

    sink = open(os.devnull, "w")  # noqa: SIM115, PTH123  # lives as long as the handlers
    stream, text = logging.StreamHandler(sink), logging.StreamHandler(sink)
    stream.setFormatter(formatters.JSONFormatter())
    text.setFormatter(formatters.ContextFormatter(datefmt="%Y-%m-%d %H:%M:%S", config=configuration()))
    file = EventFileHandler(os.devnull)
    file.setFormatter(EventFormatter("service=nova-compute host=compute-7"))
    new_context()
    compare(
        "whole LOG.info(message, a, b, instance=...)",
        lambda number: None,
        {
            BASE: through(stream),
            "EventFileHandler": through(file),
            "oslo ContextFormatter": through(text),
            "record made, nothing written": through(logging.NullHandler()),
        },
    )


def messages() -> list[str]:
    """The messages of a whole cloud's JSON logs."""
    found = []
    for path in sorted(MESSAGES.glob("*.log.gz")):
        for line in gzip.decompress(path.read_bytes()).splitlines():
            if line.startswith(b"{"):
                found.append(str(json.loads(line).get("message", "")))
    return found


def masked() -> None:
    """Masking of a whole cloud's messages, and of one that hides nothing."""
    found = messages()
    texts: dict[str, Iterable[str]] = {"one message of 70 characters, nothing to hide": [MESSAGE] * 3000}
    if found:
        texts[f"{len(found)} messages of run-json"] = found
    else:
        print("\nmasking: run-json is not here, so its messages are left out")
    for title, each in texts.items():
        costs: dict[str, list[float]] = {"strutils.mask_password": [], "mask": []}
        for _ in range(5):
            for name, call in (("strutils.mask_password", strutils.mask_password), ("mask", mask)):
                start = time.thread_time()
                number = sum(1 for text in each if call(text) is not None)
                costs[name].append((time.thread_time() - start) / number * 1e6)
        theirs, ours = costs.values()
        ratio = statistics.median(cost / other for cost, other in zip(ours, theirs, strict=True))
        print(f"\nmasking, {title}")
        print(f"  strutils {statistics.median(theirs):.2f} us, mask {statistics.median(ours):.2f} us  x {ratio:.3f}")


def main() -> None:
    """Prints the tables, with orjson and without it."""
    bare = "--bare" in sys.argv
    engine = "without" if bare else "with"
    print(f"== {engine} orjson; {ROUNDS} rounds of {RECORDS} records, load {os.getloadavg()[0]:.1f}")
    formatted()
    called()
    if not bare:
        masked()
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "--bare"], check=True)


if __name__ == "__main__":
    main()
