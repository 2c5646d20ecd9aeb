"""venus-log lint schema."""

from __future__ import annotations

import shutil

import pytest

from venus_logging.contract.data import folder


@pytest.fixture
def specs(tmp_path):
    """A copy of the specification with an attribute whose name is the beginning of another."""
    copy = tmp_path / "specs"
    shutil.copytree(folder("specs"), copy)
    path = next(
        each for each in sorted((copy / "registry").glob("*.yaml")) if "openstack.request.id" in each.read_text()
    )
    path.write_text(path.read_text().replace("openstack.request.global_id", "openstack.request.id.global"))
    return copy


class TestSchema:
    def test_shipped(self, venus_log):
        """
        The specification of this installation has no finding.
        """
        done = venus_log("lint", "schema")
        assert (done.status, done.out, done.err.partition(" in ")[0]) == (0, "", "0 findings")

    def test_finding(self, venus_log, specs):
        """
        A contradiction is named by its rule; exit status 1.
        """
        done = venus_log("lint", "schema", "--specs", specs)

        assert done.status == 1
        assert "prefixes" in {row["rule"] for row in done.rows}
        assert "openstack.request.id" in done.out

    def test_table(self, venus_log, specs):
        """
        People read a line each.
        """
        done = venus_log("lint", "schema", "--specs", specs, "--format", "table")
        assert any(line.startswith("prefixes: ") for line in done.out.splitlines())
