"""search, context, chain, pivot, stats, fields and info: what programs read, what people read."""

from __future__ import annotations

import pytest

ALL = ("--all", "--format", "jsonl")


@pytest.mark.usefixtures("filled")
class TestJsonLines:
    def test_search(self, venus_log, event):
        """
        search prints events as stored, newest first.
        """
        done = venus_log("search", "level>=WARNING", *ALL)

        assert (done.status, done.rows) == (
            0,
            [
                event(6, severity_text="WARNING", severity_number=13, service__name="nova-compute"),
                event(
                    4,
                    severity_text="ERROR",
                    severity_number=17,
                    exception__type="ValueError",
                    exception__message="no",
                ),
            ],
        )

    def test_context(self, venus_log):
        """
        context prints the events of the same service and host, in order.
        """
        done = venus_log("context", f"{4:032x}", "-n", 1, "--format", "jsonl")

        assert (done.status, [row["body"] for row in done.rows]) == (0, ["event 1", "event 4"])

    @pytest.mark.parametrize("given", ["req-g", "g", "req-a", "b"])
    def test_chain(self, venus_log, given):
        """
        chain prints the events of a local or a global id, with or without req-, in order.
        """
        done = venus_log("chain", given, "--format", "jsonl")

        assert (done.status, [row["body"] for row in done.rows]) == (0, ["event 1", "event 2", "event 3"])

    def test_pivot(self, venus_log):
        """
        pivot prints an object a row with canonical field names and count, the most frequent first.
        """
        done = venus_log("pivot", "service", "level", *ALL)

        assert done.rows == [
            {"service.name": service, "severity_text": level, "count": count}
            for service, level, count in [
                ("nova-api", "INFO", 2),
                ("glance-api", "INFO", 1),
                ("neutron-api", "INFO", 1),
                ("nova-api", "ERROR", 1),
                ("nova-compute", "WARNING", 1),
            ]
        ]

    def test_pivot_by(self, venus_log):
        """
        With --by each row has its time.
        """
        done = venus_log("pivot", "service", "level", "--by", "5m", "--where", "level>=WARNING", *ALL)

        assert done.rows == [
            {"time": "2026-11-22T10:00:00.000000Z", "service.name": service, "severity_text": level, "count": 1}
            for service, level in [("nova-api", "ERROR"), ("nova-compute", "WARNING")]
        ]

    def test_three_fields(self, venus_log):
        """
        pivot takes three fields.
        """
        done = venus_log("pivot", "service", "host", "level", "--where", "host:h2", *ALL)

        assert done.rows == [{"service.name": "nova-api", "host.name": "h2", "severity_text": "INFO", "count": 1}]

    def test_stats(self, venus_log):
        """
        stats prints value and count.
        """
        done = venus_log("stats", "host", *ALL)

        assert done.rows == [{"value": "h1", "count": 5}, {"value": "h2", "count": 1}]

    def test_fields(self, venus_log):
        """
        fields prints each field that occurs, with its other names, its kind and how many events have it.
        """
        rows = {row["field"]: row for row in venus_log("fields", *ALL).rows}

        got = rows["service.name"], rows["exception.type"]["count"]
        assert got == (
            {
                "field": "service.name",
                "aliases": ["service", "programname"],
                "kind": "keyword",
                "count": 6,
                "brief": rows["service.name"]["brief"],
            },
            1,
        )

    def test_info(self, venus_log, tmp_path):
        """
        info prints where the store is and what it holds.
        """
        (row,) = venus_log("info", "--format", "jsonl").rows

        assert row == {
            "url": str(tmp_path / "store"),
            "events": 6,
            "days": ["2026-11-22"],
            "oldest": "2026-11-22T10:00:01.000000Z",
            "newest": "2026-11-22T10:00:06.000000Z",
            "bytes": row["bytes"],
            "sizes": row["sizes"],
        }

    def test_in_a_pipe(self, venus_log):
        """
        Without a terminal the default is JSON lines.
        """
        assert venus_log("stats", "host", "--all").out == venus_log("stats", "host", *ALL).out


