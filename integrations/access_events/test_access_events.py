"""The way to access events that the README says, on paste configurations and applications of the services' kind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PASTE = """\
[composite:api]
use = call:nova.api.auth:pipeline_factory_v21
noauth = cors app
keystone = cors authtoken app
keystone+caching = cors authtoken cache app

[pipeline:versions]
pipeline = cors versions

[filter:cors]
oslo_config_project = nova
"""
EXPECTED = """\
[composite:api]
use = call:nova.api.auth:pipeline_factory_v21
noauth = cors app
keystone = venus_access cors authtoken app
keystone+caching = venus_access cors authtoken cache app

[pipeline:versions]
pipeline = venus_access cors versions

[filter:cors]
oslo_config_project = nova

[filter:venus_access]
paste.filter_factory = venus_logging:filter_factory
"""
CALL = """
import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(name)s %(message)s")
from {module} import application
answer = application({{"REQUEST_METHOD": "GET", "PATH_INFO": "/v3"}}, print)
print(b"".join(answer))
answer.close()
"""
STOCK = """
def application(environ, start_response):
    start_response("200 OK", [])
    return [b"{}"]
"""


def with_filter(folder: Path, paste: str) -> str:
    """What the script makes of a paste configuration."""
    (folder / "paste.ini").write_text(paste)
    command = [str(HERE / "add_filter.sh"), str(folder / "paste.ini")]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


class TestPaste:
    def test_filter(self, tmp_path):
        """
        The filter comes first in every pipeline with authentication, and is defined.
        """
        assert with_filter(tmp_path, PASTE) == EXPECTED

    def test_twice(self, tmp_path):
        """
        A configuration that has the filter stays as it is.
        """
        assert with_filter(tmp_path, EXPECTED) == EXPECTED


class TestModule:
    @pytest.mark.parametrize("service", ["keystone", "placement"])
    def test_wrapped(self, tmp_path, service):
        """
        The module serves the service's application, and a request leaves an access event.
        """
        package = tmp_path / service / "wsgi"
        package.mkdir(parents=True)
        (package / "api.py").write_text(STOCK)
        program = CALL.format(module=f"venus_{service}")
        paths = {"PYTHONPATH": f"{HERE}:{tmp_path}:{HERE.parents[1]}"}
        done = subprocess.run([sys.executable, "-c", program], check=True, text=True, stdout=subprocess.PIPE, env=paths)
        lines = [line.partition(" in ")[0] for line in done.stdout.splitlines()]
        assert lines == ["200 OK []", "b'{}'", "venus_logging.access GET /v3: 200"]
