"""flake8 lists the plugin, and hacking and our rules run side by side."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

PLUGINS = {each.name for each in entry_points(group="flake8.extension")}
needs_flake8 = pytest.mark.skipif(
    not {"VLP", "F"} <= PLUGINS,
    reason="flake8 is not installed beside venus-logging (pip install flake8 hacking)",
)
needs_hacking = pytest.mark.skipif(
    not any(name.startswith("H") for name in PLUGINS), reason="hacking is not installed (pip install hacking)"
)


def found(project, *words):
    """Line and code of each finding of flake8."""
    done = project.run("flake8", "--isolated", "--format", "%(row)d %(code)s", "shelf", *words)
    assert done.stderr == ""
    return [tuple(line.split()) for line in done.stdout.splitlines()]


@needs_flake8
class TestFlake8:
    def test_version(self, project):
        """
        flake8 --version lists the plugin by its name.
        """
        assert "venus-logging" in project.run("flake8", "--version").stdout

    def test_findings(self, project):
        """
        Findings of the plugin are flake8's, as are select and noqa.
        """
        path = project.folder / "shelf" / "volumes.py"
        path.write_text(path.read_text().replace("{volume.name}')", "{volume.name}')  # noqa: VLP201"))

        assert found(project, "--select", "VLP2") == [("11", "VLP208")]

    def test_baseline(self, project):
        """
        What the project's baseline knows is not reported.
        """
        (project.folder / "tox.ini").write_text("[venus-logging]\nbaseline = known.json\n")
        project.run("venus-log", "lint", "source", "shelf", "--write-baseline")
        before = found(project, "--select", "VLP")
        with (project.folder / "shelf" / "volumes.py").open("a") as file:
            file.write("    LOG.warning('%s of %s has no pool')\n")

        assert (before, found(project, "--select", "VLP")) == ([], [("12", "VLP208")])

    @needs_hacking
    def test_hacking(self, project):
        """
        hacking's checks and ours report the same file side by side, each under its own code.
        """
        with (project.folder / "shelf" / "volumes.py").open("a") as file:
            file.write("    LOG.warn('Volume is gone')\n    LOG.info('Lost pool %s' % volume.pool)\n")
        words = ("--enable-extensions", "H904", "--select", "H,VLP")

        assert {(line, code.strip(":")) for line, code in found(project, *words)} == {
            ("7", "VLP201"), ("11", "VLP208"), ("12", "H906"), ("13", "H904"), ("13", "VLP201"),
        }  # fmt: skip
