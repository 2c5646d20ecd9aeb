"""Findings that a project lives with."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import ConfigError
from venus_logging.lint._finding import Finding
from venus_logging.lint.baseline import Baseline
from venus_logging.lint.source import check
from venus_logging.statements import Source

HEAD = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\n"


def finding(path="a.py", rule="VLP201", anchor="aa", line=1):
    """A finding."""
    return Finding(rule, str(path), line, 1, "text", "error", anchor=anchor)


def anchors(text):
    """The anchors of the findings on a text."""
    return [each.anchor for each in check(Source("x.py", "x", HEAD + text))]


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A baseline of three findings in two files, one of them twice."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.py", "b.py"):
        (tmp_path / name).touch()
    findings = [finding(), finding(line=5), finding("b.py", "VLP202", "bb")]
    baseline = Baseline(tmp_path / "lint.json").renewed(findings, ["a.py", "b.py"])
    baseline.write()
    return baseline


class TestFile:
    def test_form(self, made, tmp_path):
        """
        The file is JSON with one line a finding, and reads back as what it was.
        """
        text = (tmp_path / "lint.json").read_text()
        assert json.loads(text) == {
            "version": 1,
            "findings": {"a.py": {"VLP201": {"aa": 2}}, "b.py": {"VLP202": {"bb": 1}}},
        }
        assert text.splitlines()[3] == '   "aa": 2'
        assert len(Baseline.read(tmp_path / "lint.json")) == 3

    @pytest.mark.parametrize("text", ["", "[]", '{"findings": {"a": 1}}', '{"findings": {"a": {"b": {"c": "d"}}}}'])
    def test_broken(self, tmp_path, text):
        """
        A file that is no baseline is refused.
        """
        path = tmp_path / "lint.json"
        path.write_text(text)

        with pytest.raises(ConfigError, match="no baseline"):
            Baseline.read(path)

    def test_missing(self, tmp_path):
        """
        A baseline that is not there says how to make one.
        """
        with pytest.raises(ConfigError, match="make one: venus-log lint source --baseline"):
            Baseline.read(tmp_path / "gone.json")

    def test_unwritable(self, tmp_path):
        """
        One that cannot be written is an error, not a silence.
        """
        with pytest.raises(ConfigError, match="cannot be written: No such file"):
            Baseline(tmp_path / "gone" / "lint.json").write()


class TestNew:
    def test_known(self, made):
        """
        Known findings are left out, as often as they are known; what is beyond is new.
        """
        third = finding(line=9)
        assert made.new([finding(line=3), finding(line=7), third, finding("b.py", "VLP201")]) == [
            third,
            finding("b.py", "VLP201"),
        ]

    def test_elsewhere(self, made, tmp_path, monkeypatch):
        """
        Paths are relative to the baseline, wherever the command runs.
        """
        (tmp_path / "inner").mkdir()
        monkeypatch.chdir(tmp_path / "inner")

        assert Baseline.read(tmp_path / "lint.json").new([finding("../a.py"), finding(tmp_path / "a.py")]) == []

    def test_lines_move(self):
        """
        A finding stays the same when lines, indentation or names of functions change, and is another when it does.
        """
        first = anchors("def a():\n    LOG.info('x %s' % y)\n")
        moved = anchors("\n\ndef b():\n  if z:\n      LOG.info('x %s' % y)\n")
        other = anchors("def a():\n    LOG.info('x  %s' % z)\n")
        assert (first == moved, first == other) == (True, False)


class TestShrunk:
    def test_mended(self, made):
        """
        A mended finding of a checked file leaves; files that were not checked keep theirs.
        """
        shrunk = made.shrunk([finding()], ["a.py"])
        assert (len(shrunk), shrunk.new([finding("b.py", "VLP202", "bb")])) == (2, [])

    def test_gone(self, made, tmp_path):
        """
        A file that is gone leaves with all that was known of it.
        """
        (tmp_path / "b.py").unlink()
        assert len(made.shrunk([finding(), finding()], ["a.py"])) == 2

    def test_never_grows(self, made):
        """
        New findings do not enter by themselves.
        """
        assert len(made.shrunk([finding()] * 5, ["a.py"])) == 3

    @given(
        st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("rs"))),
        st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("rs"))),
    )
    def test_model(self, tmp_path_factory, before, now):
        """
        What is new, what stays known and what left are differences and the intersection of multisets.
        """
        known = [finding(f"{path}.py", rule) for path, rule in before]
        found = [finding(f"{path}.py", rule) for path, rule in now]
        baseline = Baseline(tmp_path_factory.getbasetemp() / "lint.json")
        made = baseline.renewed(known, ["a.py", "b.py"])
        both = (Counter(before) & Counter(now)).total()

        assert len(made.shrunk(found, ["a.py", "b.py"])) == both
        assert len(made.new(found)) == len(now) - both
