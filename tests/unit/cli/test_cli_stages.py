"""search with stages, its forms, and what is said beside an answer."""

from __future__ import annotations

import re

import pytest

from venus_logging.cli._options import Settings
from venus_logging.cli._watch import watching
from venus_logging.errors import QueryTimeoutError


@pytest.mark.usefixtures("filled")
class TestTables:
    def test_jsonl(self, venus_log):
        """
        A question with stages gives an object a row, with the names of its columns.
        """
        done = venus_log("search", "* | stats count() by level | where count<3", "--all", "--json")

        assert (done.status, done.rows, done.err) == (
            0,
            [{"severity_text": "ERROR", "count": 1}, {"severity_text": "WARNING", "count": 1}],
            "",
        )

    def test_csv(self, venus_log):
        """
        CSV has a header, and nothing where there is no value.
        """
        done = venus_log("search", "* | stats count(), first(exception) as e by level | sort level", "--all", "--csv")

        assert done.out.splitlines() == [
            "severity_text,count,e",
            "ERROR,1,ValueError",
            "INFO,4,",
            "WARNING,1,",
        ]

    def test_table(self, venus_log):
        """
        People read units in the heading, and - where there is no value.
        """
        question = "* | stats count(), max(duration) as longest by level | top 1"
        done = venus_log("search", question, "--all", "--format", "table")

        assert [line.split() for line in done.out.splitlines()] == [
            ["severity_text", "count", "longest", "(s)"],
            ["INFO", "4", "-"],
        ]

    def test_cut(self, venus_log):
        """
        What a limit leaves out is said, and so are events that lack a key.
        """
        done = venus_log("search", "* | stats count() by exception, level", "--all", "--json")
        cut = venus_log("search", "* | stats count() by level", "--all", "--limit", 1, "--json")

        assert (done.err, cut.err) == (
            "5 more events lack one of the fields\n",
            "2 more rows; --limit N or --all shows more\n",
        )

    def test_rows_of_events(self, venus_log):
        """
        fields gives a row an event, the newest first, as many as --limit says.
        """
        done = venus_log("search", "* | fields level, service", "--all", "--limit", 2, "--json")

        assert (done.rows, done.err) == (
            [
                {"severity_text": "WARNING", "service.name": "nova-compute"},
                {"severity_text": "INFO", "service.name": "nova-api"},
            ],
            "4 more rows; --limit N or --all shows more\n",
        )

    def test_limit_of_the_question(self, venus_log):
        """
        A limit alone limits the events.
        """
        assert len(venus_log("search", "* | limit 3", "--all").rows) == 3

    def test_nothing(self, venus_log):
        """
        A table without rows says why.
        """
        done = venus_log("search", "status:500 | stats count() by level", "--all")

        assert done.err.splitlines()[0] == "none of the 6 events of all times fits the question"

    def test_events_as_csv(self, venus_log):
        """
        Events as CSV have one header and the fields that people look for.
        """
        lines = venus_log("search", "level:ERROR", "--all", "--csv").out.splitlines()

        assert (len(lines), lines[0].split(",")[:3]) == (2, ["@timestamp", "severity_text", "service.name"])

    def test_forms_exclude_each_other(self, venus_log):
        """
        Two forms at once are a bad call.
        """
        assert venus_log("search", "--json", "--csv").status == 2


@pytest.mark.usefixtures("filled")
class TestVerbose:
    @pytest.mark.parametrize(
        ("words", "question"),
        [
            (("pivot", "service", "level", "--where", "level>=ERROR", "--by", "5m"),
             "severity_number>=17 | stats count() by time(5m), service.name, severity_text | limit 1000"),
            (("pivot", "service", "level", "--by", "1d", "--timezone", "Europe/Berlin"),
             "* | stats count() by time(1d, Europe/Berlin), service.name, severity_text | limit 1000"),
            (("stats", "exception", "--limit", "3"), "* | stats count() by exception.type | limit 3"),
            (("search", "service:nova-*"), "service.name:nova-*"),
        ],
    )  # fmt: skip
    def test_question(self, venus_log, words, question):
        """
        With -v every command says the question that it is short for, its window, and what the answer cost.
        """
        said = [
            re.sub(r"\d+ ms", "N ms", line)
            for line in venus_log(*words, "-v", "--since", "2026-11-20").err.splitlines()
        ]

        assert [said[0], said[1], said[2]] == [
            f"question: {question}", "window: since 2026-11-20 00:00:00.000", "cost: 1 day read, N ms",
        ]  # fmt: skip


class TestWatch:
    @pytest.mark.usefixtures("filled")
    def test_timeout(self, venus_log):
        """
        A question that takes longer than it may ends with one clear line.
        """
        done = venus_log("search", "--all", "--timeout", 1e-9)

        assert (done.status, "no answer within 1e-09 s" in done.err, done.out) == (3, True, "")

    def test_within_time(self):
        """
        Within its time a question is left alone.
        """
        with watching(Settings(timeout=60)) as watch:
            assert watch(1, 2) is None

    def test_beyond(self):
        """
        Beyond its time it is stopped, and it is said how far it was.
        """
        with watching(Settings(timeout=1e-9)) as watch, pytest.raises(QueryTimeoutError, match="3 of 90 parts"):
            watch(3, 90)


@pytest.mark.usefixtures("filled")
class TestShell:
    @pytest.mark.parametrize(
        ("words", "current", "offered"),
        [
            ("search level:ERR", 2, ["ERROR"]),
            ("search service:nova-c", 2, ["nova-compute"]),
            ("search 'level:ERROR servi", 2, ["service:", "service.instance.id:", "service.name:"]),
            ("search '* | to", 2, ["top "]),
            ("search level:ERROR servi", 3, ["service:"]),
            ("pivot serv", 2, ["service", "service.name"]),
            ("stats level --where exception:Val", 4, ["ValueError"]),
            ("tail level:WARN", 2, ["WARNING"]),
        ],
    )
    def test_bash(self, venus_log, monkeypatch, words, current, offered):
        """
        A shell completes fields, values and stages of the question that is being written.
        """
        monkeypatch.setenv("_VENUS_LOG_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", f"venus-log {words}")
        monkeypatch.setenv("COMP_CWORD", str(current))
        got = [line.partition(",")[2] for line in venus_log().out.splitlines()]

        assert [each for each in offered if not any(line.endswith(each) for line in got)] == []
