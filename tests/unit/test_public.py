"""The public surface: what has a name, and what an import brings with it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages

import pytest

import venus_logging

OPERATOR = ["query", "store", "analyse", "ingest"]
EVERYWHERE = ["errors", "event", "contract", "query"]
FOREIGN = ["tantivy", "opensearchpy", "yaml", "jsonschema", "rich", "click"]

BLOCKED = """
import sys

sys.modules.update(dict.fromkeys({names!r}))
import {module}
print("imported")
"""
LOADED = """
import sys
import {module}
roots = {{name.partition(".")[0] for name in sys.modules}}
print(*sorted(roots & set({names!r})))
"""


def run(code):
    """What a fresh interpreter prints; its errors are the answer if it fails."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    return done.stdout.strip() if done.returncode == 0 else done.stderr


def packages():
    """Every package of the project that can be imported."""
    found = walk_packages(venus_logging.__path__, "venus_logging.")
    return [each.name for each in found if each.ispkg and not each.name.endswith(".opensearch")]


class TestNames:
    def test_all(self):
        """
        The public names are sorted, and dir() gives exactly them.
        """
        assert venus_logging.__all__ == sorted(venus_logging.__all__)
        assert dir(venus_logging) == venus_logging.__all__

    @pytest.mark.parametrize("name", venus_logging.__all__)
    def test_resolved(self, name):
        """
        Every public name is a thing with a docstring, and always the same one.
        """
        thing = getattr(venus_logging, name)

        assert thing.__doc__
        assert getattr(venus_logging, name) is thing

    def test_unknown(self):
        """
        A name that is not there is an AttributeError that says which there are.
        """
        with pytest.raises(AttributeError, match="has no attribute 'Formatter'; it has AccessFilter, EventFileHandler"):
            _ = venus_logging.Formatter

    @pytest.mark.parametrize("name", packages())
    def test_packages(self, name):
        """
        Every package says what comes in and goes out; its public names are there, constants first, then by name.
        """
        package = import_module(name)
        public = getattr(package, "__all__", [])

        assert package.__doc__
        assert list(public) == sorted(public, key=lambda each: (not each.isupper(), each))
        assert [each for each in public if not hasattr(package, each)] == []


class TestImports:
    @pytest.mark.parametrize("room", [*EVERYWHERE, *OPERATOR])
    def test_no_oslo(self, room):
        """
        The operator half, and what both halves share, load no oslo module and no JSON logger.
        """
        names = ["oslo_log", "oslo_config", "oslo_context", "oslo_utils", "oslo_serialization", "pythonjsonlogger"]

        assert run(LOADED.format(module=f"venus_logging.{room}", names=names)) == ""

    @pytest.mark.parametrize("room", EVERYWHERE)
    def test_standard_library(self, room):
        """
        What both halves share, and the question, load no engine, no YAML and nothing of the command line.
        """
        assert run(LOADED.format(module=f"venus_logging.{room}", names=FOREIGN)) == ""

    def test_service_half(self):
        """
        The service half imports where nothing but oslo.log and python-json-logger is installed, orjson neither.
        """
        # NOTE: oslo.config, which oslo.log brings, may import YAML itself.
        needed = run(LOADED.format(module="oslo_log.log", names=FOREIGN)).split()
        names = [name for name in [*FOREIGN, "orjson"] if name not in needed]

        assert run(BLOCKED.format(module="venus_logging.emit, venus_logging.deliver", names=names)) == "imported"

    def test_service_half_alone(self):
        """
        Importing the service half loads nothing of the operator half.
        """
        code = "import sys, venus_logging.emit, venus_logging.deliver; print(*sorted(sys.modules))"
        rooms = {name.split(".")[1] for name in run(code).split() if name.startswith("venus_logging.")}

        assert rooms & {"query", "store", "ingest", "analyse", "lint", "schema", "cli", "statements"} == set()

    def test_root(self):
        """
        Importing the package alone loads nothing of its rooms.
        """
        code = "import sys, venus_logging; print(*(name for name in sys.modules if name.startswith('venus')))"

        assert run(code) == "venus_logging"
