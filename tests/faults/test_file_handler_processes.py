"""Many processes, forks, threads and green threads write one file."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

PROCESSES, RECORDS, THREADS = 4, 3000, 4
LOGGER = """
import logging, os, sys, threading
from venus_logging import EventFileHandler
handler = EventFileHandler(sys.argv[1])
log = logging.getLogger("nova")
log.addHandler(handler)
log.setLevel(logging.INFO)
"""
MANY = (
    LOGGER
    + f"""
for number in range({RECORDS}):
    log.info("record %d of %d %s", number, os.getpid(), "x" * (number % 900))
"""
)
FORKS = (
    LOGGER
    + """
log.info("parent")
for number in range(3):
    pid = os.fork()
    if pid == 0:
        log.info("child")
        log.info("child")
        os._exit(0)
    os.waitpid(pid, 0)
log.info("parent")
"""
)
# A lock that a thread holds while another forks stays locked for ever in the child.
FORK_AMID_THREADS = (
    LOGGER
    + """
stop = threading.Event()
log.info("parent")
def work():
    while not stop.is_set():
        log.info("parent")
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
for number in range(20):
    pid = os.fork()
    if pid == 0:
        log.info("child")
        os._exit(0)
    os.waitpid(pid, 0)
stop.set()
for thread in threads: thread.join()
"""
)
TOGETHER = (
    LOGGER
    + f"""
def work():
    for number in range(1000):
        log.info("record %d", number)
threads = [threading.Thread(target=work) for _ in range({THREADS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
)
GREEN = (
    """
import eventlet
eventlet.monkey_patch()
"""
    + LOGGER
    + """
import time
native = eventlet.patcher.original("threading")
def work():
    for number in range(500):
        log.info("native")
def green():
    for number in range(500):
        log.info("green")
        if number % 50 == 0: time.sleep(0)
threads = [native.Thread(target=work) for _ in range(3)]
for thread in threads: thread.start()
for each in [eventlet.spawn(green) for _ in range(3)]: each.wait()
while any(thread.is_alive() for thread in threads): time.sleep(0.01)
"""
)
RELOAD = """
import logging, logging.config, sys
ini = sys.argv[2]
log = logging.getLogger("nova")
for body in ("first", "second", "third"):
    logging.config.fileConfig(ini, disable_existing_loggers=False)
    log.info(body)
    log.info(body)
print(len(logging.getLogger().handlers))
"""
INI = """
[loggers]
keys = root
[handlers]
keys = events
[formatters]
keys = events
[logger_root]
level = INFO
handlers = events
[handler_events]
class = venus_logging.EventFileHandler
args = ({path!r},)
formatter = events
[formatter_events]
class = venus_logging.EventFormatter
format = service=nova-api
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "nova.events.jsonl"


class TestProcesses:
    def test_one_file(self, path, left):
        """
        Four processes that write 3,000 events each into one file break no line and lose none.
        """
        running = [subprocess.Popen([sys.executable, "-c", MANY, str(path)]) for _ in range(PROCESSES)]
        ended = [process.wait(timeout=60) for process in running]
        got = left([path])

        assert (ended, len(got.events), got.broken, got.gaps, got.emitters) == (
            [0] * PROCESSES,
            PROCESSES * RECORDS,
            [],
            0,
            PROCESSES,
        )

    def test_forks(self, path, left, child):
        """
        A forked child is a new emitter with a count of its own.
        """
        child(FORKS, path)
        got = left([path])
        pids = {event["process.pid"] for event in got.events}

        assert (got.bodies, got.gaps, got.emitters, len(pids)) == (["parent", *["child"] * 6, "parent"], 0, 4, 4)

    def test_fork_amid_threads(self, path, left, child):
        """
        A child that was forked while other threads log does not hang when it logs.
        """
        child(FORK_AMID_THREADS, path)
        got = left([path])

        assert (got.bodies.count("child"), got.emitters, got.broken, got.gaps) == (20, 21, [], 0)


class TestThreads:
    def test_together(self, path, left, child):
        """
        Threads share the count: every number is there once.
        """
        child(TOGETHER, path)
        got = left([path])

        assert (len(got.events), got.broken, got.gaps, got.emitters) == (THREADS * 1000, [], 0, 1)

    def test_green(self, path, left, child):
        """
        In a process that eventlet patched, native and green threads do not wait for each other.
        """
        # NOTE: not imported here, where it would watch every later fork of the tests.
        if find_spec("eventlet") is None:
            pytest.skip("eventlet is not installed")
        child(GREEN, path)
        got = left([path])

        assert (got.bodies.count("native"), got.bodies.count("green"), got.broken, got.gaps) == (1500, 1500, [], 0)


class TestReload:
    def test_twice(self, tmp_path, path, left, child):
        """
        A configuration that is read again closes one handler, builds another, and the count goes on.
        """
        ini = tmp_path / "logging.ini"
        ini.write_text(INI.format(path=str(path)))
        done = child(RELOAD, "", ini)
        got = left([path])

        assert (done.out, done.err, got.gaps, got.emitters) == ("1\n", [], 0, 1)
        assert got.bodies == ["first", "first", "second", "second", "third", "third"]
