"""The checker and two validators of JSON Schema judge every event alike, in both directions."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from venus_logging import contract
from venus_logging.contract.data import folder
from venus_logging.testing import full_event, minimal_event, mutations

LEAST_MUTATIONS = 276
EXAMPLES = Path(__file__).parents[1] / "examples" / "events" / "typed"
BUNDLES = sorted(path.stem for path in (folder("schemas") / contract.version() / "events").glob("*.json"))


@cache
def validator(name: str = "event.schema.json") -> Draft202012Validator:
    path = folder("schemas") / contract.version() / name
    return Draft202012Validator(json.loads(path.read_text()), format_checker=FormatChecker())


@cache
def other_validator(name: str = "event.schema.json") -> jsonschema_rs.Draft202012Validator:
    path = folder("schemas") / contract.version() / name
    return jsonschema_rs.Draft202012Validator(json.loads(path.read_text()), validate_formats=True)


def json_carries(event: dict[str, Any]) -> bool:
    try:
        json.dumps(event, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        return False
    return True


def oracle(event: dict[str, Any]) -> bool:
    """Whether JSON can carry the event and its schemas accept it; both validators have to agree on each."""
    if not json_carries(event):
        return False
    name = event.get("event_name")
    schemas = ["event.schema.json", *([f"events/{name}.json"] if name in BUNDLES else [])]
    verdicts = {each: (validator(each).is_valid(event), other_validator(each).is_valid(event)) for each in schemas}
    assert {each for each, (one, other) in verdicts.items() if one != other} == set()
    return all(one for one, _ in verdicts.values())


def bundle_accepts(name: str, event: dict[str, Any]) -> bool:
    """Whether the bundle of one name accepts an event, whatever name the event has; both validators have to agree."""
    if not json_carries(event):
        return False
    path = f"events/{name}.json"
    verdicts = {validator(path).is_valid(event), other_validator(path).is_valid(event)}
    assert len(verdicts) == 1
    return verdicts.pop()


def text(limit: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=min(limit, 40))


def values(attribute: contract.Attribute) -> st.SearchStrategy[Any]:
    """Values that the attribute may have."""
    if attribute.values:
        return st.sampled_from(attribute.values)
    if attribute.type == "date-time":
        moments = st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='microseconds')}Z")
        return st.one_of(moments, moments.map(lambda moment: f"{moment[:-1]}789Z"))
    if attribute.pattern:
        return st.from_regex(attribute.pattern, fullmatch=True).filter(lambda value: len(value) <= attribute.max_length)
    if attribute.type == "number":
        return st.floats(attribute.minimum, 2.0**62, allow_nan=False)
    return {
        "string": lambda: text(attribute.max_length),
        "text": lambda: text(attribute.max_length),
        "integer": lambda: st.integers(attribute.minimum, attribute.maximum),
        "boolean": st.booleans,
        "ip": lambda: st.ip_addresses().map(str),
        "string[]": lambda: st.lists(text(attribute.max_length), max_size=4),
    }[attribute.type]()


def free() -> st.SearchStrategy[dict[str, Any]]:
    names = st.from_regex(r"x(\.[a-z0-9_-]{1,8}){1,3}", fullmatch=True)
    scalars = st.one_of(text(40), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(-1e18, 1e18))
    return st.dictionaries(names, scalars, max_size=3)


@st.composite
def valid_events(draw: st.DrawFn) -> dict[str, Any]:
    """Events with or without a name; those with one carry what their event asks for and nothing foreign."""
    table = contract.attributes()
    name = draw(st.sampled_from(["", *BUNDLES]))
    kind = contract.typed(name)
    phase = draw(st.sampled_from(table["openstack.operation.phase"].values))
    allowed = [path for path in table if path not in (kind.foreign if kind else {"event_name"})]
    required = {path for path, each in table.items() if each.required} | (kind.needed(phase) if kind else set())
    optional = draw(st.lists(st.sampled_from(allowed), max_size=8))
    event = {path: draw(values(table[path])) for path in (*required, *optional)}
    event |= {"event_name": name, "openstack.operation.phase": phase} if name else {}
    if event.get("openstack.operation.phase") == "failure" and name:
        event |= {
            "error.type": "E",
            "openstack.error.code": "a.b",
            "openstack.operation.outcome": "failure",
            "severity_number": 17,
        }
    return event | draw(free())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
names = st.one_of(
    st.sampled_from(sorted(contract.attributes())), st.text(max_size=8), st.from_regex(r"x\.[a-zA-Z.]{0,5}")
)
MUTATIONS = list(mutations())


class TestOracle:
    @settings(deadline=None, max_examples=100)
    @given(valid_events())
    def test_valid_for_both(self, event):
        """
        What the registry allows is accepted by the checker and by JSON Schema.
        """
        assert (contract.check(event), oracle(event)) == ([], True)

    @settings(deadline=None, max_examples=300)
    @given(st.dictionaries(names, json_values, max_size=3))
    def test_any_value_alike(self, changes):
        """
        Whatever stands in an event, both judges give the same verdict.
        """
        event = minimal_event() | changes

        assert (contract.check(event) == []) == oracle(event)

    @pytest.mark.parametrize("event", [minimal_event(), full_event()], ids=["minimal", "full"])
    def test_examples_valid(self, event):
        """
        The shortest and the fullest event are accepted by both.
        """
        assert (contract.check(event), oracle(event)) == ([], True)

    @pytest.mark.parametrize(("name", "event"), MUTATIONS, ids=[name for name, _ in MUTATIONS])
    def test_mutations_refused(self, name, event):
        """
        One fault is one problem for the checker, and JSON Schema refuses the event too.
        """
        assert (len(contract.check(event)), oracle(event)) == (1, False)

    def test_mutations_many(self):
        """
        There are at least as many mutations as the bound asks, each under its own name.
        """
        distinct = {name for name, _ in MUTATIONS}

        assert len(distinct) == len(MUTATIONS) >= LEAST_MUTATIONS


class TestBundles:
    def test_all(self):
        """
        There is one bundle for each event that the checker knows.
        """
        assert sorted(contract.event_names()) == BUNDLES

    @pytest.mark.parametrize("name", BUNDLES)
    def test_mutations_refused(self, name):
        """
        The full event of a name is accepted by all three; they refuse every fault, of as many as the bound asks.
        """
        event = full_event(name)
        faults = list(mutations(event))

        alike = [
            fault
            for fault, changed in faults
            if (len(contract.check(changed)), bundle_accepts(name, changed)) != (1, False)
        ]

        assert (contract.check(event), bundle_accepts(name, event), len(faults) >= LEAST_MUTATIONS, alike) == (
            [],
            True,
            True,
            [],
        )

    @pytest.mark.parametrize("name", BUNDLES)
    def test_example(self, name):
        """
        The committed example of an event is accepted by all three.
        """
        event = json.loads((EXAMPLES / name / "valid.json").read_text())

        assert (contract.check(event), oracle(event)) == ([], True)
