"""venus-log config: what it prints, and what it does to files that are there."""

from __future__ import annotations

import pytest

from venus_logging.deliver.ini import Ini, render_logrotate


class TestOutput:
    @pytest.mark.parametrize("before", [None, ""], ids=["new", "empty"])
    def test_new(self, venus_log, tmp_path, before):
        """
        A file that is new or was empty is written, and nothing is put beside it.
        """
        path = tmp_path / "x.conf"
        if before is not None:
            path.write_text(before)

        done = venus_log("config", "logrotate", "--service", "nova-api", "--output", "x.conf")

        assert (done.status, done.out, done.err) == (0, "", "wrote x.conf\n")
        assert {each.name: each.read_text() for each in tmp_path.glob("x*")} == {
            "x.conf": render_logrotate(Ini("nova-api"))
        }

    def test_kept(self, venus_log, tmp_path):
        """
        What somebody wrote there is kept beside it, which is said; writing the same again leaves that alone.
        """
        path = tmp_path / "x.conf"
        path.write_text("mine\n")
        path.chmod(0o600)
        words = ("config", "uwsgi", "--service", "nova-api", "--output", path)

        said = [venus_log(*words).err, venus_log(*words).err]

        kept = tmp_path / "x.conf.bak"
        assert said == [f"wrote {path}; the old one is {kept}\n", f"wrote {path}\n"]
        assert (kept.read_text(), kept.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == ("mine\n", 0o600, 0o600)

    def test_nowhere(self, venus_log):
        """
        A place that cannot be written is one clear line; exit status 2.
        """
        done = venus_log("config", "uwsgi", "--service", "nova-api", "--output", "gone/x")

        assert (done.status, done.err) == (2, "error: cannot write gone/x: No such file or directory\n")


class TestLogrotate:
    @pytest.mark.parametrize(
        ("words", "folder"),
        [
            ((), "/var/log/nova"),
            (("--layout", "kolla"), "/var/log/kolla/nova"),
            (("--layout", "kolla", "--log-dir", "/logs"), "/logs"),
        ],
        ids=["plain", "kolla", "folder"],
    )
    def test_layout(self, venus_log, words, folder):
        """
        The snippet is for the folder of the layout, unless one is named.
        """
        done = venus_log("config", "logrotate", "--service", "nova-api", *words)

        assert done.out.splitlines()[0] == f'"{folder}/*.events.jsonl" {{'
