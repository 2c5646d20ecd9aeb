"""Which lines a change touches."""

from __future__ import annotations

import difflib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import ConfigError
from venus_logging.lint._finding import Finding, Place
from venus_logging.lint.changed import Changes, from_diff, from_git

LINES = st.lists(
    st.sampled_from(["a\n", "b\n", "+++ c\n", "--- d\n", "@@ -1 +1 @@\n", "\n", "f\u2028g\n"]), max_size=12
)


class TestDiff:
    @given(LINES, LINES, st.integers(0, 3))
    def test_model(self, before, after, context):
        """
        The changed lines of a diff are those that difflib inserts or replaces, whatever the lines say.
        """
        diff = "".join(difflib.unified_diff(before, after, "a/x.py", "b/x.py", n=context))
        blocks = difflib.SequenceMatcher(None, before, after).get_opcodes()
        expected = {line + 1 for tag, _, _, low, high in blocks if tag != "equal" for line in range(low, high)}

        assert from_diff(diff, Path("/r")).lines.get(Path("/r/x.py"), set()) == expected

    def test_git_form(self):
        """
        Names are as git writes them, of several files, and one that was deleted has no lines.
        """
        text = (
            "diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n@@ -1,0 +2,2 @@ def f():\n+a\n+b\n"
            "diff --git a/y.py b/y.py\ndeleted file mode 100644\n--- a/y.py\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-c\n"
            "--- z.py\t2026-11-25\n+++ z.py\t2026-11-26\n@@ -3 +3 @@\n-d\n+e\n\\ No newline at end of file\n"
        )
        assert {str(path): lines for path, lines in from_diff(text, Path("/r")).lines.items() if lines} == {
            "/r/x.py": {2, 3},
            "/r/z.py": {3},
        }

    def test_mnemonic(self):
        """
        The prefixes of git's diff.mnemonicPrefix are left out too, and a folder of one letter is none.
        """
        text = (
            "diff --git i/x.py w/x.py\n--- i/x.py\n+++ w/x.py\n@@ -1,0 +2 @@\n+a\n"
            "diff --git i/w/y.py w/w/y.py\n--- i/w/y.py\n+++ w/w/y.py\n@@ -1,0 +3 @@\n+a\n"
        )
        assert from_diff(text, Path("/r")).lines == {Path("/r/x.py"): {2}, Path("/r/w/y.py"): {3}}
        assert from_diff("diff --git w/x w/x\n+++ w/x\n@@ -1 +1 @@\n+a\n", Path("/r")).lines == {Path("/r/w/x"): {1}}


class TestHas:
    @pytest.mark.parametrize(("line", "inside"), [(3, False), (4, True), (5, True), (6, True), (7, False), (1, True)])
    def test_lines(self, line, inside):
        """
        A finding is of a change that touches its statement, or a place that it names.
        """
        finding = Finding(
            "VLP202", "x.py", 5, 1, "text", "error", first_line=4, end_line=6, related=(Place(1, 1, "", ""),)
        )
        assert Changes({Path("x.py").absolute(): {line}}).has(finding) is inside

    def test_files(self):
        """
        A file that is new is touched everywhere, one that the change does not name nowhere.
        """
        changes = Changes({Path("/new.py"): None, Path("/empty.py"): set()})
        findings = [Finding("VLP202", path, 5, 1, "text", "error") for path in ("/new.py", "/empty.py", "/other.py")]
        assert [changes.has(each) for each in findings] == [True, False, False]
        assert [changes.touches(Path(each.path)) for each in findings] == [True, False, False]


class TestGit:
    @pytest.fixture
    def repository(self, tmp_path):
        """A repository with a committed file that was changed since, and a file that git does not know."""
        inner = tmp_path / "inner"
        inner.mkdir()
        (inner / "x.py").write_text("a\nb\nc\n")
        name = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        for words in (("init", "-q"), ("add", "."), (*name, "commit", "-q", "-m", "x")):
            subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
        (inner / "x.py").write_text("a\nB\nc\nd\n")
        (inner / "n\u00e4w.py").write_text("e\n")
        return inner

    @pytest.mark.parametrize("setting", ["diff.mnemonicPrefix", "diff.noprefix", "color.diff"])
    def test_since(self, repository, setting):
        """
        Changed lines of known files and all of unknown ones are found, from a folder inside, however git is set up.
        """
        value = "always" if setting == "color.diff" else "true"
        subprocess.run(["git", "-C", str(repository), "config", setting, value], check=True)
        assert from_git("HEAD", repository).lines == {repository / "x.py": {2, 4}, repository / "n\u00e4w.py": None}

    @pytest.mark.parametrize(
        ("revision", "message"), [("gone", "git diff: fatal: "), ("--output=x", "no revision --output=x")]
    )
    def test_refused(self, repository, revision, message):
        """
        What is no revision is an error, and never an option of git.
        """
        with pytest.raises(ConfigError) as raised:
            from_git(revision, repository)
        assert raised.value.message.startswith(message)

    def test_no_repository(self, tmp_path):
        """
        Outside of a repository there is nothing to compare with.
        """
        with pytest.raises(ConfigError, match="git diff"):
            from_git("HEAD", tmp_path)
