"""A tiny compute service that says what it does: operations, failures with codes, threads of both kinds."""

from __future__ import annotations

import argparse
import logging
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING

from oslo_context import context

from venus_logging import EventFileHandler, EventFormatter, carry, operation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venus_logging.emit.operation import ErrorCodes

    Run = Callable[[Callable[[str], None], Sequence[str]], None]

LOG = logging.getLogger("compute.manager")
HOST = "cmp-1"
IMAGE = "0c0c0c0c-0000-4000-8000-000000000001"


class NoRoomError(Exception):
    """The host has no memory left."""


class OverQuotaError(Exception):
    """The project may not have more servers."""


class PortBindingError(Exception):
    """The network has no path to the host."""


# What the user did wrong is no ERROR.
CODES: ErrorCodes = {
    NoRoomError: "compute.scheduler.no-valid-host",
    PortBindingError: "compute.instance.build-failed",
    OverQuotaError: ("compute.quota.exceeded", logging.WARNING),
}


def bind(port: str) -> None:
    """Binds a port to this host."""
    codes: ErrorCodes = {PortBindingError: "network.port.binding-failed"}
    about = {"openstack.port.host": HOST}
    with operation(
        "network.port.bind", resource={"type": "port", "id": port}, attributes=about, error_codes=codes, logger=LOG
    ) as work:
        if port.startswith("bad"):
            raise PortBindingError(f"no segment of port {port} reaches {HOST}")
        work.set({"openstack.port.vif_type": "ovs"})


def build(instance: str, flavor: str, ports: Sequence[str], run: Run) -> None:
    """Builds a server; each of its ports is bound in a thread of its own.

    Args:
        instance: its id.
        flavor: its size.
        ports: ids of its ports.
        run: calls a function for each of some ports, in threads.
    """
    about = {"openstack.flavor.id": flavor, "openstack.image.id": IMAGE}
    server = SimpleNamespace(uuid=instance)
    with operation("compute.instance.create", resource=server, attributes=about, error_codes=CODES, logger=LOG) as work:
        if flavor == "m1.many":
            raise OverQuotaError("10 of 10 servers")
        if flavor == "m1.huge":
            raise NoRoomError("4096 MB are free")
        work.step("claimed memory", {"openstack.compute.node": HOST})
        run(carry(bind), ports)
        LOG.info("spawned, %d ports", len(ports))  # a plain record; it carries the operation's name


def in_threads(function: Callable[[str], None], ports: Sequence[str]) -> None:
    """Calls a function for all ports at once, in native threads."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(function, port) for port in ports]:
            done.result()


def in_green_threads(function: Callable[[str], None], ports: Sequence[str]) -> None:
    """The same in green threads."""
    import eventlet

    for done in [eventlet.spawn(function, port) for port in ports]:
        done.wait()


def serve(run: Run) -> None:
    """Answers four requests: one succeeds, one meets a quota, one finds no room, one cannot bind a port."""
    asked = [("m1.tiny", "good"), ("m1.many", "good"), ("m1.huge", "good"), ("m1.tiny", "bad")]
    for number, (flavor, port) in enumerate(asked, start=1):
        tail = f"0000-4000-8000-00000000000{number}"
        context.RequestContext(request_id=f"req-00000000-{tail}", user_id="alice", project_id="demo", overwrite=True)
        ports = [f"aaaaaaaa-{tail}", f"{'bbbbbbbb' if port == 'good' else 'badbadba'}-{tail}"]
        try:
            build(f"11111111-{tail}", flavor, ports, run)
        except (NoRoomError, OverQuotaError, PortBindingError):
            LOG.debug("the caller was told")


def main() -> None:
    """Serves, and leaves compute.events.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--green", action="store_true", help="green threads in place of native ones")
    options = parser.parse_args()
    handler = EventFileHandler("compute.events.jsonl")
    handler.setFormatter(EventFormatter(f"service=nova-compute host={HOST}"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    serve(in_green_threads if options.green else in_threads)


if __name__ == "__main__":
    main()
