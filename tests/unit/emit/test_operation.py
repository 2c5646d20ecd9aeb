"""The event API: operations with a start, steps and an end, and what records within them say."""

from __future__ import annotations

import logging
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, get_args

import pytest
from oslo_context.context import RequestContext, get_current

from venus_logging import contract
from venus_logging.contract import names
from venus_logging.emit.operation import carry, emit_event, operation, scenario_in_progress, set_strict
from venus_logging.errors import ContractError
from venus_logging.testing.capture import EventCapture

if TYPE_CHECKING:
    from collections.abc import Iterator

CREATE: Final = "compute.instance.create"
SERVER = SimpleNamespace(uuid="5dff9ed1-f8f7-4c5f-998a-952e375e0ee7")


@pytest.fixture
def lines() -> Iterator[EventCapture]:
    """What operations and a service say."""
    with EventCapture(strict=False) as capture:
        yield capture


def told(lines: EventCapture, *names: str) -> list[tuple[Any, ...]]:
    """What the events say under some names."""
    return [tuple(event.get(name) for name in names) for event in lines.events]


@pytest.fixture
def strict() -> Iterator[None]:
    """Strict mode, as in a project's tests."""
    before = set_strict(True)
    yield
    set_strict(before)


class TestOperation:
    def test_success(self, lines: EventCapture) -> None:
        """An operation that ends well is a start and a success, the latter with its outcome."""
        with operation(CREATE, resource=SERVER):
            pass
        assert told(
            lines, "severity_text", "event_name", "openstack.operation.phase", "openstack.operation.outcome"
        ) == [
            ("INFO", CREATE, "start", "pending"),
            ("INFO", CREATE, "success", "success"),
        ]

    def test_duration(self, lines: EventCapture) -> None:
        """Only the end has a duration, in seconds."""
        with operation(CREATE):
            pass
        start, end = (event.get("openstack.operation.duration") for event in lines.events)
        assert (start, 0 <= end < 60) == (None, True)

    def test_subject(self, lines: EventCapture) -> None:
        """The resource is on every event, also under the name of its kind."""
        with operation(CREATE, resource=SERVER) as work:
            work.step("networks were allocated")
        assert set(told(lines, "openstack.resource.type", "openstack.resource.id", "openstack.instance.id")) == {
            ("compute.instance", SERVER.uuid, SERVER.uuid)
        }

    def test_failure(self, lines: EventCapture) -> None:
        """An exception passes, and the end says its class and its error code."""
        with (
            pytest.raises(KeyError),
            operation(CREATE, error_codes={LookupError: "compute.scheduler.no-valid-host"}),
        ):
            raise KeyError("x")
        names = ("severity_text", "openstack.operation.phase", "error.type", "openstack.error.code", "exception.type")
        assert told(lines, *names)[1:] == [
            ("ERROR", "failure", "KeyError", "compute.scheduler.no-valid-host", "KeyError")
        ]

    def test_unlisted_failure(self, lines: EventCapture) -> None:
        """An exception without a code gets the operation's own, or the common one; the registry knows both."""
        for name in ("block_storage.volume.create", "network.network.create", "acme.widget.make"):
            with pytest.raises(ValueError, match="x"), operation(name):
                raise ValueError("x")
        assert told(lines, "openstack.error.code")[1::2] == [
            ("block-storage.create.failed",),
            ("common.operation.failed",),
            ("common.operation.failed",),
        ]

    def test_codes_of_all(self) -> None:
        """Every event of the registry has such a code, and it is one of the registry's."""
        known = {name: code in get_args(names.ErrorCode) for name, code in names.GENERAL.items()}
        assert known == dict.fromkeys(get_args(names.EventName), True)

    def test_failure_without_exception(self, lines: EventCapture) -> None:
        """A block can end in failure although nothing is raised."""
        with operation(CREATE) as work:
            work.fail("compute.quota.exceeded", "no cores left", level=logging.WARNING)
        assert told(lines, "severity_text", "body", "openstack.operation.outcome", "openstack.error.code")[1:] == [
            ("WARNING", f"{CREATE} failed: no cores left", "failure", "compute.quota.exceeded")
        ]

    def test_failure_level(self, lines: EventCapture) -> None:
        """A mistake of the user's is at the level that stands beside its code, whatever exception ended the block."""
        codes = {LookupError: ("compute.quota.exceeded", logging.WARNING), ValueError: "compute.flavor.invalid"}
        for kind in (KeyError, ValueError, OSError):
            with pytest.raises(kind), operation(CREATE, error_codes=codes):
                raise kind("x")
        assert told(lines, "severity_text", "openstack.error.code")[1::2] == [
            ("WARNING", "compute.quota.exceeded"),
            ("ERROR", "compute.flavor.invalid"),
            ("ERROR", "compute.instance.build-failed"),
        ]

    def test_start_level(self, lines: EventCapture) -> None:
        """The start of an operation is seen at INFO, of one inside another at DEBUG, unless the call says otherwise."""
        with (
            operation(CREATE),
            operation("network.port.bind"),
            operation("compute.volume.attach", start_level=logging.INFO),
        ):
            pass
        assert [level for level, phase in told(lines, "severity_text", "openstack.operation.phase")[:3]] == [
            "INFO",
            "DEBUG",
            "INFO",
        ]

    def test_again(self, lines: EventCapture) -> None:
        """An operation that failed once may succeed the next time."""
        work = operation(CREATE)
        with work:
            work.fail("compute.quota.exceeded", "no cores left", level=logging.WARNING)
        with work:
            pass
        with pytest.raises(OSError, match="x"), work:
            raise OSError("x")
        assert told(lines, "severity_text", "openstack.operation.phase")[1::2] == [
            ("WARNING", "failure"),
            ("INFO", "success"),
            ("ERROR", "failure"),
        ]

    def test_events_keep_the_contract(self, lines: EventCapture) -> None:
        """Start, step, success and failure are valid events."""
        request = RequestContext(request_id="req-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", overwrite=True)
        with operation(CREATE, resource=SERVER, attributes={"openstack.attempt": 1}) as work:
            work.set({"openstack.flavor.id": "m1.tiny"})
            work.step("claimed", {"x.node": "cmp-1"})
        with pytest.raises(OSError, match="disk"), operation(CREATE, resource=SERVER):
            raise OSError("disk")
        assert request is get_current()
        assert [(contract.check(event), event.get("x.venus.invalid")) for event in lines.events] == [([], None)] * 5

    def test_records_within(self, lines: EventCapture) -> None:
        """A plain record inside an operation carries its scenario."""
        with operation(CREATE):
            logging.getLogger("nova.test").info("claimed")
        logging.getLogger("nova.test").info("after")
        assert told(lines, "body", "openstack.scenario.id", "openstack.scenario.source")[1::2] == [
            ("claimed", CREATE, "context"),
            ("after", None, None),
        ]

    def test_nested(self, lines: EventCapture) -> None:
        """An operation inside another has its own name and the outermost's scenario."""
        with operation(CREATE), operation("network.port.bind"):
            pass
        assert told(lines, "event_name", "openstack.scenario.id")[1:3] == [("network.port.bind", CREATE)] * 2

    def test_template(self, lines: EventCapture) -> None:
        """Events of one name share a template, whatever their message; those of another name have their own."""
        with operation(CREATE) as work:
            work.step("claimed")
        emit_event("compute.service.down", "nova-compute is down")
        templates = told(lines, "log.template.text", "log.template.id")
        assert ([text for text, _ in templates], len(set(templates))) == (
            [f"{CREATE} %s"] * 3 + ["compute.service.down %s"],
            2,
        )

    def test_condition(self) -> None:
        """A condition is one event that says its phase itself, as in the manual."""
        down = {"openstack.operation.phase": "degraded", "openstack.service.state": "down"}
        with EventCapture() as captured:
            emit_event("compute.service.down", "nova-compute is down", down, level=logging.WARNING)
        captured.assert_conform()

    def test_place(self, lines: EventCapture) -> None:
        """Events name the place in the service, not the one in this library."""
        with operation(CREATE) as work:
            work.step("claimed")
        emit_event("compute.service.down", "nova-compute is down")
        assert {event["code.function.name"] for event in lines.events} == {"test_place"}