@pytest.mark.usefixtures("filled")
class TestTable:
    def test_search(self, venus_log):
        """
        An event is one line: uid, time, level, service, body, and its error.
        """
        done = venus_log("search", "level:ERROR", "--all", "--format", "table")

        assert done.out.split() == [
            "000000000000", "2026-11-22", "10:00:04.000", "ERROR", "nova-api", "event", "4", "<-", "ValueError:", "no",
        ]  # fmt: skip

    def test_zone(self, venus_log):
        """
        People read times in their zone.
        """
        done = venus_log("search", "level:ERROR", "--all", "--format", "table", "--timezone", "Europe/Berlin")

        assert "2026-11-22 11:00:04.000" in done.out

    def test_chain(self, venus_log):
        """
        The first line of a chain's table says its keys and services.
        """
        done = venus_log("chain", "req-b", "--format", "table")

        assert done.out.splitlines()[0] == "chain req-g: 3 events of nova-api, neutron-api, glance-api"

    def test_marked(self, venus_log):
        """
        The event that context was asked for is marked.
        """
        done = venus_log("context", f"{2:032x}", "--format", "table")

        assert [line[0] for line in done.out.splitlines()] == [">"]

    def test_pivot(self, venus_log):
        """
        A pivot is a table with a head.
        """
        done = venus_log("pivot", "service", "level", "--all", "--format", "table", "--where", "host:h2")

        assert [line.split() for line in done.out.splitlines()] == [
            ["service.name", "severity_text", "count"],
            ["nova-api", "INFO", "1"],
        ]

    def test_info(self, venus_log):
        """
        info is a table for people.
        """
        rows = dict(line.split(None, 1) for line in venus_log("info", "--format", "table").out.splitlines()[1:])

        assert (rows["events"].strip(), rows["newest"].strip()) == ("6", "2026-11-22 10:00:06.000")


class TestHostileText:
    EVIL = "\x1b]0;owned\x07\x1b[31m\u202egnp\x9b\r\nINFO forged"

    @pytest.mark.parametrize(
        "words",
        [
            ("search", "--all"),
            ("pivot", "service", "level", "--all"),
            ("stats", "service", "--all"),
            ("chain", "req-x"),
            ("context", "evil-1"),
        ],
    )
    def test_table(self, venus_log, event, fill, words):
        """
        No control character of an event reaches a terminal, nor can it begin a line of its own.
        """
        fill(
            event(
                1,
                body=self.EVIL,
                service__name=self.EVIL,
                severity_text=self.EVIL,
                exception__type=self.EVIL,
                exception__message=self.EVIL,
                openstack__request__id="req-x",
                log__record__uid="evil-1",
            )
        )
        out = venus_log(*words, "--format", "table").out

        assert ([char for char in out if not char.isprintable() and char != "\n"], "\nINFO forged" in out) == (
            [],
            False,
        )

    def test_uid(self, venus_log, event, fill):
        """
        Nor does one of a uid that somebody made up.
        """
        fill(event(1, log__record__uid="\x1b[31m"))

        assert "\x1b" not in venus_log("search", "--all", "--format", "table").out

    def test_emoji(self, venus_log, event, fill):
        """
        Text stays as it is, also where a library would draw a picture.
        """
        fill(event(1, service__name=":100: [bold]x[/bold]"))

        assert ":100: [bold]x[/bold]" in venus_log("stats", "service", "--all", "--format", "table").out

    def test_jsonl(self, venus_log, event, fill):
        """
        JSON lines keep the text, escaped as JSON does.
        """
        fill(event(1, body=self.EVIL))

        assert [row["body"] for row in venus_log("search", *ALL).rows] == [self.EVIL]


