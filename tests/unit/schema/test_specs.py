"""Specifications as typed data, and what is refused in them."""

from __future__ import annotations

import pytest

from venus_logging.errors import ContractError
from venus_logging.schema import load
from venus_logging.schema.specs import AttributeSpec, Statement


class TestLoad:
    def test_version(self, specs):
        """
        Version and base stand in one file and make the schema's URL.
        """
        loaded = load(specs)

        assert loaded.schema_url == f"{loaded.base}:{loaded.version}" == "urn:venus-logging:0.1.0"

    def test_attribute(self, specs):
        """
        An attribute has all the keys of its entry and the defaults of the others.
        """
        found = {each.name: each for each in load(specs).attributes}

        assert found["openstack.image.size"] == AttributeSpec(
            name="openstack.image.size",
            type="integer",
            unit="By",
            scope="event",
            stability="development",
            privacy="public",
            cardinality="unbounded",
            store="json",
            minimum=0,
            brief="Size of the image data",
            domain="image",
        )

    def test_statement(self, specs):
        """
        A statement keeps its format as the source has it.
        """
        found = {each.id: each for each in load(specs).scenarios}

        assert found["compute.instance.reboot"].statements[0] == Statement(
            phase="start",
            service="nova",
            logger="nova.compute.manager",
            level="INFO",
            format="Rebooting instance",
            style="no_args",
        )

    def test_no_drafts(self, specs):
        """
        What lies in draft/ is not loaded.
        """
        draft = specs / "scenarios" / "draft"
        draft.mkdir()
        (draft / "compute.instance.evacuate.yaml").write_text("no: scenario")

        assert "compute.instance.evacuate" not in {each.id for each in load(specs).scenarios}


class TestRefused:
    @pytest.mark.parametrize(
        ("name", "old", "new", "message"),
        [
            ("version.yaml", "version: 0.1.0", "version: 1.0", r"version.yaml:1: version is 1.0, expected str"),
            ("version.yaml", "base:", "bass:", r"version.yaml:1: missing base"),
            (
                "record.yaml",
                "list: 1000",
                "list: 1000\n  more: 1\nx: 1",
                r"record.yaml:\d+: unknown key 'x'; known: fail",
            ),
            (
                "registry/image.yaml",
                "type: integer",
                "type: int",
                r"image.yaml:\d+: type is 'int', expected one of stri",
            ),
            ("registry/image.yaml", "minimum: 0", "minimum: zero", r"minimum is 'zero', expected int | None"),
            ("registry/image.yaml", "minimum: 0", "minimum: true", r"minimum is True, expected int | None"),
            ("registry/image.yaml", "minimum: 0", "least: 0", r"image.yaml:\d+: unknown key 'least'; known: aliases, "),
            ("registry/image.yaml", "    privacy: public\n", "", r"image.yaml:\d+: missing privacy"),
            ("registry/image.yaml", "domain: image", "", r"image.yaml:1: missing domain"),
            (
                "scenarios/image.image.delete.yaml",
                "id: image",
                "id: picture",
                r"delete.yaml:1: id 'picture.image.delete'",
            ),
            ("scenarios/image.image.delete.yaml", "statements:", "statements: 1\nmore:", r"statements is no list"),
            (
                "scenarios/image.image.delete.yaml",
                "phase: ",
                "phase: near-",
                r"phase is 'near-.*expected one of request, ",
            ),
        ],
    )
    def test_entry(self, edit, name, old, new, message):
        """
        A wrong entry is refused with its file, its line, what was got and what was expected.
        """
        with pytest.raises(ContractError, match=message):
            load(edit(name, old, new))

    def test_no_mapping(self, specs):
        """
        A file that is no mapping is refused.
        """
        (specs / "version.yaml").write_text("- 1\n")

        with pytest.raises(ContractError, match=r"version.yaml:1: expected a mapping, got \[1\]"):
            load(specs)
