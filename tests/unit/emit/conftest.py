"""A logger of oslo.log whose records become events, and what all of these events say."""

from __future__ import annotations

import io
import json
import logging
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NoReturn

import pytest
from oslo_config import cfg
from oslo_context import context
from oslo_log import formatters, log

from venus_logging import EventFormatter, contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oslo_log.log import KeywordArgumentAdapter

LOGGER: Final = "nova.compute.manager"
# What differs from run to run, and what it has to look like.
VOLATILE: Final = {
    "@timestamp": r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z",
    "log.record.uid": r"[0-9a-f]{24}-[1-9]\d*",
    "openstack.record.number": r"[1-9]\d*",
    "process.pid": r"[1-9]\d*",
    "thread.name": r"MainThread",
    "code.file.path": r"/.+/test_\w+\.py",
    "code.line.number": r"[1-9]\d*",
    "code.function.name": r"test_\w+",
}


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


class Emitted(logging.Handler):
    """Keeps the line of every record that reaches it.

    Args:
        formatter: makes the lines.
    """

    def __init__(self, formatter: EventFormatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one line; what the formatter raises reaches the caller of the log."""
        self.lines.append(self.format(record))

    @property
    def log(self) -> KeywordArgumentAdapter:
        """The logger, as a service gets it."""
        # NOTE: only now, because pytest adds its own handler to loggers that do not propagate when a test begins.
        logging.getLogger(LOGGER).propagate = False
        return log.getLogger(LOGGER, project="nova", version="33.0.0")

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events, read strictly."""
        return [json.loads(line.encode(), parse_constant=_refuse) for line in self.lines]

    @property
    def event(self) -> dict[str, Any]:
        """The only event, without what differs from run to run."""
        (event,) = self.events
        wrong = {name: event[name] for name, form in VOLATILE.items() if not re.fullmatch(form, str(event.get(name)))}
        assert wrong == {}
        return {name: value for name, value in event.items() if name not in VOLATILE}


@pytest.fixture
def emitted() -> Iterator[Emitted]:
    """The events of the logger of nova's compute manager, at every level."""
    logger = logging.getLogger(LOGGER)
    handler = Emitted(EventFormatter("service=nova-compute host=compute-1"))
    logger.addHandler(handler)
    logger.setLevel(1)
    yield handler
    logger.removeHandler(handler)
    logger.propagate = True
    vars(context._request_store).pop("context", None)


@pytest.fixture
def classic() -> Callable[..., formatters.ContextFormatter]:
    """Makes oslo.log's own formatter, with other values of its options."""

    def make(**options: str) -> formatters.ContextFormatter:
        config = cfg.ConfigOpts()
        log.register_options(config)
        config([])
        for name, value in options.items():
            config.set_override(name, value)
        return formatters.ContextFormatter(project="nova", version="33.0.0", config=config)

    return make


@pytest.fixture
def text_at(emitted: Emitted, classic: Callable[..., formatters.ContextFormatter]) -> Iterator[Callable[[int], None]]:
    """Puts a handler of text among the handlers of the same logger, at a position."""
    text, logger = logging.StreamHandler(io.StringIO()), logging.getLogger(LOGGER)
    text.setFormatter(classic())
    yield lambda position: logger.handlers.insert(position, text)
    logger.removeHandler(text)


@pytest.fixture
def said() -> Callable[..., dict[str, Any]]:
    """Makes the stable part of an event at INFO: of a body, and of the format string when it had arguments."""

    def make(body: str, template: str | None = None, **more: Any) -> dict[str, Any]:
        msg = body if template is None else template
        event = {
            "schema_url": contract.schema_url(),
            "service.name": "nova-compute",
            "host.name": "compute-1",
            "log.logger": LOGGER,
            "severity_number": 9,
            "severity_text": "INFO",
            "body": body,
            "log.template.id": sha256(f"{LOGGER}\0{msg}".encode()).hexdigest()[:16],
        }
        return event | ({} if template is None else {"log.template.text": template}) | more

    return make