class TestCarry:
    def test_thread(self, lines: EventCapture) -> None:
        """A carried function runs inside the operation, a bare one does not."""
        seen: list[str | None] = []

        def look() -> None:
            seen.append(scenario_in_progress())

        with operation(CREATE):
            for target in (look, carry(look)):
                thread = threading.Thread(target=target)
                thread.start()
                thread.join()
        assert seen == [None, CREATE]

    def test_request(self) -> None:
        """A carried function runs for the same request, and leaves the thread as it was."""
        request = RequestContext(request_id="req-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", overwrite=True)
        seen: list[Any] = []

        def look(carried: Any) -> None:
            carried(get_current)
            seen.append(get_current())
            own = RequestContext()
            carried(get_current)
            seen.append(get_current() is own)

        carried = carry(lambda get: seen.append(get()))
        thread = threading.Thread(target=look, args=(carried,))
        thread.start()
        thread.join()
        assert (seen[0] is request, seen[1], seen[2] is request, seen[3]) == (True, None, False, True)

    def test_at_once(self) -> None:
        """A carried function may run in two threads at once, each of them inside the operation."""
        seen: list[str | None] = []
        both_inside = threading.Barrier(2, timeout=30)

        def look() -> None:
            with operation("compute.volume.attach"):
                both_inside.wait()
                seen.append(scenario_in_progress())

        with operation(CREATE):
            carried = carry(look)
            threads = [threading.Thread(target=carried) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (seen, scenario_in_progress()) == ([CREATE, CREATE], None)


class TestStrict:
    @pytest.mark.parametrize("code", ["compute.quota.exceded", "nonsense"])
    def test_unknown_code(self, strict: None, code: Any) -> None:
        """In tests a code that the registry does not know is an error, wherever it is given."""
        work = operation(CREATE)
        calls = (
            lambda: operation(CREATE, error_codes={OSError: code}),
            lambda: operation(CREATE, error_codes={OSError: (code, logging.WARNING)}),
            lambda: work.fail(code, "no cores left"),
            lambda: emit_event(CREATE, "x", {"openstack.error.code": code}),
        )
        for call in calls:
            with pytest.raises(ContractError, match=f"no error code of the registry, got {code!r}"):
                call()

    def test_wrong_type(self, strict: None) -> None:
        """In tests a wrong type is an error that names attribute and value."""
        with pytest.raises(ContractError) as caught:
            operation(CREATE, attributes={"openstack.attempt": "one"})
        assert str(caught.value).startswith(f"{CREATE}: openstack.attempt: ")

    def test_production(self, lines: EventCapture) -> None:
        """In production the same is flagged, and the event is written."""
        emit_event(CREATE, "x", {"openstack.attempt": "one"})
        assert ["openstack.attempt" in event["x.venus.invalid"] for event in lines.events] == [True]

    @pytest.mark.parametrize("wrong", [["a"], 7, "text"], ids=str)
    def test_wrong_attributes(self, lines: EventCapture, wrong: Any) -> None:
        """What is no mapping is flagged, wherever it is given."""
        with operation(CREATE, attributes=wrong, error_codes=wrong) as work:
            work.step("claimed", wrong)
        emit_event(CREATE, "x", wrong)
        assert ["attributes: no attribute has such a name" in event["x.venus.invalid"] for event in lines.events] == [
            True
        ] * 4

    @pytest.mark.parametrize("wrong", [None, 7, ("a",), ("a", "b", "c"), ["a"]], ids=str)
    def test_wrong_codes(self, lines: EventCapture, wrong: Any) -> None:
        """A code that is none does not hide the exception."""
        with pytest.raises(OSError, match="x"), operation(CREATE, error_codes={OSError: wrong}):
            raise OSError("x")
        assert told(lines, "severity_text", "openstack.error.code")[1::2] == [
            ("ERROR", "compute.instance.build-failed")
        ]

    def test_wrong_level(self, lines: EventCapture) -> None:
        """A level that is none is ERROR."""
        level: Any = "WARNING"
        with operation(CREATE) as work:
            work.fail("compute.quota.exceeded", "no cores left", level=level)
        assert told(lines, "severity_text", "openstack.error.code")[1:] == [("ERROR", "compute.quota.exceeded")]

    def test_wrong_name(self, lines: EventCapture) -> None:
        """A name that is none is flagged in the operation's own events, and costs the records within nothing."""
        with operation("Not A Name"):
            logging.getLogger("nova.test").info("claimed %s", 1, extra={"x.a": 1})
        assert [(event["body"], event.get("x.a"), "x.venus.invalid" in event) for event in lines.events] == [
            ("Not A Name started", None, True),
            ("claimed 1", 1, False),
            ("Not A Name succeeded", None, True),
        ]
