"""A wheel, an editable install and a plain checkout all find their data and format records."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

PLACES = ("bare", "editable", "checkout")


@pytest.fixture(params=PLACES)
def place(request):
    """Each way to have venus-logging."""
    return request.getfixturevalue(request.param)


class TestPlaces:
    def test_data(self, place, source, tmp_path):
        """
        The folders specs/ and schemas/ are found, whole, wherever the package is.
        """
        expected = {name: sorted(each.name for each in (source / name).iterdir()) for name in ("schemas", "specs")}
        assert place.where(tmp_path)["data"] == expected

    def test_record(self, place, tmp_path):
        """
        A record of an oslo.log service becomes an event through the generated INI, without any extra.
        """
        names = ("body", "log.logger", "service.name", "severity_text", "log.template.text")
        got = [{name: event.get(name) for name in names} for event in place.service(tmp_path)]
        assert got == [
            {
                "body": "volume v1 is slow",
                "log.logger": "demo.api",
                "service.name": "demo-api",
                "severity_text": "WARNING",
                "log.template.text": "volume %s is slow",
            }
        ]

    def test_own_package(self, bare, editable, checkout, source, tmp_path):
        """
        Each place really uses its own copy of the package.
        """
        got = [Path(str(place.where(tmp_path)["package"])).parents[1] for place in (bare, editable, checkout)]
        site = next(bare.python.parents[1].glob("lib/python*/site-packages"))
        assert got == [site, source, source]


class TestBare:
    def test_no_extras(self, bare, tmp_path):
        """
        The base install brings no engine, no schema library and no terminal library.
        """
        program = (
            "import importlib.util as u;"
            "print([n for n in ('tantivy', 'orjson', 'jsonschema', 'rich', 'opensearchpy') if u.find_spec(n)])"
        )
        assert bare.run("-c", program, folder=tmp_path).stdout == "[]\n"

    def test_operator_command(self, bare, tmp_path):
        """
        A command that needs an extra says which one, in one line, with exit status 3.
        """
        (tmp_path / "a.log").write_text("")
        done = bare.run(
            "-m", "venus_logging.cli.main", "ingest", "a.log", "--store", "store", folder=tmp_path, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (
            3,
            "",
            "error: tantivy is not installed; pip install 'venus-logging[server]'\n",
        )


class TestWheel:
    def test_contents(self, wheel):
        """
        The wheel holds the package, its data and its marker of types, and nothing else of the checkout.
        """
        names = zipfile.ZipFile(wheel).namelist()
        tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
        assert (tops, "venus_logging/py.typed" in names) == ({"venus_logging"}, True)
