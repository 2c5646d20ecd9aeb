"""VictoriaLogs: a server of its own, asked over HTTP; its CPU is counted, not that of this process."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.parse
import urllib.request
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engines.form import NUMBER
from venus_logging.event.time import from_ns

if TYPE_CHECKING:
    from engines.form import Constants

BATCH: Final = 10_000
PORT: Final = 19_428
INSERT: Final = "/insert/jsonline?_time_field=@timestamp&_msg_field=body&_stream_fields=host.name,service.name"
Answer = tuple[int | None, list[Any]]


class Victoria:
    """Newest first is its own pipe; a request is found by its field, a substring by a regular expression.

    The program is that of ``VICTORIA_LOGS``.
    """

    name = "victorialogs"

    def __init__(self, folder: Path, data: Path, constants: Constants) -> None:
        self._folder, self._data, self._c = folder, data, constants
        self._process: subprocess.Popen[bytes] | None = None

    def load(self) -> None:
        """Sends 10,000 lines a request, then waits until what was sent is searchable and on disk."""
        self.open()
        with self._data.open("rb") as lines:
            while batch := list(islice(lines, BATCH)):
                self._send(INSERT, b"".join(batch))
        self._send("/internal/force_flush", b"")
        self.close()

    def open(self) -> None:
        """Starts the server."""
        program = os.environ.get("VICTORIA_LOGS")
        if not program:
            raise ModuleNotFoundError("VICTORIA_LOGS names no program", name="victoria-logs")
        address = f"127.0.0.1:{PORT}"
        command = [
            program,
            f"-storageDataPath={self._folder}/data",
            "-retentionPeriod=100y",
            f"-httpListenAddr={address}",
        ]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self._send("/health", None)
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise OSError(f"{program} does not answer on {address}")

    def close(self) -> None:
        """Stops it; all that it used is then counted to this process's children."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait()

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _send(self, path: str, body: bytes | None) -> bytes:
        kind = "application/stream+json" if path.startswith("/insert") else "application/x-www-form-urlencoded"
        request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", body, {"Content-Type": kind})
        with urllib.request.urlopen(request) as answer:
            found: bytes = answer.read()
        return found

    def _ask(self, text: str, first: int = 0, last: int = 30) -> list[dict[str, Any]]:
        span = {"start": from_ns(self._c.day(first)), "end": from_ns(self._c.day(last))}
        body = urllib.parse.urlencode({"query": text, **span}).encode()
        rows = [json.loads(line) for line in self._send("/select/logsql/query", body).splitlines()]
        return [{**row, NUMBER: int(row[NUMBER])} if NUMBER in row else row for row in rows]

    def _hits(self, text: str, first: int = 0, last: int = 30) -> Answer:
        total = int(self._ask(f"{text} | count() as n", first, last)[0]["n"])
        return total, self._ask(f"{text} | sort by (_time desc) limit 50", first, last)

    def q_a1(self) -> Answer:
        return self._hits("instance seconds", 2, 3)

    def q_a2(self) -> Answer:
        return self._hits("qemu monitor", 2, 3)

    def q_b(self) -> Answer:
        return self._hits('i("no valid host was found")')

    def q_c1(self) -> Answer:
        return self._hits('{"host.name"="ctl-03"} severity_text:="INFO"', 0, 4)

    def q_d(self) -> Answer:
        rows = self._ask(f'"openstack.request.id":="{self._c.request}" | sort by (_time) limit 1000')
        return len(rows), rows

    def q_e(self) -> Answer:
        rows = self._ask('severity_text:="ERROR" | stats by ("service.name", _time:2h) count() as n')
        return len(rows), rows

    def q_f(self) -> Answer:
        rows = self._ask('* | stats by ("host.name", "service.name", severity_text) count() as n')
        return len(rows), rows

    def q_g(self) -> Answer:
        return int(self._ask('* | stats count_uniq("openstack.project.id") as n')[0]["n"]), []

    def q_h(self) -> Answer:
        name = '"openstack.operation.duration"'
        stats = ", ".join(f"quantile({part}, {name}) as p{part}" for part in (0.5, 0.95, 0.99))
        return None, list(self._ask(f'{{"service.name"="nova"}} | stats {stats}')[0].values())

    def q_i(self) -> Answer:
        stream = f'{{"host.name"="{self._c.host}","service.name"="{self._c.service}"}}'
        split = from_ns(self._c.time)
        before = self._ask(f"{stream} _time:<={split} | sort by (_time desc) limit 51")
        after = self._ask(f"{stream} _time:>{split} | sort by (_time) limit 50")
        return len(before) + len(after), after

    def q_j1(self) -> Answer:
        return self._hits('~"twork-vif-plugg"')

    def q_j2(self) -> Answer:
        return self._hits(r'~"(?i)\\bde[a-z]+lock\\b"')

    def q_j3(self) -> Answer:
        return None, self._ask('~"waited [0-9]{3} seconds" | sort by (_time desc) limit 50')

    def q_k(self) -> Answer:
        return int(self._ask('severity_text:="ERROR" | count() as n', 2, 3)[0]["n"]), []
