"""Tables of the manual: what they say, and that the committed ones are the generated ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from venus_logging.errors import ContractError
from venus_logging.schema import differences, load
from venus_logging.schema.requirements import Requirement
from venus_logging.schema.tables import manual, meanings, requirement_table, tables

ROOT = Path(__file__).parents[3]
TABLES = ROOT / "docs" / "specification" / "tables"
CODES = ROOT / "specs" / "text" / "error-codes.yaml"


@pytest.fixture(scope="module")
def files():
    """The project's tables."""
    return manual(ROOT / "specs")


@pytest.fixture
def row(files):
    """The cells of the one row that begins with some text."""

    def find(page: str, start: str) -> list[str]:
        (line,) = [line for line in files[page].splitlines() if line.startswith(f"| {start}")]
        return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]

    return find


class TestCommitted:
    def test_current(self, files):
        """
        The tables of the manual are what specs/ generates now; docs/specification/update.py writes them.
        """
        assert (differences(files, TABLES), {path.name for path in TABLES.iterdir()}) == ([], set(files))

    def test_repeatable(self, files):
        """
        The same specifications give the same text.
        """
        assert manual(ROOT / "specs") == files


class TestTables:
    def test_attribute(self, row):
        """
        An attribute's row has its name, short names, type, unit, range, classes and what it is.
        """
        assert row("attributes.md", "`openstack.operation.duration`") == [
            "`openstack.operation.duration` (duration)", "number", "s", "from 0", "public", "unbounded", "development",
            "Duration in seconds",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("openstack.reboot.type", "`SOFT`, `HARD`"),
            ("span_id", "`[0-9a-f]{16}` to 1024"),
            ("server.port", "from 0 to 65535"),
            ("url.path", "to 8192"),
            ("client.address", ""),
        ],
    )
    def test_range(self, row, name, expected):
        """
        The range is the list of values, the pattern, the bounds or the length.
        """
        assert row("attributes.md", f"`{name}`")[3] == expected

    def test_every_attribute_once(self, files):
        """
        Every attribute has one row, and nothing else has.
        """
        names = re.findall(r"^\| `([^`]+)`", files["attributes.md"], re.MULTILINE)

        assert names == [each.name for each in load(ROOT / "specs").attributes]

    def test_event(self, row):
        """
        An event's row links to its scenario and names what it requires and recommends.
        """
        assert row("events.md", "[compute.instance.reboot]") == [
            "[compute.instance.reboot](scenarios.md#computeinstancereboot)", "Reboot a server",
            "`openstack.instance.id`, `openstack.request.id`, `openstack.reboot.type`",
            "`openstack.operation.duration`", "development",
        ]  # fmt: skip

    def test_scenario(self, files):
        """
        A scenario's section has its chain, deadline, phases, error codes and every statement.
        """
        section = files["scenarios.md"].partition("### compute.instance.create\n")[2].partition("\n### ")[0]
        (scenario,) = [each for each in load(ROOT / "specs").scenarios if each.id == "compute.instance.create"]

        assert (
            "| deadline | 600 s |" in section,
            "nova-api → keystone → glance-api" in section,
            "[compute.scheduler.no-valid-host](error-codes.md#compute)" in section,
            [each.format for each in scenario.statements if f"`{each.format}`" not in section],
        ) == (True, True, True, [])

    def test_error_code(self, row):
        """
        An error code's row says what it means and links to the scenarios in which it occurs.
        """
        assert row("error-codes.md", "`common.db.unavailable`") == [
            "`common.db.unavailable`", "The database cannot be reached.",
            "[block_storage.service.down](scenarios.md#block_storageservicedown), "
            "[common.database.connection_lost](scenarios.md#commondatabaseconnection_lost)",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "others"),
        [
            ("severity_text", ["`SeverityText`", "`log.level`", "`levelname`"]),
            ("service.name", ["`service.name`", "`service.name`", "`binary or project`"]),
            ("openstack.operation.outcome", ["", "`event.outcome`", ""]),
        ],
    )
    def test_mapping(self, row, name, others):
        """
        A row names the attribute in OpenTelemetry, ECS and oslo.log.
        """
        assert row("mapping.md", f"`{name}`")[1:] == others

    def test_personal(self, files):
        """
        The personal fields are those of that class, and no others.
        """
        names = re.findall(r"^\| `([^`]+)`", files["personal.md"], re.MULTILINE)

        assert names == [each.name for each in load(ROOT / "specs").attributes if each.privacy == "personal"]

    def test_every_argument(self, files):
        """
        Every argument that an attribute names has one row with that attribute.
        """
        rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)`", files["arguments.md"], re.MULTILINE)

        assert rows == sorted(
            (argument, each.name) for each in load(ROOT / "specs").attributes for argument in each.arguments
        )

    def test_bars(self, specs, edit):
        """
        A bar inside a cell does not end it.
        """
        edit("registry/image.yaml", "Size of the image data", "Size | of the image data")

        assert "Size \\| of the image data |" in tables(load(specs), meanings(CODES))["attributes.md"]


class TestMeanings:
    def test_complete(self):
        """
        The codes of scenarios and the codes with a meaning are the same.
        """
        used = {code for scenario in load(ROOT / "specs").scenarios for code in scenario.error_codes}

        assert set(meanings(CODES)) == used

    def test_without(self, specs):
        """
        A code without a meaning is refused with the scenario that uses it.
        """
        codes = meanings(CODES)
        del codes["image.store.full"]

        with pytest.raises(ContractError, match=r"^error code image.store.full of image.image.upload has no meaning; "):
            tables(load(specs), codes)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a.b.c: 1\n", r"codes.yaml:1: a.b.c is 1, expected a sentence"),
            ("- a\n", r"expected a mapping, got \['a'\]"),
        ],
    )
    def test_refused(self, tmp_path, text, message):
        """
        A file of meanings that is no such file is refused.
        """
        path = tmp_path / "codes.yaml"
        path.write_text(text)

        with pytest.raises(ContractError, match=message):
            meanings(path)


class TestRequirements:
    def test_row(self):
        """
        A requirement's row links to its text and names its checks; those without one are named above.
        """
        one = Requirement("VLM-A-10", "MUST", "See [b](b.md).", ("store",), (("code", "type"),), "", "", "", "a")
        two = Requirement("VLM-A-2", "MUST", "Be.", ("emitter", "store"), (), "", "", "", "a")

        assert requirement_table((one, two)).splitlines()[4:] == [
            "2 requirements; without a check: VLM-A-2.",
            "",
            "| id | requirement | for | check |",
            "| --- | --- | --- | --- |",
            "| [VLM-A-2](../a.md#vlm-a-2) | Be. | emitter, store | none |",
            "| [VLM-A-10](../a.md#vlm-a-10) | See b. | store | `code:type` |",
        ]
