"""Build hook: packs the top-level specs/ and schemas/ into the wheel as venus_logging/_data/."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


class BuildWithData(build_py):
    """Copies the data folders beside the package; an editable install and a checkout read them in place."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for name in ("specs", "schemas"):
            target = Path(self.build_lib) / "venus_logging" / "_data" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(ROOT / name, target)


setup(
    packages=find_packages(include=["venus_logging", "venus_logging.*"]),
    package_data={"venus_logging": ["py.typed"]},
    cmdclass={"build_py": BuildWithData},
)
