"""Changes between two versions of the registry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging import contract
from venus_logging.contract._registry import compiled
from venus_logging.contract.data import folder
from venus_logging.errors import ContractError
from venus_logging.schema.compare import Change, compare, needed, raised, read

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
        got = [change for change in compare(registry(), compiled()) if not change.name.startswith("event ")]

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
            ({}, {"deprecated": {"reason": "renamed", "renamed_to": "c"}}, "renamed", "now c", "minor"),
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


def events(**rows):
    return {"attributes": [], "typed": {"events": {name.replace("_", "."): row for name, row in rows.items()}}}


class TestEvents:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ([], ["a"], ("narrowed", "asks for a", "major")),
            (["a", "b"], [], ("widened", "no longer asks for a, b", "minor")),
        ],
    )
    def test_required(self, old, new, expected):
        """
        An event that asks for more breaks who emits it.
        """
        got = compare(events(a_b={"required": old, "own": []}), events(a_b={"required": new, "own": []}))

        assert got == [Change("event a.b", *expected)]

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ([], ["a"], ("widened", "may carry a", "minor")),
            (["a", "b"], [], ("narrowed", "may not carry a, b", "major")),
        ],
    )
    def test_own(self, old, new, expected):
        """
        An event that may carry less breaks who emits it.
        """
        got = compare(events(a_b={"required": [], "own": old}), events(a_b={"required": [], "own": new}))

        assert got == [Change("event a.b", *expected)]

    def test_added_and_removed(self):
        """
        New events are a minor change, and events that are gone a major one.
        """
        row = {"required": [], "own": []}

        assert compare(events(a_b=row), events(a_c=row)) == [
            Change("event a.b", "removed", "it is gone", "major"),
            Change("event a.c", "added", "typed event", "minor"),
        ]


class TestRenames:
    def test_renamed(self):
        """
        A rename says the new name, and any other deprecation its reason.
        """
        gone = ROW | {"name": "old", "deprecated": {"reason": "renamed", "renamed_to": "openstack.a.b"}}
        obsolete = ROW | {"name": "older", "deprecated": {"reason": "obsoleted"}}

        got = compare(registry(ROW | {"name": "old"}, ROW | {"name": "older"}), registry(gone, obsolete))

        assert got == [
            Change("old", "renamed", "now openstack.a.b", "minor"),
            Change("older", "deprecated", "obsoleted", "minor"),
        ]


class TestRead:
    def test_current(self):
        """
        The registry of this version is read from its folder.
        """
        assert read(folder("schemas") / contract.version()) == compiled()

    @pytest.mark.parametrize(
        ("text", "says"), [(None, "cannot be read"), ("{", "cannot be read"), ("[]", "no compiled")]
    )
    def test_unreadable(self, tmp_path, text, says):
        """
        A folder without a registry is an error that names the file.
        """
        if text is not None:
            (tmp_path / "registry.json").write_text(text)

        with pytest.raises(ContractError, match=f"registry.json: {says}"):
            read(tmp_path)
