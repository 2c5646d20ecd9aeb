"""A small specification that a test can break in one place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def specs(tmp_path):
    """A copy of the project's specifications."""
    target = tmp_path / "specs"
    shutil.copytree(ROOT / "specs", target, ignore=shutil.ignore_patterns("draft"))
    return target


@pytest.fixture
def edit(specs):
    """Replaces text in one file of the copy; the text must be there."""

    def replace(name: str, old: str, new: str) -> Path:
        path = specs / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return specs

    return replace
