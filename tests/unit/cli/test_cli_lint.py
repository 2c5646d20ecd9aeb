"""venus-log schema and completion."""

from __future__ import annotations

import shutil

import pytest

from venus_logging.contract.data import folder


class TestSchema:
    def test_check(self, venus_log):
        """
        The schemas of this checkout are as generated.
        """
        done = venus_log("schema", "generate", "--check")

        assert (done.status, done.out) == (0, "")

    def test_generate(self, venus_log, tmp_path):
        """
        What differs is named by --check with exit status 1, and mended without it.
        """
        schemas = tmp_path / "schemas"
        shutil.copytree(folder("schemas"), schemas)
        registry = next(schemas.glob("*/registry.json"))
        registry.write_text("{}")
        words = ("schema", "generate", "--schemas", schemas)

        got = [venus_log(*words, "--check"), venus_log(*words), venus_log(*words, "--check")]

        rows = [{"file": str(registry.relative_to(schemas)), "was": "different"}]
        assert [(each.status, each.rows) for each in got] == [(1, rows), (0, rows), (0, [])]

    def test_bad_specs(self, venus_log, tmp_path):
        """
        A specification that cannot be read is one clear line; exit status 2.
        """
        done = venus_log("schema", "generate", "--specs", tmp_path, "--schemas", tmp_path)

        assert (done.status, done.err.startswith("error: "), "Traceback" in done.err) == (2, True, False)


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_script(self, venus_log, shell):
        """
        The script of each shell completes venus-log.
        """
        done = venus_log("completion", shell)

        assert (done.status, f"_VENUS_LOG_COMPLETE={shell}_complete" in done.out) == (0, True)

    def test_completes(self, venus_log, monkeypatch):
        """
        What the script calls answers with commands.
        """
        for name, value in {
            "_VENUS_LOG_COMPLETE": "bash_complete",
            "COMP_WORDS": "venus-log pi",
            "COMP_CWORD": "1",
        }.items():
            monkeypatch.setenv(name, value)

        assert venus_log().out == "plain,pivot\n"
