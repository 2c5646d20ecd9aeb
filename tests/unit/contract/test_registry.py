"""Attributes, version and the folder they are read from."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from venus_logging import contract
from venus_logging.contract import Attribute
from venus_logging.contract._registry import load
from venus_logging.contract.data import folder
from venus_logging.errors import ContractError


class TestAttribute:
    def test_known(self):
        """
        An attribute says all that stores, questions and emitters need of it.
        """
        assert contract.attribute("openstack.operation.duration") == Attribute(
            name="openstack.operation.duration",
            type="number",
            kind="number",
            brief="Duration in seconds",
            scope="event",
            privacy="public",
            cardinality="unbounded",
            store="column",
            unit="s",
            minimum=0,
            maximum=2**63 - 1,
            aliases=("duration",),
        )

    def test_unknown(self):
        """
        A name that the registry does not know is None.
        """
        assert contract.attribute("openstack.colour") is None

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("@timestamp", "date"),
            ("body", "text"),
            ("client.address", "keyword"),
            ("openstack.is_admin", "boolean"),
            ("openstack.related.ids", "keyword[]"),
            ("process.pid", "integer"),
            ("service.name", "keyword"),
            ("severity_text", "severity"),
        ],
    )
    def test_kind(self, name, kind):
        """
        The kind follows from the type, except for the level.
        """
        assert contract.attribute(name).kind == kind

    def test_required(self):
        """
        These and no others stand in every event.
        """
        assert {name for name, each in contract.attributes().items() if each.required} == {
            "@timestamp", "body", "host.name", "log.logger", "log.record.uid", "schema_url", "service.name",
            "severity_number", "severity_text",
        }  # fmt: skip

    def test_no_secret(self):
        """
        Nothing of class secret is in the registry, for nothing secret leaves the process.
        """
        assert [name for name, each in contract.attributes().items() if each.privacy == "secret"] == []

    def test_arguments(self):
        """
        An argument's name leads to the one attribute that lists it.
        """
        assert {name: each.name for name, each in contract.arguments().items()} == {
            name: each.name for each in contract.attributes().values() for name in each.arguments
        }

    def test_read_only(self):
        """
        Nobody can change the registry at run time.
        """
        with pytest.raises(TypeError):
            contract.attributes()["body"] = None

    def test_schema_url(self):
        """
        The schema's URL is its base and its version.
        """
        assert contract.schema_url() == f"urn:venus-logging:{contract.version()}"


class TestLoad:
    def test_missing(self, tmp_path):
        """
        A missing registry is an error that names the place and what to do.
        """
        with pytest.raises(ContractError, match=r"version\.json.*reinstall venus-logging"):
            load(tmp_path, "registry.json")

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', "\ud800"])
    def test_broken_pointer(self, tmp_path, text):
        """
        A pointer to the version that is none is the same error.
        """
        (tmp_path / "version.json").write_bytes(text.encode(errors="surrogatepass"))

        with pytest.raises(ContractError, match="reinstall venus-logging"):
            load(tmp_path, "registry.json")

    def test_broken_file(self, tmp_path):
        """
        A broken file is named itself.
        """
        (tmp_path / "1.0.0").mkdir()
        (tmp_path / "version.json").write_text('{"version": "1.0.0"}')
        (tmp_path / "1.0.0" / "registry.json").write_text('{"attributes": [')

        with pytest.raises(ContractError, match=r"1\.0\.0/registry\.json"):
            load(tmp_path, "registry.json")

    def test_folder(self):
        """
        The folder of schemas holds the version that the pointer names.
        """
        pointer = json.loads((folder("schemas") / "version.json").read_text())

        assert (folder("schemas") / pointer["version"] / "registry.json").is_file()


class TestImports:
    def test_light(self):
        """
        Judging an event loads neither YAML nor jsonschema nor anything of oslo.
        """
        code = (
            "import sys; from venus_logging import contract; contract.check({}); contract.scenario('a', 'b', 'c');"
            "print(sorted({name.partition('.')[0].partition('_')[0] for name in sys.modules}"
            " & {'yaml', 'jsonschema', 'oslo', 'click', 'orjson', 'tantivy'}))"
        )

        assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
