"""Generated files: what they hold, and that the committed ones are the generated ones."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from venus_logging.schema import differences, generate, load, write
from venus_logging.testing import full_event, minimal_event

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def files():
    """All generated files of the project."""
    return generate(ROOT / "specs")


def data(files, name):
    return json.loads(files[f"0.1.0/{name}"])


class TestCommitted:
    def test_current(self, files):
        """
        What stands in schemas/ is what specs/ generates now.
        """
        assert differences(files, ROOT / "schemas") == []

    def test_repeatable(self, files):
        """
        The same specifications give the same bytes.
        """
        assert generate(ROOT / "specs") == files


class TestWrite:
    def test_inverse(self, files, tmp_path):
        """
        Written files differ in nothing.
        """
        write(files, tmp_path)

        assert differences(files, tmp_path) == []

    def test_differences(self, files, tmp_path):
        """
        A missing, a changed and a left-over file are each named.
        """
        write(files, tmp_path)
        (tmp_path / "0.1.0" / "rules.json").unlink()
        (tmp_path / "0.1.0" / "fields.json").write_text("[]")
        (tmp_path / "0.1.0" / "events" / "compute.instance.fly.json").write_text("{}")

        assert differences(files, tmp_path) == [
            "missing: 0.1.0/rules.json",
            "different: 0.1.0/fields.json",
            "left over: 0.1.0/events/compute.instance.fly.json",
        ]

    def test_older_version_stays(self, files, tmp_path):
        """
        The files of another version are not touched.
        """
        older = tmp_path / "0.0.9" / "registry.json"
        older.parent.mkdir()
        older.write_text("{}")

        write(files, tmp_path)

        assert older.read_text() == "{}"

    def test_removes_left_overs(self, files, tmp_path):
        """
        A scenario that is gone takes its schema along.
        """
        stray = tmp_path / "0.1.0" / "events" / "compute.instance.fly.json"
        stray.parent.mkdir(parents=True)
        stray.write_text("{}")

        write(files, tmp_path)

        assert not stray.exists()


class TestContent:
    def test_names(self, files):
        """
        One pointer, five tables and one bundle per scenario are generated.
        """
        scenarios = {f"0.1.0/events/{path.stem}.json" for path in (ROOT / "specs" / "scenarios").glob("*.yaml")}

        assert files.keys() == scenarios | {
            "version.json", "0.1.0/event.schema.json", "0.1.0/fields.json", "0.1.0/registry.json", "0.1.0/rules.json",
            "0.1.0/texts.json",
        }  # fmt: skip

    def test_field(self, files):
        """
        A field tells a store its kind, how many values it has, how to keep it and its other names.
        """
        found = {field["name"]: field for field in data(files, "fields.json")}

        assert found["openstack.related.ids"] == {
            "name": "openstack.related.ids",
            "kind": "keyword[]",
            "cardinality": "unbounded",
            "store": "column",
            "aliases": ["related"],
        }

    def test_rule(self, files):
        """
        A statement that scenarios share keeps all of them, so that nobody tags it by accident.
        """
        assert data(files, "rules.json")["formats"]["nova.compute.claims"]["Claim successful on node %s"] == [
            ["compute.instance.create", "step"],
            ["compute.instance.resize", "step"],
        ]

    def test_no_rule_for_formatted_text(self, files):
        """
        A statement that is formatted before the call has no exact rule, for its format never arrives.
        """
        rules = data(files, "rules.json")["formats"]
        eager = [each for scenario in load(ROOT / "specs").scenarios for each in scenario.statements if each.text]

        assert (len(eager) > 5, [each for each in eager if each.format in rules.get(each.logger, {})]) == (True, [])


class TestJsonSchema:
    def test_metaschema(self, files):
        """
        Every schema is JSON Schema 2020-12 for two independent validators, with an id of its own.
        """
        schemas = [json.loads(text) for name, text in files.items() if "event" in name]
        for schema in schemas:
            Draft202012Validator.check_schema(schema)
            jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

        assert len({schema["$id"] for schema in schemas}) == len(schemas)

    def test_other_dialect(self, files):
        """
        The validator in Rust reads the same patterns.
        """
        validator = jsonschema_rs.Draft202012Validator(data(files, "event.schema.json"), validate_formats=True)

        events = [full_event(), minimal_event(), minimal_event() | {"service.name": "a\n"}, {"x.a\n": 1}]
        assert [validator.is_valid(event) for event in events] == [True, True, False, False]

    def test_event(self, files):
        """
        A bundle asks for what its scenario requires, says so once, and takes no other event's name.
        """
        validator = Draft202012Validator(data(files, "events/compute.instance.reboot.json"))
        event = minimal_event() | {
            "event_name": "compute.instance.create",
            "openstack.operation.name": "reboot",
            "openstack.operation.phase": "success",
            "openstack.instance.id": "b9000564",
            "openstack.request.id": "req-1",
        }

        assert sorted(error.message for error in validator.iter_errors(event)) == [
            "'compute.instance.reboot' was expected",
            "'openstack.reboot.type' is a required property",
        ]
