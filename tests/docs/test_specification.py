"""The written specification: its requirements, its examples, its links, and the way to an answer."""

from __future__ import annotations

import ast
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from venus_logging import contract
from venus_logging.event import text as texts
from venus_logging.schema import load
from venus_logging.schema.requirements import read

ROOT = Path(__file__).parents[2]
TEXT = ROOT / "specs" / "text"
MANUAL = ROOT / "docs" / "specification"
REQUIREMENTS = read(TEXT)
PAGES = sorted([*TEXT.glob("*.md"), *MANUAL.rglob("*.md")])
FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
EXAMPLES = [each for each in REQUIREMENTS if each.language == "json"]
CODED = [each for each in REQUIREMENTS if any(kind == "code" for kind, _ in each.checks)]


def problems(example: str) -> set[str]:
    """The codes of an example's problems; one with a time and a logger is a whole event."""
    event = json.loads(example)
    return {each.code for each in contract.check(event, whole={"@timestamp", "log.logger"} <= event.keys())}


def identities(rows) -> list[str]:
    """The ids of some requirements, as pytest shows them."""
    return [each.id for each in rows]


def own_anchors(path: Path) -> set[str]:
    """The anchors of a page's own headings."""
    headings = re.findall(r"^#{1,3} (.+)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, with what it includes."""
    included = re.findall(r"^```\{include\} (\S+)$", path.read_text(), re.MULTILINE)
    return own_anchors(path).union(*(own_anchors(path.parent / name) for name in included))


def followed(page: str) -> set[str]:
    """Where a page's plain links lead, from the root of the project; a toctree or an include is no link."""
    links = LINK.findall(FENCE.sub("", (ROOT / page).read_text()))
    return {os.path.normpath(Path(page).parent / link) for link in links if "://" not in link}


class TestRequirements:
    def test_unique(self):
        """
        No two requirements have the same id.
        """
        assert [each for each, count in Counter(identities(REQUIREMENTS)).items() if count > 1] == []

    def test_numbered(self):
        """
        Every area counts from 1 without a gap, and stands on one page.
        """
        areas = {each.area for each in REQUIREMENTS}
        found = {area: [each for each in REQUIREMENTS if each.area == area] for area in areas}
        expected = {area: ({f"VLM-{area}-{n + 1}" for n in range(len(rows))}, 1) for area, rows in found.items()}

        assert {area: (set(identities(rows)), len({e.page for e in rows})) for area, rows in found.items()} == expected

    @pytest.mark.parametrize("path", sorted(TEXT.glob("*.md")), ids=lambda path: path.stem)
    def test_no_must_without_id(self, path):
        """
        A MUST stands in a requirement, or explains the word.
        """
        if path.stem == "terms":
            return
        own = [each for each in REQUIREMENTS if each.page == path.stem]

        assert len(re.findall(r"\*\*MUST(?: NOT)?\*\*", path.read_text())) == len(own)

    def test_named_exist(self):
        """
        A requirement that a page refers to exists.
        """
        named = {name for path in PAGES for name in re.findall(r"VLM-[A-Z]+-[0-9]+", path.read_text())}

        assert named - set(identities(REQUIREMENTS)) == set()

    def test_levels(self):
        """
        Every area belongs to a level of conformance of those whom its requirements are for.
        """
        text = (TEXT / "conformance.md").read_text()
        levels = {
            party: {
                word
                for row in re.findall(rf"^\| {letter}\d.*$", text, re.MULTILINE)
                for word in re.findall("[A-Z]{2,}", row)
            }
            for party, letter in (("emitter", "E"), ("collector", "C"), ("store", "S"))
        }
        needed = {party: {each.area for each in REQUIREMENTS if party in each.parties} for party in levels}

        assert {party: needed[party] - levels[party] for party in levels} == {party: set() for party in levels}


class TestExamples:
    @pytest.mark.parametrize("requirement", EXAMPLES, ids=identities(EXAMPLES))
    def test_valid(self, requirement):
        """
        An example in JSON is an event, or a part of one, that keeps the contract.
        """
        assert problems(requirement.example) == set()

    @pytest.mark.parametrize("requirement", CODED, ids=identities(CODED))
    def test_wrong(self, requirement):
        """
        What a requirement calls wrong has exactly the problem that its check names.
        """
        assert problems(requirement.wrong) == {name for kind, name in requirement.checks if kind == "code"}

    @pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_read(self, path):
        """
        Examples in JSON, Python and YAML can be read.
        """
        readers = {"json": json.loads, "python": ast.parse, "yaml": yaml.safe_load}
        blocks = re.findall(r"^( *)```(\w+)\n(.*?)^\1```$", path.read_text(), re.MULTILINE | re.DOTALL)
        found = [(language, re.sub(rf"^{indent}", "", text, flags=re.M)) for indent, language, text in blocks]

        assert [readers[language](text) and None for language, text in found if language in readers] == [None] * sum(
            language in readers for language, _ in found
        )


class TestTypedExamples:
    def test_bundle(self):
        """
        A whole typed event in the text passes the schema of its event, and none of its required attributes is spare.
        """
        (event,) = [
            event for each in EXAMPLES if "event_name" in (event := json.loads(each.example)) and "body" in event
        ]
        path = ROOT / "schemas" / contract.version() / "events" / f"{event['event_name']}.json"
        schema = json.loads(path.read_text())
        validator = Draft202012Validator(schema)
        without = [{name: value for name, value in event.items() if name != each} for each in schema["required"]]

        assert (list(validator.iter_errors(event)), [each for each in without if validator.is_valid(each)]) == ([], [])


class TestLimits:
    def test_table(self):
        """
        The limits in the text are those of the registry and of the emitter.
        """
        rows = dict(
            re.findall(r"^\| `?([a-z_. ]+)`? \| ([^|]+\|[^|]+) \|$", (TEXT / "limits.md").read_text(), re.MULTILINE)
        )
        names = ("body", "exception.stacktrace", "exception.message", "log.template.text")
        written = (texts.BODY_MAX, texts.TEXT_MAX, texts.MESSAGE_MAX, texts.MESSAGE_MAX)
        expected = {
            name: (f"{contract.attributes()[name].max_length:,}", f"{limit:,}")
            for name, limit in zip(names, written, strict=True)
        }
        found = {name: tuple(re.match(r"[\d,]+", cell.strip())[0] for cell in rows[name].split("|")) for name in names}

        assert found == expected

    def test_general(self):
        """
        So are the limits that are not of one attribute.
        """
        limits = load(ROOT / "specs").record.limits
        text = (TEXT / "limits.md").read_text()
        expected = {
            "other strings": limits["string"],
            "a member of a list": limits["string"],
            "members of a list": limits["list"],
            "a name under `x.`": limits["free_name"],
            "a string under `x.`": limits["free"],
        }

        assert {name for name, most in expected.items() if f"| {name} | {most:,}" in text} == set(expected)


class TestManual:
    def test_pages(self):
        """
        Every page of the text has its place in the manual, and is in the manual's list.
        """
        listed = set(re.findall(r"^([a-z-]+)$", (MANUAL / "index.md").read_text(), re.MULTILINE))
        included = {
            path.stem
            for path in MANUAL.glob("*.md")
            if path.read_text() == f"```{{include}} ../../specs/text/{path.name}\n```\n"
        }

        assert ({path.stem for path in TEXT.glob("*.md")}, listed - {"adding", "recognition"}) == (included, included)

    @pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_links(self, path):
        """
        A link leads to a page, and to a heading on it.
        """
        broken = []
        for link in LINK.findall(FENCE.sub("", path.read_text())):
            name, _, anchor = link.partition("#")
            target = path.parent / name if name else path
            if not target.is_file() or (anchor and anchor not in anchors(target)):
                broken.append(link)

        assert broken == []

    @pytest.mark.parametrize(
        "target",
        [
            "specs/text/events.md#when-an-operation-fails",
            "docs/specification/tables/error-codes.md",
            "specs/text/privacy.md#personal-fields",
            "docs/specification/adding.md",
        ],
    )
    @pytest.mark.parametrize("first", ["README.md", "docs/index.md"])
    def test_two_clicks(self, first, target):
        """
        From the project's first page, and the manual's, plain links lead to the answer by way of the specification.
        """
        index = "docs/specification/index.md"
        page, _, anchor = target.partition("#")

        assert (index in followed(first), target in followed(index)) == (True, True)
        assert not anchor or anchor in own_anchors(ROOT / page)

    def test_personal(self):
        """
        The text on personal fields leads to the list of them.
        """
        section = (TEXT / "privacy.md").read_text().partition("## Personal fields")[2]

        assert "tables/personal.md" in section.partition("\n## ")[0]
