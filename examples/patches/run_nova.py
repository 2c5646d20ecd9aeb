"""Runs nova's patched function with stand-ins for what surrounds it: run_nova.py MANAGER.PY EVENTS.JSONL

The function and its exceptions are nova's own; only the host, the hypervisor and the database are not there.
"""

from __future__ import annotations

import inspect
import sys
from types import SimpleNamespace

from oslo_context import context
from patched import load

INSTANCE = "11111111-0000-4000-8000-000000000001"


def main(manager: str, events: str) -> None:
    """Builds one server, and fails to build another."""
    nova = load("nova.compute.manager", manager, events, "service=nova-compute host=cmp-1")
    context.RequestContext(request_id="req-00000000-0000-4000-8000-000000000001", project_id="demo")
    instance = SimpleNamespace(uuid=INSTANCE, flavor=SimpleNamespace(flavorid="m1.tiny"), image_ref="")
    instance.save = lambda **_: None
    nova.compute_utils = SimpleNamespace(add_instance_fault_from_exc=lambda *_: None)
    function = inspect.unwrap(nova.ComputeManager._do_build_and_run_instance)
    for failure in (None, nova.exception.BuildAbortException(instance_uuid=INSTANCE, reason="no disk is left")):
        function(_Host(failure), None, instance, {}, None, {}, "", [], [], [], [], node="cmp-1")


class _Host:
    """A manager that does nothing, or fails at the build."""

    def __init__(self, failure: Exception | None) -> None:
        self._failure = failure

    def _build_and_run_instance(self, *_: object) -> None:
        if self._failure is not None:
            raise self._failure

    def __getattr__(self, name: str) -> object:
        return lambda *_, **__: []


if __name__ == "__main__":
    main(*sys.argv[1:])
