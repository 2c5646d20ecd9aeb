"""Runs neutron's patched function with stand-ins for what surrounds it: run_neutron.py PLUGIN.PY EVENTS.JSONL

The function is neutron's own; only the database and the mechanism drivers are not there.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace

from oslo_context import context
from patched import load

PORT = "22222222-0000-4000-8000-000000000001"


def main(plugin: str, events: str) -> None:
    """Binds a port, and fails to bind it."""
    ml2 = load("neutron.plugins.ml2.plugin", plugin, events, "service=neutron-server host=ctl-1")
    context.RequestContext(request_id="req-00000000-0000-4000-8000-000000000002", project_id="demo")
    binding = SimpleNamespace(host="cmp-1", vnic_type="normal", vif_type="unbound")
    port = SimpleNamespace(current={"id": PORT}, _binding=binding)
    for outcome in ("ovs", "binding_failed"):
        bound = SimpleNamespace(vif_type=outcome)
        core = SimpleNamespace(_should_bind_port=lambda _: True, _bind_port=lambda _, bound=bound: bound)
        ml2.Ml2Plugin._attempt_binding(core, port, need_notify=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
