"""Changes between two versions of the registry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging import contract
from venus_logging.contract._registry import compiled
from venus_logging.schema.compare import Change, compare, needed, raised, renames

ROW = {
    "name": "openstack.a.b",
    "type": "string",
    "kind": "keyword",
    "scope": "event",
    "privacy": "public",
    "cardinality": "low",
    "store": "json",
    "max_length": 100,
    "brief": "one",
}
versions = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


def registry(*rows):
    return {"attributes": list(rows)}


def text(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))


class TestCompare:
    def test_same(self):
        """
        A registry differs in nothing from itself.
        """
        assert compare(compiled(), compiled()) == []

    def test_all_new(self):
        """
        Beside an empty registry every attribute is new, and the required ones make it another contract.
        """
        got = compare(registry(), compiled())

        assert {change.name: change.needs for change in got} == {
            name: "major" if each.required else "minor" for name, each in contract.attributes().items()
        }

    @pytest.mark.parametrize(
        ("old", "new", "kind", "detail", "needs"),
        [
            ({}, {"brief": "two"}, "changed", "brief from 'one' to 'two'", "patch"),
            ({}, {"privacy": "personal"}, "changed", "privacy from 'public' to 'personal'", "minor"),
            ({}, {"type": "text"}, "changed", "type from 'string' to 'text'", "major"),
            ({}, {"unit": "s"}, "changed", "unit from '' to 's'", "major"),
            ({}, {"pattern": "[a-z]+"}, "changed", "pattern from '' to '[a-z]+'", "major"),
            ({}, {"max_length": 10}, "narrowed", "max_length from 100 to 10", "major"),
            ({}, {"max_length": 200}, "widened", "max_length from 100 to 200", "minor"),
            ({"minimum": 0}, {"minimum": 1}, "narrowed", "minimum from 0 to 1", "major"),
            ({"minimum": 0}, {"minimum": -1}, "widened", "minimum from 0 to -1", "minor"),
            ({}, {"required": True}, "narrowed", "required", "major"),
            ({"required": True}, {"required": False}, "widened", "no longer required", "major"),
            ({"values": ["a", "b"]}, {"values": ["a"]}, "narrowed", "values without b", "major"),
            ({"values": ["a"]}, {"values": ["a", "b"]}, "widened", "values with b", "minor"),
            ({}, {"values": ["a"]}, "narrowed", "values with a", "major"),
            ({"aliases": ["z"]}, {"aliases": []}, "narrowed", "aliases without z", "major"),
            ({}, {"aliases": ["z"]}, "widened", "aliases with z", "minor"),
            ({}, {"deprecated": {"reason": "obsoleted"}}, "deprecated", "obsoleted", "minor"),
            ({}, {"deprecated": {"reason": "renamed", "renamed_to": "c"}}, "deprecated", "renamed to c", "minor"),
        ],
    )
    def test_change(self, old, new, kind, detail, needs):
        """
        Each kind of change says what it was, what it is, and how much of the version it costs.
        """
        got = compare(registry(ROW | old), registry(ROW | old | new))

        assert got == [Change("openstack.a.b", kind, detail, needs)]

    def test_removed(self):
        """
        An attribute that is gone breaks who reads it.
        """
        assert compare(registry(ROW), registry()) == [Change("openstack.a.b", "removed", "it is gone", "major")]


class TestVersions:
    @pytest.mark.parametrize(
        ("needs", "expected"),
        [([], "none"), (["patch"], "patch"), (["minor", "patch"], "minor"), (["patch", "major", "minor"], "major")],
    )
    def test_needed(self, needs, expected):
        """
        The strongest change decides.
        """
        assert needed(Change("a", "changed", "", level) for level in needs) == expected

    @given(versions, versions)
    def test_raised(self, old, new):
        """
        A version is raised in its first part that differs, and only upwards.
        """
        first = next((n for n in range(3) if old[n] != new[n]), None)
        expected = "none" if first is None or new < old else ("major", "minor", "patch")[first]

        assert raised(text(old), text(new)) == expected


class TestRenames:
    def test_renamed(self):
        """
        Only attributes with a new name are in the map.
        """
        gone = ROW | {"name": "old", "deprecated": {"reason": "renamed", "renamed_to": "openstack.a.b"}}
        obsolete = ROW | {"name": "older", "deprecated": {"reason": "obsoleted"}}

        assert renames(registry(ROW, gone, obsolete)) == {"old": "openstack.a.b"}
