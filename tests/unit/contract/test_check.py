"""Problems of events, one value at a time."""

from __future__ import annotations

import re
from collections import OrderedDict
from types import MappingProxyType

import pytest

from venus_logging import contract
from venus_logging.contract import Problem
from venus_logging.testing import full_event, minimal_event


class Text(str):
    """A string of another class, as lazily translated messages are."""


class TestProblem:
    def test_missing(self):
        """
        A required attribute that is not there is named, without a value.
        """
        event = minimal_event()
        del event["body"]

        assert contract.check(event) == [Problem("body", "missing", "every event carries it", None)]

    def test_unknown(self):
        """
        A name that is neither in the registry nor under x. is a problem.
        """
        assert contract.check(minimal_event() | {"colour": 1}) == [
            Problem("colour", "unknown", "no attribute of the registry and not under x.", 1)
        ]

    def test_range(self):
        """
        A number out of its range says which numbers would do.
        """
        assert contract.check(minimal_event() | {"severity_number": 25}) == [
            Problem("severity_number", "range", "expected a number from 1 to 24", 25)
        ]

    def test_enum(self):
        """
        A value that is none of the known ones says which they are.
        """
        event = minimal_event() | {"openstack.scenario.source": "guess"}

        assert contract.check(event) == [
            Problem("openstack.scenario.source", "enum", "expected one of api, context, rule, inferred", "guess")
        ]

    def test_order(self):
        """
        Problems come in the order of the event's keys, missing attributes after them, by name.
        """
        got = [(problem.path, problem.code) for problem in contract.check({"b": 1, "a": 2})]

        assert got[:4] == [("b", "unknown"), ("a", "unknown"), ("@timestamp", "missing"), ("body", "missing")]

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("process.pid", True, "type"),
            ("process.pid", 7.5, "type"),
            ("process.pid", 2**63, "range"),
            ("openstack.operation.duration", float("nan"), "type"),
            ("openstack.operation.duration", float("inf"), "type"),
            ("openstack.operation.duration", True, "type"),
            ("openstack.is_admin", 1, "type"),
            ("body", "half \ud83d of a pair", "encoding"),
            ("x.team", "\udc00", "encoding"),
            ("x.team", float("nan"), "type"),
            ("x.team", 2**64, "range"),
            ("x.team", "a" * 8193, "length"),
            ("openstack.related.ids", ["a", "\ud800"], "encoding"),
            ("openstack.related.ids", ["a"] * 1001, "length"),
            ("openstack.related.ids", ("a",), "type"),
            ("client.address", "999.1.1.1", "format"),
            ("client.address", "10.0.0.1\x00", "format"),
            ("observed_timestamp", "2026-13-01T00:00:00.000000Z", "format"),
            ("log.record.uid", "a b", "pattern"),
            ("log.record.uid", "a" * 129, "length"),
        ],
    )
    def test_code(self, name, value, code):
        """
        Each kind of fault has its own code.
        """
        got = [(problem.path, problem.code) for problem in contract.check(minimal_event() | {name: value})]

        assert got == [(name, code)]

    def test_message_without_value(self):
        """
        A message never holds the value, which may be a secret.
        """
        event = dict.fromkeys(contract.attributes(), "s3cret\ud800")

        assert [problem for problem in contract.check(event) if "s3cret" in problem.message] == []


class TestAccepted:
    def test_full(self):
        """
        An event with every attribute of the registry is valid.
        """
        assert contract.check(full_event()) == []

    def test_string_of_another_class(self):
        """
        A subclass of str is a string.
        """
        assert (
            contract.check(minimal_event() | {"body": Text("lazy"), "openstack.operation.phase": Text("start")}) == []
        )

    @pytest.mark.parametrize("kind", [dict, OrderedDict, MappingProxyType])
    def test_any_mapping(self, kind):
        """
        Any mapping is judged, not only a dict.
        """
        assert contract.check(kind(minimal_event())) == []

    @pytest.mark.parametrize("name", ["x.a", "x.a.b", "x.0", "x.a-b_c", f"x.{'a' * 254}"])
    def test_free_name(self, name):
        """
        Free data may have any lower-case dotted name under x. of up to 256 characters.
        """
        assert contract.check(minimal_event() | {name: "v"}) == []

    def test_repeatable(self):
        """
        The same event is judged the same again and is not changed.
        """
        event = minimal_event() | {"x.bad name": 1, "x.team": "a"}
        before = dict(event)

        assert (contract.check(event), event) == (contract.check(event), before)


FAILED = {
    "event_name": "compute.instance.create",
    "openstack.operation.name": "compute.instance.create",
    "openstack.instance.id": "8f4c2d7b-9a1e-4c55-a3b0-1d2e3f405162",
    "openstack.request.id": "req-5f0a2d7b-9a1e-4c55-a3b0-1d2e3f405162",
    "openstack.operation.phase": "failure",
    "openstack.operation.outcome": "failure",
    "error.type": "NoValidHost",
    "openstack.error.code": "compute.scheduler.no-valid-host",
    "severity_number": 17,
}


