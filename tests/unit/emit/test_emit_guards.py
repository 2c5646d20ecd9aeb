"""What services hand over may break anywhere: the call never does, and everything else of the record is kept."""

from __future__ import annotations

import logging
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Final

import pytest
from oslo_context import context as oslo_context

from venus_logging import EventFormatter
from venus_logging.emit.access import AccessFilter
from venus_logging.emit.operation import Operation, emit_event, operation, scenario_in_progress
from venus_logging.errors import ContractError
from venus_logging.testing.capture import EventCapture

if TYPE_CHECKING:
    from collections.abc import Iterator

CREATE: Final = "compute.instance.create"


@pytest.fixture
def kept() -> Iterator[EventCapture]:
    """What operations say."""
    with EventCapture("venus_logging.operation", strict=False) as capture:
        yield capture


class Broken:
    """A lazy object that cannot load what it is asked for."""

    def __getattr__(self, name: str) -> object:
        raise NotImplementedError(f"cannot load {name!r}")


class TestOperation:
    @staticmethod
    def fail(work: Operation, name: str) -> None:
        """Sets another such attribute, and fails."""
        work.set({name: "y"})
        raise ValueError("real")

    @pytest.mark.parametrize("name", ["name", "message", "args", "process", "module", "levelname"])
    def test_names_of_records(self, kept: EventCapture, name: str) -> None:
        """An attribute with the name of a record's own is left out and said; the block runs, its error passes."""
        with pytest.raises(ValueError, match="real"), operation(CREATE, attributes={name: "x"}) as work:
            self.fail(work, name)
        assert [f"{name}: no attribute" in str(event["x.venus.invalid"]) for event in kept.events] == [True, True]

    def test_lazy_resource(self, kept: EventCapture) -> None:
        """A resource that cannot be read is left out."""
        with operation("compute.service.down", resource=Broken()):
            pass
        assert ["openstack.resource.id" in event for event in kept.events] == [False, False]

    @pytest.mark.parametrize(
        ("name", "wrong"),
        [
            ("start_level", {"start_level": "INFO"}),
            ("logger", {"logger": "nova"}),
            ("error_codes", {"error_codes": ["a.b.c"]}),
            ("error_codes", {"error_codes": {"ValueError": "a.b.c"}}),
            ("error_codes", {"error_codes": {ValueError: ("a.b.c", "WARNING")}}),
        ],
    )
    def test_misfits(self, kept: EventCapture, name: str, wrong: dict[str, Any]) -> None:
        """A level, a logger and a code that are none are flagged in production, and refused in strict mode."""
        with operation(CREATE, **wrong):
            pass
        assert [f"{name}: no attribute" in str(event["x.venus.invalid"]) for event in kept.events] == [True, True]
        with EventCapture(), pytest.raises(ContractError, match=name):
            operation(CREATE, **wrong)

    def test_level_that_is_none(self, kept: EventCapture) -> None:
        """So is the level of a failure and of a single event."""
        with operation(CREATE) as work:
            work.fail("a.b.c", "no", level="WARNING")  # type: ignore[arg-type]
        emit_event(CREATE, "x", level="INFO")  # type: ignore[arg-type]
        flagged = ["level: no attribute" in str(event.get("x.venus.invalid")) for event in kept.events]
        assert flagged == [False, True, True]

    def test_entered_twice(self, kept: EventCapture) -> None:
        """An operation that is entered again inside of itself raises nothing, and leaves no scenario behind."""
        work = operation(CREATE)
        with work, work:
            pass
        assert (len(kept.events), scenario_in_progress()) == (4, None)

    def test_codes_that_are_no_classes(self, kept: EventCapture) -> None:
        """A wrong table of error codes does not hide the error."""
        with pytest.raises(ValueError, match="real"), operation(CREATE, error_codes={"ValueError": "a.b.c"}):  # type: ignore[dict-item]
            raise ValueError("real")

    def test_other_context(self, kept: EventCapture) -> None:
        """An operation that is left in another context than it was entered in ends all the same."""
        work = operation(CREATE)
        copy_context().run(work.__enter__)
        work.__exit__(None, None, None)
        assert (kept.events[-1]["openstack.operation.phase"], scenario_in_progress()) == ("success", None)

    def test_names_that_are_no_texts(self, kept: EventCapture) -> None:
        """A name that is no text is left out and said."""
        emit_event(CREATE, "x", {7: "y"})  # type: ignore[dict-item]
        assert "7: no attribute has such a name" in str(kept.events[0]["x.venus.invalid"])

    def test_phase(self, kept: EventCapture) -> None:
        """Nobody's attribute changes how far an operation says that it got."""
        with operation(CREATE, attributes={"openstack.operation.phase": "retry"}):
            pass
        assert [event["openstack.operation.phase"] for event in kept.events] == ["start", "success"]

    def test_misspelt(self, kept: EventCapture) -> None:
        """An attribute that the registry does not know is said, not dropped in silence."""
        emit_event(CREATE, "x", {"openstack.volume.bakend": "lvm"})
        assert "openstack.volume.bakend: no attribute of the registry" in str(kept.events[0]["x.venus.invalid"])


