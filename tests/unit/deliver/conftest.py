"""A handler that writes into a temporary folder, and the events that are in a file."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from venus_logging import EventFileHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the handler writes."""
    return tmp_path / "nova-api.events.jsonl"


@pytest.fixture
def handler(path: Path) -> Iterator[EventFileHandler]:
    """A handler with a file."""
    handler = EventFileHandler(str(path))
    yield handler
    handler.close()


@pytest.fixture
def record() -> Callable[..., logging.LogRecord]:
    """Makes records."""

    def make(message: object = "m", **attributes: Any) -> logging.LogRecord:
        return logging.makeLogRecord({"name": "n", "msg": message, "levelno": 20, "levelname": "INFO", **attributes})

    return make


@pytest.fixture
def written() -> Callable[[Path], list[dict[str, Any]]]:
    """Reads the events of a file; every line has to be one."""

    def read(path: Path) -> list[dict[str, Any]]:
        content = path.read_bytes()
        assert content == b"" or content.endswith(b"\n")
        return [json.loads(line) for line in content.splitlines()]

    return read
