"""The ways in which services fork, thread and end, each of which loses records of other handlers or hangs them."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

LOGGER = """
import logging, logging.handlers, os, queue, signal, sys, threading, time
from oslo_context import context
from venus_logging import EventFileHandler, EventFormatter
handler = EventFileHandler(sys.argv[1])
log = logging.getLogger("nova")
log.propagate = False
log.setLevel(logging.INFO)
"""
DIRECT = f"{LOGGER}\nlog.addHandler(handler)\n"
# As uwsgi: the master has logged before it forks, and every worker ends through logging's own shutdown.
PREFORK = (
    DIRECT
    + """
workers, records, size = map(int, sys.argv[2:])
log.info("master")
pids = []
for worker in range(workers):
    pid = os.fork()
    if pid == 0:
        for number in range(records):
            log.info("%d %d %s", worker, number, "x" * size)
        logging.shutdown()
        os._exit(0)
    pids.append(pid)
print([os.waitpid(pid, 0)[1] for pid in pids])
"""
)
# A child that waits for a lock which another thread held while it was forked is ended by its alarm.
AMID = (
    DIRECT
    + """
pause, forks = float(sys.argv[2]), 60
stop = False
def work():
    while not stop:
        log.info("parent %s", "x" * 1000)
        if pause: time.sleep(pause)
thread = threading.Thread(target=work, daemon=True)
thread.start()
dead = 0
for number in range(forks):
    pid = os.fork()
    if pid == 0:
        signal.setitimer(signal.ITIMER_REAL, 5.0)
        log.info("child")
        os._exit(0)
    dead += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
stop = True
thread.join()
print(dead)
"""
)
ENDS = (
    DIRECT
    + """
how = sys.argv[2]
if how in ("fork", "kill") and os.fork():
    os.wait()
    os._exit(0)
for number in range(5000):
    log.info("record %d", number)
if how == "kill": os.kill(os.getpid(), signal.SIGKILL)
if how in ("_exit", "fork"): os._exit(0)
"""
)
# The listener's thread has no request context, and the queue takes arguments and exception away.
QUEUE = (
    LOGGER
    + """
records = queue.Queue(-1)
listener = logging.handlers.QueueListener(records, handler)
listener.start()
first = logging.handlers.QueueHandler(records)
first.setFormatter(EventFormatter())
log.addHandler(first)
context.RequestContext(request_id="req-1", overwrite=True)
for number in range(1000):
    try:
        raise OSError("disk")
    except OSError:
        log.error("record %d", number, exc_info=True)
listener.stop()
"""
)
GREEN = (
    "import eventlet\neventlet.monkey_patch()\nfrom eventlet import tpool\n"
    + DIRECT
    + """
def work(worker):
    for number in range(200):
        log.info("%d %d %s", worker, number, "x" * 1000)
pool = eventlet.GreenPool(40)
for worker in range(20): pool.spawn(work, worker)
for worker in range(20, 24): pool.spawn(tpool.execute, work, worker)
pool.waitall()
"""
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "nova.events.jsonl"


class TestPrefork:
    @pytest.mark.parametrize(("records", "size"), [(500, 1000), (200, 60_000)])
    def test_workers(self, path, left, child, records, size):
        """
        Four workers of a master that has logged already lose nothing, whatever the size of their records.
        """
        done = child(PREFORK, path, 4, records, size)
        got = left([path])
        distinct = {body.rpartition(" ")[0] for body in got.bodies if body != "master"}

        assert (done.out, len(got.events), len(distinct), got.broken, got.gaps, got.emitters) == (
            "[0, 0, 0, 0]\n", 1 + 4 * records, 4 * records, [], 0, 5,
        )  # fmt: skip

    @pytest.mark.parametrize("pause", [0, 0.001])
    def test_amid_logging(self, path, left, child, pause):
        """
        Sixty children, forked while another thread logs, all say their word and end.
        """
        done = child(AMID, path, pause)
        got = left([path])

        assert (done.out, got.bodies.count("child"), got.broken, got.gaps) == ("0\n", 60, [], 0)


class TestEnd:
    @pytest.mark.parametrize("how", ["return", "_exit", "kill", "fork"])
    def test_end(self, path, left, child, how):
        """
        However a process ends, what it logged before is in the file.
        """
        child(ENDS, path, how)
        got = left([path])

        assert (len(got.events), got.broken, got.gaps) == (5000, [], 0)

    def test_queue(self, path, left, child):
        """
        Behind a queue whose handler has our formatter, events are those of the calling thread.
        """
        child(QUEUE, path)
        got = left([path])
        told = {
            tuple(event.get(name) for name in ("openstack.request.id", "log.template.text", "exception.message"))
            for event in got.events
        }

        assert (len(got.events), got.broken, got.gaps, told) == (1000, [], 0, {("req-1", "record %d", "disk")})


class TestGreen:
    def test_pool(self, path, left, child):
        """
        Twenty green threads and four native ones of eventlet's own pool do not wait for each other.
        """
        if find_spec("eventlet") is None:
            pytest.skip("eventlet is not installed")
        child(GREEN, path)
        got = left([path])

        assert (len(got.events), got.broken, got.gaps, got.emitters) == (24 * 200, [], 0, 1)
