"""What all tests share: a real OpenSearch, started once when the first test asks for it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVER = Path(__file__).parent / "servers" / "opensearch.py"
# Waiting for a disk proves nothing here; tests/faults does that.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"
SETTINGS = ("action.auto_create_index=false", "cluster.routing.allocation.disk.threshold_enabled=false")
_numbers = count(1)


class Cluster:
    """A running OpenSearch.

    Args:
        host: its name and port.
    """

    def __init__(self, host: str) -> None:
        self.host = host

    def ask(self, method: str, path: str, body: object = None) -> dict:
        """The answer to a request, also if it is a refusal."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"http://{self.host}{path}", data, {"content-type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except HTTPError as problem:
            return json.load(problem)

    def clear(self, prefix: str) -> None:
        """Removes the indexes of a store."""
        found = self.ask("GET", f"/{prefix}-*/_settings?filter_path=*.settings.index.uuid&expand_wildcards=all")
        if found:
            self.ask("DELETE", f"/{','.join(found)}")

    def remove(self, prefix: str) -> None:
        """Removes what a store made."""
        self.clear(prefix)
        self.ask("DELETE", f"/_index_template/{prefix}")
        self.ask("DELETE", f"/_component_template/{prefix}")


class Server:
    """An OpenSearch of our own, which may be killed and started again on the same data.

    Args:
        folder: where its data may be; the server runs as nobody if we are root.
        settings: lines of its configuration, ``key=value``.
    """

    def __init__(self, folder: str, *settings: str) -> None:
        self.data = mkdtemp(prefix="opensearch-", dir=folder)
        Path(self.data).chmod(0o755)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        version = os.environ.get("OPENSEARCH_VERSION")
        self._options = [word for setting in settings for word in ("--set", setting)]
        self._options += ["--version", version] if version else []

    @property
    def cluster(self) -> Cluster:
        """What is asked."""
        return Cluster(f"127.0.0.1:{self.port}")

    def start(self) -> None:
        """Starts it and waits until it answers."""
        call = [sys.executable, str(SERVER), "start", "--data", self.data, "--port", str(self.port), "--wait", "180"]
        subprocess.run([*call, *self._options], check=True)

    def kill(self) -> None:
        """Kills it as a power cut would."""
        pid = int((Path(self.data) / "pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
            time.sleep(0.05)

    def remove(self) -> None:
        """Stops it and removes its data."""
        subprocess.run([sys.executable, str(SERVER), "stop", "--data", self.data], check=False)
        shutil.rmtree(self.data, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real OpenSearch for the whole run: that of OPENSEARCH_URL, or one started here; without one, tests fail."""
    if "OPENSEARCH_URL" in os.environ:
        yield Cluster(os.environ["OPENSEARCH_URL"].removeprefix("http://"))
        return
    server = Server(IN_MEMORY, *SETTINGS)
    try:
        server.start()
        yield server.cluster
    finally:
        server.remove()


@pytest.fixture
def own_server() -> Iterator[Callable[..., Server]]:
    """Starts a server for one test, with settings of its own, on a disk."""
    servers = []

    def start(*settings: str) -> Server:
        servers.append(Server("/tmp", *SETTINGS, *settings))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.remove()


@pytest.fixture
def cluster_url(cluster: Cluster) -> Iterator[Callable[[], str]]:
    """Makes URLs of new stores on the cluster, which are removed afterwards."""
    prefixes = []

    def new() -> str:
        prefixes.append(f"t{os.getpid()}-{next(_numbers)}")
        return f"opensearch://{cluster.host}/{prefixes[-1]}"

    yield new
    for prefix in prefixes:
        cluster.remove(prefix)


@pytest.fixture(scope="session")
def shared_prefix(cluster: Cluster) -> Iterator[str]:
    """The prefix of a store whose templates stay for the whole run: making them takes longer than most tests."""
    prefix = f"shared{os.getpid()}"
    yield prefix
    cluster.remove(prefix)


@pytest.fixture
def shared_url(cluster: Cluster, shared_prefix: str) -> Iterator[str]:
    """The URL of an empty store on the cluster."""
    yield f"opensearch://{cluster.host}/{shared_prefix}"
    cluster.clear(shared_prefix)
