"""venus-log schema verify and diff."""

from __future__ import annotations

import json
import shutil

import pytest

from venus_logging import contract
from venus_logging.contract.data import folder

LINES = """LOG = logging.getLogger(__name__)
LOG.info("Going to try to stop instance")
LOG.debug("Going to try to start an instance")
"""


@pytest.fixture
def source(tmp_path):
    """A code base with one module of nova, which has a statement at another level and one in other words."""
    package = tmp_path / "src" / "nova" / "compute"
    package.mkdir(parents=True)
    for path in (package / "__init__.py", package.parent / "__init__.py"):
        path.touch()
    (package / "api.py").write_text(LINES)
    return tmp_path / "src"


@pytest.fixture
def versions(tmp_path):
    """The schemas of this version, and a next one in which an attribute is gone and another says more."""
    old, new = folder("schemas") / contract.version(), tmp_path / "0.1.1"
    shutil.copytree(old, new)
    registry = json.loads((new / "registry.json").read_text())
    registry["version"] = "0.1.1"
    (row,) = [each for each in registry["attributes"] if each["name"] == "body"]
    row["brief"] = "more words"
    registry["attributes"] = [each for each in registry["attributes"] if each["name"] != "thread.id"]
    (new / "registry.json").write_text(json.dumps(registry))
    return old, new


class TestVerify:
    def test_differs(self, venus_log, source):
        """
        Statements that the source has otherwise are listed with their present form; exit status 1.
        """
        done = venus_log("schema", "verify", "--source", source)

        rows = {row["format"]: (row["kind"], row["present"] and row["present"]["line"]) for row in done.rows}
        assert (done.status, rows["Going to try to stop instance"], rows["Going to try to start instance"]) == (
            1,
            ("level", 2),
            ("reworded", 3),
        )

    def test_table(self, venus_log, source):
        """
        People read what is quoted, and below it what the source says now, with its place.
        """
        lines = venus_log("schema", "verify", "--source", source, "--format", "table").out.splitlines()

        at = next(n for n, line in enumerate(lines) if line.startswith("compute.instance.start"))
        assert lines[at : at + 2] == [
            "compute.instance.start: reworded: nova.compute.api DEBUG 'Going to try to start instance'",
            "    now nova.compute.api DEBUG 'Going to try to start an instance' (compute/api.py:3)",
        ]

    def test_nothing_to_compare(self, venus_log, tmp_path):
        """
        A folder without any package that scenarios quote is a bad call, not a success.
        """
        done = venus_log("schema", "verify", "--source", tmp_path)

        assert (done.status, "no package that scenarios quote" in done.err) == (2, True)


class TestDiff:
    def test_same(self, venus_log, versions):
        """
        A version differs in nothing from itself.
        """
        done = venus_log("schema", "diff", versions[0], versions[0])

        assert (done.status, done.out) == (0, "")

    @pytest.mark.parametrize(("words", "status"), [((), 1), (("--policy", "minor"), 1), (("--policy", "major"), 0)])
    def test_policy(self, venus_log, versions, words, status):
        """
        Changes are listed; more than the policy, or than the two versions say, allows is exit status 1.
        """
        done = venus_log("schema", "diff", *versions, *words)

        assert (done.status, [(row["name"], row["kind"], row["needs"]) for row in done.rows]) == (
            status,
            [("body", "changed", "patch"), ("thread.id", "removed", "major")],
        )

    def test_table(self, venus_log, versions):
        """
        People read one line per change.
        """
        done = venus_log("schema", "diff", *versions, "--format", "table")

        assert done.out.splitlines()[1] == "removed    thread.id: it is gone (major)"

    def test_no_registry(self, venus_log, versions, tmp_path):
        """
        A folder without a registry is one clear line; exit status 2.
        """
        done = venus_log("schema", "diff", versions[0], tmp_path)

        assert (done.status, done.err.startswith("error: "), "Traceback" in done.err) == (2, True, False)