@pytest.mark.usefixtures("filled")
class TestWindow:
    @pytest.mark.parametrize(
        "words",
        [("search",), ("pivot", "service", "level"), ("stats", "host"), ("fields",)],
        ids=lambda words: words[0],
    )
    def test_default(self, venus_log, words):
        """
        By default the last 24 hours are looked at; no hits say where the newest event is, on standard error.
        """
        done = venus_log(*words)

        assert (done.status, done.out, "newest event of the store is of 2026-11-22 10:00:06" in done.err) == (
            0,
            "",
            True,
        )

    def test_since(self, venus_log):
        """
        --since and --until limit the window; a date includes that day.
        """
        got = [
            len(venus_log("search", "--since", since, "--until", until).rows)
            for since, until in [
                ("2026-11-22", "2026-11-22"),
                ("2026-11-22T10:00:03Z", "2026-11-22T10:00:05Z"),
                ("2026-11-23", "2026-11-24"),
            ]
        ]

        assert got == [6, 2, 0]

    def test_question_first(self, venus_log):
        """
        Times of the question win over those of the flags.
        """
        done = venus_log("search", "since:2026-11-22T10:00:06Z", "--since", "2026-11-23", "--until", "2026-11-25")

        assert len(done.rows) == 1

    def test_zone(self, venus_log):
        """
        --timezone is the zone of times that do not say it.
        """
        done = venus_log("search", "--since", "2026-11-22T11:00:06", "--until", "2026-11-23", "--timezone", "+01:00")

        assert len(done.rows) == 1

    def test_chain_looks_at_everything(self, venus_log):
        """
        chain has no default window, but takes one.
        """
        got = [len(venus_log("chain", "req-g", *words).rows) for words in ((), ("--since", "2026-11-22T10:00:02Z"))]

        assert got == [3, 2]

    def test_limit(self, venus_log):
        """
        What --limit cuts is said, on standard error.
        """
        done = venus_log("search", "--all", "--limit", 2)

        assert (len(done.rows), done.err) == (2, "2 of 6 events; --limit N or --all shows more\n")

    def test_limit_of_pivot(self, venus_log):
        """
        Rows beyond the limit are counted.
        """
        done = venus_log("pivot", "service", "level", "--all", "--limit", 1)

        assert (len(done.rows), done.err) == (1, "4 more rows; --limit N or --all shows more\n")

    def test_default_limit(self, venus_log, fill, event):
        """
        search shows 100 events unless told otherwise.
        """
        fill(*(event(number) for number in range(100, 240)))

        got = [len(venus_log("search", "--since", "2026-11-22", *words).rows) for words in ((), ("--all",))]

        assert got == [100, 146]

    def test_empty_store(self, venus_log, tmp_path, fill):
        """
        An empty store says what to do.
        """
        fill_here = tmp_path / "other"
        venus_log("ingest", _touch(tmp_path / "a.log"), "--store", fill_here)

        done = venus_log("search", "--store", fill_here)
        assert (done.status, done.err) == (0, f"no events: the store {fill_here} is empty; run venus-log ingest\n")


def _touch(path):
    path.touch()
    return path


@pytest.mark.usefixtures("filled")
class TestSaid:
    def test_keyword_in_lower_case(self, venus_log):
        """
        A keyword in lower case is a word, and that is said.
        """
        done = venus_log("search", "level:ERROR and service:nova-api", "--all")
        assert "note: 'and' was searched for as a word; the keyword is AND" in done.err

    def test_field_that_nothing_has(self, venus_log):
        """
        Where a question fits no event because none has its field, that is said, not that the window is empty.
        """
        done = venus_log("search", "status:500", "--all")
        assert done.err.splitlines() == [
            "none of the 6 events of all times fits the question",
            "no event of all times has http.response.status_code",
        ]

    def test_chain_outside(self, venus_log):
        """
        A chain that lies outside the window is not said to be missing.
        """
        done = venus_log("chain", "req-g", "--since", "now-1h")
        assert done.err == "3 events of the chain of req-g, none of them inside --since and --until\n"

    def test_stage(self, venus_log):
        """
        A stage in a command's question is refused rather than ignored.
        """
        done = venus_log("stats", "level", "--where", "* | stats count() by host")
        assert (done.status, "a stage cannot stand in a command's question" in done.err) == (2, True)

    def test_time_in_the_question(self, venus_log):
        """
        A question that says itself when is not cut by the default window.
        """
        assert len(venus_log("search", "time>=2026-11-22T10:00Z").rows) == 6
