"""A made-up next version renames an attribute: questions by either name find events of both, in every store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from venus_logging.contract._registry import table
from venus_logging.event.time import to_ns
from venus_logging.query import Window, parse
from venus_logging.query.fields import fields_of
from venus_logging.query.renames import widened
from venus_logging.schema import generate
from venus_logging.schema.compare import compare, needed
from venus_logging.store import open as open_store
from venus_logging.testing import minimal_event

SPECS = Path(__file__).parents[2] / "specs"
OLD, NEW = "thread.name", "thread.title"
NEXT = """    deprecated: {reason: renamed, renamed_to: thread.title, since: 0.2.0}
    brief: Thread name
  - name: thread.title
    type: string
    scope: record
    stability: development
    privacy: public
    cardinality: medium
    store: json
    brief: Thread name
"""
ARRIVED = to_ns("2026-08-01T12:00:01Z")


@pytest.fixture(scope="module")
def registries(tmp_path_factory):
    """The compiled registries of this version and of one that renames an attribute."""
    specs = tmp_path_factory.mktemp("next") / "specs"
    shutil.copytree(SPECS, specs, ignore=shutil.ignore_patterns("draft"))
    path = specs / "registry" / "source.yaml"
    path.write_text(path.read_text().replace("    brief: Thread name\n", NEXT))
    (specs / "version.yaml").write_text((SPECS / "version.yaml").read_text().replace("0.1.0", "0.2.0"))
    return [
        json.loads(next(text for name, text in generate(each).items() if name.endswith("/registry.json")))
        for each in (SPECS, specs)
    ]


@pytest.fixture
def fields(registries):
    """The fields of the next version."""
    return fields_of(table(registries[1]).values())


@pytest.fixture
def store(store_url, fields):
    """A store of the next version with an event of each version and one that has neither name."""
    rows = [{OLD: "worker-1"}, {NEW: "worker-1"}, {NEW: "worker-2"}, {}]
    with open_store(store_url, "w", fields=fields) as opened:
        opened.write([minimal_event() | {"log.record.uid": f"u-{n}"} | row for n, row in enumerate(rows)], ARRIVED)
        yield opened


class TestRenamed:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (f"{OLD}:worker-1", ["u-0", "u-1"]),
            (f"{NEW}:worker-1", ["u-0", "u-1"]),
            (f"{NEW}:worker*", ["u-0", "u-1", "u-2"]),
            (f"{OLD}>worker-1", ["u-2"]),
            (f"NOT {NEW}:worker-1", ["u-2", "u-3"]),
            (f"NOT {NEW}:*", ["u-3"]),
        ],
    )
    def test_found(self, store, fields, text, expected):
        """
        A renamed attribute answers to both of its names, for events of both versions.
        """
        page = store.search(parse(text, fields), Window())

        assert sorted(event["log.record.uid"] for event in page.events) == expected

    def test_change(self, registries):
        """
        The difference of the two versions is a minor one: a name is new, and the old one points to it.
        """
        changes = compare(*registries)

        assert ([(each.name, each.kind) for each in changes], needed(changes)) == (
            [(OLD, "renamed"), (NEW, "added")],
            "minor",
        )

    def test_nothing_renamed(self, fields):
        """
        A question about fields that never had another name stays as it is.
        """
        query = parse("service:nova-api (level>=ERROR OR NOT body:x)", fields)

        assert widened(query.filter, fields) == query.filter