class TestFailure:
    def test_complete(self):
        """
        A failure that says what failed is valid.
        """
        assert contract.check(minimal_event() | FAILED) == []

    @pytest.mark.parametrize("name", ["error.type", "openstack.error.code", "openstack.operation.outcome"])
    def test_incomplete(self, name):
        """
        A typed event in phase failure carries the class, the code and the outcome.
        """
        event = minimal_event() | FAILED
        del event[name]

        told = (
            "a failure carries it" if name.startswith("err") or "code" in name else f"{FAILED['event_name']} carries it"
        )

        assert contract.check(event) == [Problem(name, "missing", told, None)]

    def test_success(self):
        """
        A failure has no other outcome.
        """
        event = minimal_event() | FAILED | {"openstack.operation.outcome": "success"}

        assert contract.check(event) == [
            Problem("openstack.operation.outcome", "enum", "expected failure in a failure", "success")
        ]

    def test_low_severity(self):
        """
        A failure is at least a warning.
        """
        event = minimal_event() | FAILED | {"severity_number": 12}

        assert contract.check(event) == [Problem("severity_number", "range", "expected 13 or more in a failure", 12)]

    def test_plain_line(self):
        """
        A line without event_name need not say more than it knows.
        """
        assert contract.check(minimal_event() | {"openstack.operation.phase": "failure"}) == []


class TestTyped:
    def test_incomplete(self):
        """
        A typed event carries what its event asks for.
        """
        event = minimal_event() | FAILED
        del event["openstack.instance.id"]

        assert contract.check(event) == [
            Problem("openstack.instance.id", "missing", "compute.instance.create carries it", None)
        ]

    @pytest.mark.parametrize("phase", ["request", "start", "step", "retry"])
    def test_early(self, phase):
        """
        Before an operation ends, its events carry what is known by then.
        """
        early = {"openstack.operation.phase": phase, "openstack.operation.outcome": "pending"}
        event = minimal_event() | FAILED | early
        del event["openstack.instance.id"], event["openstack.request.id"]

        assert contract.check(event) == []

    @pytest.mark.parametrize("name", ["openstack.operation.name", "openstack.operation.phase"])
    def test_always(self, name):
        """
        Every typed event says what is done and how far it got.
        """
        event = minimal_event() | FAILED
        del event[name]

        assert [(each.path, each.code) for each in contract.check(event)] == [(name, "missing")]

    def test_foreign(self):
        """
        An attribute that only other events have does not stand in this one.
        """
        event = minimal_event() | FAILED | {"openstack.volume.id": "v"}

        assert contract.check(event) == [
            Problem("openstack.volume.id", "unknown", "no attribute of compute.instance.create", "v")
        ]

    def test_unknown(self):
        """
        An event that the registry does not have is no event of the contract.
        """
        names = contract.event_names()

        assert contract.check(minimal_event() | {"event_name": "compute.instance.dance"}) == [
            Problem(
                "event_name",
                "enum",
                f"expected one of {len(names)} names, such as {names[0]}",
                "compute.instance.dance",
            )
        ]

    def test_any_record(self):
        """
        Without a name an event may carry every attribute of the registry.
        """
        assert contract.check(minimal_event() | {"openstack.volume.id": "v", "openstack.image.id": "i"}) == []

    def test_part(self):
        """
        A part of an event is not asked for what may come with another part.
        """
        part = {"event_name": "compute.instance.create", "openstack.volume.id": "v"}

        assert (contract.check(part, whole=False), [each.path for each in contract.check_typed(part, whole=False)]) == (
            [],
            ["openstack.volume.id"],
        )

    def test_plain(self):
        """
        An event without a name has no kind that could ask for something.
        """
        assert contract.check_typed({"openstack.operation.phase": "failure"}) == []


class TestText:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"severity_number": 25}, ["severity_number: expected a number from 1 to 24, got 25"]),
            ({"colour": "red"}, ["colour: no attribute of the registry and not under x., got 'red'"]),
            ({"body": "a" * 200_000}, [f"body: expected at most 131072 characters, got '{'a' * 79}"]),
        ],
    )
    def test_line(self, change, expected):
        """
        As text a problem is one line: attribute, expected, got.
        """
        assert [str(each) for each in contract.check(minimal_event() | change)] == expected


class TestCodes:
    def test_documented(self):
        """
        The codes that tests meet are the codes that Problem documents.
        """
        documented = set(re.findall(r"[a-z]+", Problem.__doc__.partition("code: ")[2].partition("; stable")[0])) - {
            "or"
        }

        assert documented == {
            "missing", "type", "enum", "pattern", "format", "range", "length", "encoding", "unknown",
        }  # fmt: skip
