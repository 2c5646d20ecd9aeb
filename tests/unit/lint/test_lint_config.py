"""What a project says about its lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from venus_logging.errors import ConfigError
from venus_logging.lint._finding import Finding
from venus_logging.lint.config import Config, codes, read

TOML = """
[tool.venus-logging]
select = ["VLP2"]
ignore = ["vlp214", "VLP22"]
severity = "warning"
exclude = ["locale", "nova/virt/*"]
baseline = "lint.json"
[tool.venus-logging.per-file-ignores]
"nova/cmd/*" = ["VLP226"]
"""
INI = """
[venus-logging]
select = VLP2
ignore = vlp214, VLP22
severity = warning
exclude =
    locale
    nova/virt/*
baseline = lint.json
per-file-ignores =
    nova/cmd/*: VLP226
"""


def finding(rule="VLP202", path="x.py", severity="error"):
    """A finding."""
    return Finding(rule, path, 1, 1, "text", severity)


class TestRead:
    @pytest.mark.parametrize(("name", "text"), [("pyproject.toml", TOML), ("tox.ini", INI), ("setup.cfg", INI)])
    def test_forms(self, tmp_path, name, text):
        """
        The three files say the same, and are found from a folder inside the project.
        """
        (tmp_path / name).write_text(text)
        (tmp_path / "nova" / "api").mkdir(parents=True)

        assert read(tmp_path / "nova" / "api") == Config(
            select=("VLP2",),
            ignore=("VLP214", "VLP22"),
            severity="warning",
            exclude=("locale", "nova/virt/*"),
            per_file_ignores={"nova/cmd/*": ("VLP226",)},
            baseline=tmp_path / "lint.json",
            root=tmp_path,
        )

    def test_order(self, tmp_path):
        """
        A file without our section is passed over, and pyproject.toml goes before tox.ini.
        """
        (tmp_path / "pyproject.toml").write_text("[project]\nname = 'nova'\n")
        (tmp_path / "tox.ini").write_text("[venus-logging]\nselect = VLP201\n")
        first = read(tmp_path).select
        (tmp_path / "pyproject.toml").write_text("[tool.venus-logging]\nselect = ['VLP202']\n")

        assert (first, read(tmp_path).select) == (("VLP201",), ("VLP202",))

    def test_repository(self, tmp_path):
        """
        Nothing is read from outside the repository.
        """
        (tmp_path / "tox.ini").write_text(INI)
        (tmp_path / "inner" / ".git").mkdir(parents=True)

        assert read(tmp_path / "inner") == Config()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[tool.venus-logging]\nselekt = []", "unknown option selekt"),
            ("[tool.venus-logging]\nselect = ['E501']", "select: no rule's code begins with E501"),
            ("[tool.venus-logging]\nselect = 5", "select: got 5"),
            ("[tool.venus-logging]\nseverity = 'fatal'", "severity: got 'fatal'"),
            ("[tool.venus-logging.per-file-ignores]\n'x' = ['W']", "per-file-ignores: no rule's code begins with W"),
            ("[tool]\nvenus-logging = 1", "tool.venus-logging is 1"),
            ("[tool", "cannot be read"),
        ],
    )
    def test_refused(self, tmp_path, text, message):
        """
        What cannot be used is named with its file.
        """
        path = tmp_path / "pyproject.toml"
        path.write_text(text)

        with pytest.raises(ConfigError) as raised:
            read(tmp_path)
        assert raised.value.message.startswith(f"{path}: {message}")

    def test_broken_ini(self, tmp_path):
        """
        An INI that cannot be read is named too.
        """
        (tmp_path / "tox.ini").write_text("nothing\n")

        with pytest.raises(ConfigError, match=r"tox\.ini: cannot be read: File contains no section headers"):
            read(tmp_path)


class TestCodes:
    def test_list(self):
        """
        Codes stand with commas or white space between, and in any case.
        """
        assert codes(" vlp201,VLP2\nVLP200 ") == ("VLP201", "VLP2", "VLP200")


class TestWants:
    @pytest.mark.parametrize(
        ("config", "wanted"),
        [
            (Config(), True),
            (Config(select=("VLP20",)), True),
            (Config(select=("VLP201",)), False),
            (Config(ignore=("VLP201",)), True),
            (Config(ignore=("VLP2",)), False),
            (Config(severity="error"), True),
            (Config(per_file_ignores={"x.*": ("VLP202",)}), False),
            (Config(per_file_ignores={"y.*": ("VLP202",)}), True),
        ],
    )
    def test_choice(self, config, wanted):
        """
        A finding is wanted if it is selected, not ignored and grave enough.
        """
        assert config.wants(finding()) is wanted

    @pytest.mark.parametrize(("least", "wanted"), [("info", True), ("warning", True), ("error", False)])
    def test_severity(self, least, wanted):
        """
        What is less grave than asked for is not reported.
        """
        assert Config(severity=least).wants(finding(severity="warning")) is wanted

    def test_root(self, tmp_path, monkeypatch):
        """
        Patterns of paths are relative to the file that says them, wherever the command runs.
        """
        config = Config(per_file_ignores={"nova/cmd/*": ("VLP",)}, root=tmp_path)
        (tmp_path / "nova" / "cmd").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "nova")

        got = [
            config.wants(finding(path=path)) for path in ("cmd/api.py", str(Path.cwd() / "cmd" / "api.py"), "api.py")
        ]
        assert got == [False, False, True]
