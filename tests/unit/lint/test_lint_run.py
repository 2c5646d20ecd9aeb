"""Files, the cache and several processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venus_logging.errors import SourceError
from venus_logging.lint.cache import Cache, version
from venus_logging.lint.files import excluded, find, module_name, read
from venus_logging.lint.run import run

TEXT = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\nLOG.info('x %s' % y)\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A package with an inner one, tests, a hidden folder, a broken file and one in another encoding."""
    monkeypatch.chdir(tmp_path)
    for name in ("nova/__init__.py", "nova/api/__init__.py", "nova/tests/test_x.py", ".tox/x.py", "nova/readme.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "nova" / "api" / "app.py").write_text(TEXT)
    (tmp_path / "nova" / "broken.py").write_text("LOG.info(\n")
    (tmp_path / "nova" / "latin.py").write_bytes(b"# coding: latin-1\nNAME = '\xe4'\n")
    return tmp_path


def names(paths):
    """Paths as text."""
    return [path.as_posix() for path in paths]


class TestFind:
    def test_folder(self, tree):
        """
        Of a folder all Python files are meant but those of tests and hidden folders.
        """
        assert names(find([Path()])) == [
            "nova/__init__.py",
            "nova/api/__init__.py",
            "nova/api/app.py",
            "nova/broken.py",
            "nova/latin.py",
        ]

    def test_named(self, tree):
        """
        A file that is named is meant whatever its name, once.
        """
        assert names(find([Path("nova/readme.txt"), Path("nova/tests"), Path("nova/readme.txt")])) == [
            "nova/readme.txt",
            "nova/tests/test_x.py",
        ]

    def test_patterns(self, tree):
        """
        Patterns are of names or of paths below the folder.
        """
        assert names(find([Path("nova")], ["broken.*", "api/*", "__init__.py", "tests"])) == ["nova/latin.py"]

    def test_missing(self, tree):
        """
        A path where nothing is is an error.
        """
        with pytest.raises(SourceError, match="no file or folder gone"):
            find([Path("gone")])

    @pytest.mark.parametrize(
        ("path", "left_out"), [("nova/x.py", False), ("nova/tests/unit/x.py", True), ("nova/contests/x.py", False)]
    )
    def test_excluded(self, path, left_out):
        """
        A file is left out with any folder on its way.
        """
        assert excluded(Path(path), ["tests"]) is left_out


class TestRead:
    def test_module(self, tree):
        """
        A module's name begins where packages begin.
        """
        assert [module_name(Path(name)) for name in ("nova/api/app.py", "nova/api/__init__.py", "setup.py")] == [
            "nova.api.app",
            "nova.api",
            "setup",
        ]

    def test_encoding(self, tree):
        """
        A file is read in the encoding that it declares.
        """
        assert read(Path("nova/latin.py")).text.endswith("'\xe4'\n")


class TestRun:
    def test_findings(self, tree):
        """
        Each file has its findings; one that is no Python has that one.
        """
        found = {each.path: [finding.rule for finding in each.findings] for each in run(find([Path()]))}
        assert found == {
            "nova/__init__.py": [],
            "nova/api/__init__.py": [],
            "nova/api/app.py": ["VLP201"],
            "nova/broken.py": ["VLP200"],
            "nova/latin.py": [],
        }

    def test_undecodable(self, tree):
        """
        A file that cannot be decoded is a finding, not the end of the run.
        """
        Path("nova/latin.py").write_bytes(b"# coding: klingon\n")

        (got,) = run([Path("nova/latin.py")])
        assert [(each.rule, each.line, each.message.partition(" unknown")[0]) for each in got.findings] == [
            ("VLP200", 1, "nova/latin.py: cannot be read:")
        ]

    def test_processes(self, tree):
        """
        Several processes find what one finds, in the same order.
        """
        for number in range(80):
            Path(f"nova/api/m{number:02}.py").write_text(TEXT * (number % 3))
        files = find([Path()])

        assert list(run(files, jobs=2)) == list(run(files))


class TestCache:
    def test_second_run(self, tree):
        """
        The second run takes everything from the cache, with the same findings.
        """
        files = find([Path()])
        cache = Cache(tree / "cache", "1")
        first = [(each.path, each.findings) for each in run(files, cache)]
        cache.save()

        second = list(run(files, Cache(tree / "cache", "1")))

        assert [(each.path, each.findings) for each in second] == first
        assert all(each.known for each in second)

    @pytest.mark.parametrize(
        ("change", "known"),
        [
            (lambda tree: None, True),
            (lambda tree: (tree / "nova/api/app.py").write_text(TEXT + "\n"), False),
            (lambda tree: (tree / "nova/__init__.py").unlink(), False),
            (lambda tree: (tree / "cache/source.json").write_text("{"), False),
            (lambda tree: (tree / "cache/source.json").write_text("[]"), False),
            (lambda tree: (tree / "cache/source.json").unlink(), False),
        ],
    )
    def test_changes(self, tree, change, known):
        """
        A file is known while its text, its module and the cache are as they were.
        """
        path = Path("nova/api/app.py")
        cache = Cache(tree / "cache", "1")
        list(run([path], cache))
        cache.save()
        change(tree)

        (got,) = run([path], Cache(tree / "cache", "1"))
        assert (got.known, len(got.findings)) == (known, 1)

    def test_version(self, tree):
        """
        Findings of another version are forgotten, and the version is that of rules and registry.
        """
        cache = Cache(tree / "cache", "1")
        list(run([Path("nova/broken.py")], cache))
        cache.save()

        (got,) = run([Path("nova/broken.py")], Cache(tree / "cache", "2"))
        assert (got.known, version()) == (False, version())

    def test_gone(self, tree):
        """
        Files that are gone leave the cache, files that were not asked for stay.
        """
        cache = Cache(tree / "cache", "1")
        list(run(find([Path()]), cache))
        cache.save()
        Path("nova/broken.py").unlink()
        Path("nova/api/app.py").write_text(TEXT * 2)
        cache = Cache(tree / "cache", "1")
        list(run([Path("nova/api/app.py")], cache))
        cache.save()

        kept = json.loads((tree / "cache" / "source.json").read_text())["files"]
        assert sorted(kept) == ["nova/__init__.py", "nova/api/__init__.py", "nova/api/app.py", "nova/latin.py"]
