"""An empty store, lines and accounts for the tests of ingest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ingesting
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def ingester(tmp_path: Path) -> Iterator[ingesting.Ingester]:
    """Reads files into an empty store."""
    made = ingesting.Ingester(tmp_path)
    with made.state:
        yield made


@pytest.fixture
def account() -> Callable[..., object]:
    """Makes accounts to compare with."""
    return ingesting.account


@pytest.fixture
def line() -> Callable[..., bytes]:
    """Makes lines of oslo.log's text."""
    return ingesting.line
