"""The package as people get it: built, installed into fresh virtual environments, and as a plain checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCE = (".*", "build", "dist", "*.egg-info", "__pycache__", "tests", "examples", "benchmarks", "_build")
SERVICE = """
import sys
from oslo_config import cfg
from oslo_log import log
log.register_options(cfg.CONF)
cfg.CONF(["--config-file", sys.argv[1]], project="demo")
log.setup(cfg.CONF, "demo")
log.getLogger("demo.api").warning("volume %s is slow", "v1")
"""
WHERE = """
import json, venus_logging
from venus_logging.contract.data import folder
data = {name: sorted(each.name for each in folder(name).iterdir()) for name in ("schemas", "specs")}
print(json.dumps({"package": venus_logging.__file__, "data": data}))
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One way to have venus-logging: an interpreter, and what its environment needs."""

    python: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, folder: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs the place's Python away from the checkout."""
        return subprocess.run(
            [str(self.python), *words],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), **self.environment},
            capture_output=True,
            text=True,
            check=check,
        )

    def where(self, folder: Path) -> dict[str, object]:
        """The package's file and the names in its folders of data."""
        found: dict[str, object] = json.loads(self.run("-c", WHERE, folder=folder).stdout)
        return found

    def service(self, folder: Path) -> list[dict[str, object]]:
        """The events that a small service writes when the generated INI is its one changed entry."""
        self.run(
            "-m", "venus_logging.cli.main", "config", "oslo-log", "--service", "demo-api",
            "--log-dir", str(folder), "--output", str(folder / "logging.ini"), folder=folder,
        )  # fmt: skip
        (folder / "demo.conf").write_text(f"[DEFAULT]\nlog_config_append = {folder / 'logging.ini'}\n")
        self.run("-c", SERVICE, str(folder / "demo.conf"), folder=folder)
        return [json.loads(line) for line in (folder / "demo-api.events.jsonl").read_text().splitlines()]


def _new_place(folder: Path, *install: str) -> Place:
    """A fresh virtual environment; the pip of this one installs into it."""
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--quiet", "--no-compile", *install], check=True)
    return Place(python)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of its own, so that building leaves nothing behind in this one."""
    return Path(
        shutil.copytree(ROOT, tmp_path_factory.mktemp("source") / "c", ignore=shutil.ignore_patterns(*NOT_SOURCE))
    )


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution, as a release is."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(build, check=True, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The base wheel without extras in a fresh virtual environment."""
    return _new_place(tmp_path_factory.mktemp("bare"), str(wheel))


@pytest.fixture(scope="session")
def editable(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An editable install in a fresh virtual environment."""
    return _new_place(tmp_path_factory.mktemp("editable"), "--editable", str(source))


@pytest.fixture(scope="session")
def checkout(source: Path, bare: Place) -> Place:
    """A plain checkout on PYTHONPATH, which goes before what is installed."""
    return Place(bare.python, {"PYTHONPATH": str(source)})
