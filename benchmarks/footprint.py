"""What the service half adds to a process that has oslo.log: time and memory up to the first event."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 15
BOUND_MS, BOUND_MB = 30, 6
# NOTE: CPU time of the process, so that a busy machine does not count; RSS from the kernel, so that C libraries count.
CHILD = """
import sys
if {bare}: sys.modules["orjson"] = None
import logging, os, time
from oslo_config import cfg
from oslo_context import context
from oslo_log import log
log.register_options(cfg.CONF)
cfg.CONF([])
log.setup(cfg.CONF, "nova")
logging.getLogger().handlers.clear()
context.RequestContext(user_id="u", project_id="p", request_id="req-1")
LOG = log.getLogger("nova.compute.manager")
LOG.logger.setLevel(logging.INFO)
def rss():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
before, start = rss(), time.process_time()
import venus_logging
formatter = venus_logging.EventFormatter("service=nova-compute")
handler = venus_logging.EventFileHandler(sys.argv[1])
handler.setFormatter(formatter)
imported = time.process_time()
logging.getLogger().addHandler(handler)
LOG.info("Took %0.2f seconds", 1.5, instance={{"uuid": "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f"}})
print((imported - start) * 1e3, (time.process_time() - imported) * 1e3, (rss() - before) / 2**20, len(sys.modules))
"""


def measure(bare: bool) -> tuple[float, ...]:
    """Import and first event in ms, memory in MB, modules in the end; medians over fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nova.events.jsonl"
        command = [sys.executable, "-c", CHILD.format(bare=bare), str(path)]
        # NOTE: an installed package has its bytecode; the first run writes it here, whatever this machine forbids.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        outs = [subprocess.check_output(command, text=True, env=environment) for _ in range(RUNS + 1)]
        if path.read_text().count("\n") != RUNS + 1:
            raise SystemExit("not every process wrote its event")
    rows = [[float(word) for word in out.split()] for out in outs[1:]]
    return tuple(statistics.median(column) for column in zip(*rows, strict=True))


def main() -> None:
    """Prints the figures beside their bounds."""
    for name, bare in (("without orjson", True), ("with orjson", False)):
        imported, first, memory, modules = measure(bare)
        print(
            f"{name}: import {imported:.1f} ms + first event {first:.1f} ms = {imported + first:.1f} ms "
            f"(bound {BOUND_MS}), {memory:.2f} MB (bound {BOUND_MB}), {modules:.0f} modules in all; "
            f"median of {RUNS} processes"
        )


if __name__ == "__main__":
    main()
