"""How operations end that nobody waits for, and what the text log of a service says of all of them."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest

from venus_logging import EventFormatter
from venus_logging.emit.operation import Operation, operation
from venus_logging.testing.capture import EventCapture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DELETE: Final = "compute.instance.delete"
UUID: Final = "5dff9ed1-f8f7-4c5f-998a-952e375e0ee7"


class GreenletExit(BaseException):
    """What kills a green thread."""


class KilledError(GreenletExit):
    """A service's own way to do so."""


class Lines(logging.Handler):
    """Keeps the lines of several formatters, each of which sees a record after those before it."""

    def __init__(self, *formatters: logging.Formatter) -> None:
        super().__init__()
        self.formatters = formatters
        self.lines: list[tuple[str, ...]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one line of each."""
        self.lines.append(tuple(each.format(record) for each in self.formatters))


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """A logger whose records only its own handlers see."""
    logger = logging.getLogger("nova.test.ends")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    yield logger
    logger.handlers.clear()
    logger.propagate = True


@pytest.fixture
def text(classic: Callable[..., logging.Formatter]) -> logging.Formatter:
    """oslo.log's own formatter, of the parts that matter here."""
    form = "%(instance)s%(message)s"
    return classic(logging_default_format_string=form, logging_context_format_string=form)


def about(line: str) -> dict[str, Any]:
    """What an event says of its subject and of itself."""
    event = json.loads(line)
    names = ("body", "openstack.resource.type", "openstack.resource.id", "x.venus.invalid", "openstack.instance.id")
    return {name: event[name] for name in names if name in event}


class TestAbandoned:
    @pytest.mark.parametrize(
        "error",
        [GeneratorExit(), GreenletExit(), KilledError(), SystemExit(), SystemExit(0)],
        ids=["generator", "greenlet", "own", "exit", "exit-0"],
    )
    def test_is_no_failure(self, error: BaseException) -> None:
        """What nobody waits for ends in a step of unknown outcome with its duration, and the exception passes."""
        with EventCapture() as captured, pytest.raises(type(error)), operation(DELETE):
            raise error
        event = captured.events[-1]
        names = ("severity_text", "body", "openstack.operation.phase", "openstack.operation.outcome", "exception.type")
        assert ([event.get(name) for name in names], "openstack.operation.duration" in event, len(captured.events)) == (
            ["INFO", f"{DELETE} abandoned", "step", "unknown", None],
            True,
            2,
        )

    def test_closed_generator(self) -> None:
        """So does a generator that is closed before its end."""

        def parts() -> Iterator[int]:
            with operation(DELETE):
                yield 1
                yield 2

        with EventCapture() as captured:
            begun = parts()
            next(begun)
            begun.close()  # type: ignore[attr-defined]
        assert [event["body"] for event in captured.events] == [f"{DELETE} started", f"{DELETE} abandoned"]

    @pytest.mark.parametrize("status", [1, "no disk"])
    def test_exit_with_a_status(self, status: object) -> None:
        """An exit that says that something is wrong is a failure."""
        with EventCapture() as captured, pytest.raises(SystemExit), operation(DELETE):
            raise SystemExit(status)
        assert captured.events[-1]["openstack.operation.phase"] == "failure"

    def test_after_a_failure(self) -> None:
        """A failure that was said before stays one."""

        def busy(work: Operation) -> None:
            work.fail("compute.instance.delete-failed", "busy")
            raise GeneratorExit

        with EventCapture() as captured, pytest.raises(GeneratorExit), operation(DELETE) as work:
            busy(work)
        event = captured.events[-1]
        names = ("body", "openstack.operation.outcome", "error.type", "exception.type")
        assert [event.get(name) for name in names] == [
            f"{DELETE} failed: busy",
            "failure",
            "compute.instance.delete-failed",
            None,
        ]


class TestText:
    @pytest.mark.parametrize("resource", [SimpleNamespace(uuid=UUID), {"type": "instance", "id": UUID}], ids=type)
    def test_instance(self, logger: logging.Logger, text: logging.Formatter, resource: object) -> None:
        """The text log names the server as in nova's own lines; the event is the same before and after it."""
        handler = Lines(EventFormatter("service=s host=h"), text, EventFormatter("service=s host=h"))
        logger.addHandler(handler)
        with operation(DELETE, resource=resource, logger=logger):
            pass
        first, line, last = handler.lines[0]
        said = {
            "body": f"{DELETE} started",
            "openstack.resource.type": "compute.instance",
            "openstack.resource.id": UUID,
            "openstack.instance.id": UUID,
        }
        assert (about(first), line, about(last)) == (said, f"[instance: {UUID}] {DELETE} started", said)

    @pytest.mark.parametrize("resource", [None, {"type": "volume", "id": UUID}, 7], ids=str)
    def test_others(self, logger: logging.Logger, text: logging.Formatter, resource: object) -> None:
        """What is about no server names none."""
        handler = Lines(text)
        logger.addHandler(handler)
        with operation(DELETE, resource=resource, logger=logger):
            pass
        assert handler.lines[0] == (f"{DELETE} started",)

    def test_hostile_resource(self, logger: logging.Logger) -> None:
        """A resource that breaks whoever looks at it does not reach the block."""

        class Hostile:
            @property
            def __class__(self) -> Callable[[], type]:  # type: ignore[override]
                raise OSError("detached")

        handler = Lines(EventFormatter("service=s host=h"))
        logger.addHandler(handler)
        with operation(DELETE, resource=Hostile(), logger=logger):
            pass
        assert [about(line)["body"] for (line,) in handler.lines] == [f"{DELETE} started", f"{DELETE} succeeded"]