class TestParts:
    def record(self, **extra: object) -> logging.LogRecord:
        """A record with an exception and an argument."""
        try:
            raise OSError("disk")
        except OSError as error:
            info = (type(error), error, error.__traceback__)
        return logging.getLogger("n").makeRecord("n", 40, "f.py", 1, "important %s", ("thing",), info, extra=extra)

    @pytest.mark.parametrize(
        ("extra", "formatter"),
        [
            ({"context": Broken()}, EventFormatter("service=s host=h")),
            ({"x.a": [1]}, EventFormatter("service=s host=h", json_default=lambda value: 1 / 0)),
        ],
        ids=["context", "json_default"],
    )
    def test_one_broken(self, extra: dict[str, object], formatter: EventFormatter) -> None:
        """What one broken part takes away is said; message and exception stay."""
        event = formatter.event(self.record(**extra))
        assert (event["body"], event["exception.type"], "x.venus.invalid" in event) == (
            "important thing",
            "OSError",
            True,
        )

    def test_context_of_another_kind(self) -> None:
        """An extra called context that is a text does not hide the request's context."""
        oslo_context.RequestContext(request_id="req-1")
        event = EventFormatter("service=s host=h").event(self.record(context="startup"))
        del oslo_context._request_store.context
        assert event["openstack.request.id"] == "req-1"

    def test_exit_in_an_exception(self) -> None:
        """A signal's exit that comes while an exception is read passes after the event is built."""

        class EndingError(Exception):
            def __str__(self) -> str:
                raise SystemExit(3)

        record = self.record()
        record.exc_info = (EndingError, EndingError(), None)
        formatter = EventFormatter("service=s host=h")
        assert formatter.event(record)["exception.type"].endswith("EndingError")
        with pytest.raises(SystemExit):
            formatter.format(record)

    def test_many_extras(self) -> None:
        """An event has a bound, and what was left out is said."""
        event = EventFormatter("service=s host=h").event(self.record(**{f"x.k{number}": 1 for number in range(5_000)}))
        assert (len(event) < 300, "5000 of them" in str(event["x.venus.invalid"])) == (True, True)


class TestAccess:
    def test_other_oslo_context(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A version of oslo.context that keeps its contexts elsewhere does not stop requests."""
        monkeypatch.delattr(oslo_context, "_request_store")
        monkeypatch.setattr(oslo_context, "get_current", lambda: None)

        def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            start_response("200 OK", [])
            return [b"x"]

        answer = AccessFilter(application)({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *args: None)  # type: ignore[arg-type, return-value]
        assert list(answer) == [b"x"]
