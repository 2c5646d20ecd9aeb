"""What all tests share: a real OpenSearch, started once when the first test asks for it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
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

    def remove(self, prefix: str) -> None:
        """Removes what a store made."""
        for index in self.ask("GET", f"/{prefix}-*/_settings?filter_path=*.settings.index.uuid&expand_wildcards=all"):
            self.ask("DELETE", f"/{index}")
        self.ask("DELETE", f"/_index_template/{prefix}")
        self.ask("DELETE", f"/_component_template/{prefix}")


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real OpenSearch for the whole run: that of OPENSEARCH_URL, or one started here; without one, tests fail."""
    if "OPENSEARCH_URL" in os.environ:
        yield Cluster(os.environ["OPENSEARCH_URL"].removeprefix("http://"))
        return
    data, port = mkdtemp(prefix="opensearch-", dir=IN_MEMORY), free_port()
    Path(data).chmod(0o755)
    call = [sys.executable, str(SERVER)]
    settings = [word for setting in SETTINGS for word in ("--set", setting)]
    version = ["--version", os.environ["OPENSEARCH_VERSION"]] if "OPENSEARCH_VERSION" in os.environ else []
    subprocess.run([*call, "start", "--data", data, "--port", str(port), *version, *settings], check=True)
    try:
        yield Cluster(f"127.0.0.1:{port}")
    finally:
        subprocess.run([*call, "stop", "--data", data], check=False)
        subprocess.run(["rm", "-rf", data], check=False)


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
