"""Who emits: the names of service and host, a fork, and an installation without orjson."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import tracemalloc
from types import SimpleNamespace

import pytest
from oslo_config import cfg

from venus_logging import EventFormatter
from venus_logging.emit import host_name, service_name
from venus_logging.event.uid import Emitter

RECORDS = """
import json, logging, sys
if {blocked}: sys.modules["orjson"] = None
from venus_logging import EventFormatter
formatter = EventFormatter("service=s host=h")
values = ["a", 1, 0.1, 1e300, True, -2**63, 2**64 - 1, 2**70, float("nan"), float("inf")]
values += ["\\ud800", "\\x7f\\x00\\u2028", b"a"]
for number, value in enumerate(values):
    try:
        raise KeyError("disk")
    except KeyError:
        extra = {{"x.v": value, "openstack.attempt": value, "created": 1786500000.25}}
        record = logging.makeLogRecord(dict(name="n", msg="m %s", args=(value,), levelno=20, levelname="INFO",
            exc_info=sys.exc_info(), **extra))
    event = json.loads(formatter.format(record))
    print(json.dumps({{name: value for name, value in event.items() if name not in ("log.record.uid", "process.pid")}},
        sort_keys=True))
print("orjson" in sys.modules and sys.modules["orjson"] is not None, file=sys.stderr)
"""


def lines_of(blocked):
    """The events of one process, and whether orjson was there."""
    done = subprocess.run(
        [sys.executable, "-c", RECORDS.format(blocked=blocked)], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr.strip()


class TestOrjson:
    def test_same_events(self):
        """
        Without orjson the same records give the same events.
        """
        pytest.importorskip("orjson", reason="orjson is not installed, so there is nothing to compare")
        (fast, with_it), (standard, without_it) = lines_of(False), lines_of(True)

        assert (fast, with_it, without_it) == (standard, "True", "False")


class TestService:
    @pytest.mark.parametrize(
        ("argument", "name"),
        [
            ("/usr/bin/nova-api", "nova-api"),
            ("nova-compute", "nova-compute"),
            ("./tool.py", "tool"),
            ("-c", "unknown"),
            ("", "unknown"),
        ],
    )
    def test_command(self, monkeypatch, argument, name):
        """
        A service is called like its command.
        """
        monkeypatch.setattr(sys, "argv", [argument])

        assert service_name() == name

    @pytest.mark.parametrize(("option", "name"), [({"name": b"nova-api"}, "nova-api"), ({}, "unknown")])
    def test_uwsgi(self, monkeypatch, option, name):
        """
        Inside uwsgi the command is uwsgi's, so its option ``name`` counts.
        """
        monkeypatch.setitem(sys.modules, "uwsgi", SimpleNamespace(opt=option))
        monkeypatch.setattr(sys, "argv", ["uwsgi"])

        assert service_name() == name


class TestHost:
    def test_system(self):
        """
        A host is called as the system calls it.
        """
        assert host_name() == socket.gethostname()

    def test_configured(self):
        """
        A service that has a host of its own is called so.
        """
        option = cfg.StrOpt("host", default="cell1-compute-7")
        cfg.CONF.register_opt(option)

        got = host_name()

        cfg.CONF.unregister_opt(option)
        assert got == "cell1-compute-7"


class TestFork:
    def test_new_emitter(self):
        """
        A forked child is another emitter and counts from one.
        """
        formatter = EventFormatter()
        record = {"name": "n", "msg": "m", "levelno": 20, "levelname": "INFO"}
        mine = formatter.event(logging.makeLogRecord(record))
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writer, formatter.encode(formatter.event(logging.makeLogRecord(record))))
            os._exit(0)
        os.waitpid(pid, 0)
        child = json.loads(os.read(reader, 65_536))
        os.close(reader)
        os.close(writer)

        assert (child["openstack.record.number"], child["process.pid"]) == (1, pid)
        assert child["log.record.uid"].split("-")[0] != mine["log.record.uid"].split("-")[0]


class TestThreads:
    def test_one_emitter(self):
        """
        Threads that log the first events of a process together are one emitter, and no uid is there twice.
        """
        before = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        seen = [first_uids(Emitter()) for _ in range(200)]
        sys.setswitchinterval(before)

        assert {(len({uid.split("-")[0] for uid in uids}), len(set(uids))) for uids in seen} == {(1, 8)}


def first_uids(emitter):
    """Two uids of each of four threads that begin at the same time."""
    together, uids = threading.Barrier(4), []

    def work():
        together.wait()
        uids.extend(emitter.next()[0] for _ in range(2))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return uids


class TestMemory:
    def test_eager_messages(self):
        """
        Messages that are new with every call are not kept.
        """
        formatter = EventFormatter()
        tracemalloc.start()
        for number in range(200):
            formatter.event(logging.makeLogRecord({"name": "n", "msg": f"{number} " + "a" * 50_000, "levelno": 20}))
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert kept < 2_000_000
