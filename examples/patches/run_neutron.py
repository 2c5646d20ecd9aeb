"""Runs neutron's patched function with stand-ins for what surrounds it: run_neutron.py PLUGIN.PY EVENTS.JSONL

The function is neutron's own; only the database and the mechanism drivers are not there.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
from types import SimpleNamespace

from oslo_context import context

from venus_logging import EventFileHandler, EventFormatter

PORT = "22222222-0000-4000-8000-000000000001"


def main(plugin: str, events: str) -> None:
    """Binds a port, and fails to bind it."""
    spec = importlib.util.spec_from_file_location("neutron.plugins.ml2.plugin", plugin)
    ml2 = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = ml2
    spec.loader.exec_module(ml2)
    handler = EventFileHandler(events)
    handler.setFormatter(EventFormatter("service=neutron-server host=ctl-1"))
    log = logging.getLogger("neutron.plugins.ml2.plugin")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    context.RequestContext(request_id="req-00000000-0000-4000-8000-000000000002", project_id="demo")
    binding = SimpleNamespace(host="cmp-1", vnic_type="normal", vif_type="unbound")
    port = SimpleNamespace(current={"id": PORT}, _binding=binding)
    for outcome in ("ovs", "binding_failed"):
        bound = SimpleNamespace(vif_type=outcome)
        core = SimpleNamespace(_should_bind_port=lambda _: True, _bind_port=lambda _, bound=bound: bound)
        ml2.Ml2Plugin._attempt_binding(core, port, need_notify=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
