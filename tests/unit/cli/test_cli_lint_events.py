"""venus-log lint events."""

from __future__ import annotations

import gzip
import io
import json
import sys
from types import SimpleNamespace

import pytest

from venus_logging.testing import minimal_event

EVENT = minimal_event() | {
    "openstack.request.id": "req-b9000564-fe1a-409b-b8cc-1e88b294cd1d",
    "service.name": "nova-api",
    "@timestamp": "2026-11-22T10:00:00.000000Z",
    "severity_number": 9,
    "severity_text": "INFO",
    "log.logger": "nova.a",
    "body": "Started",
}
OSLO = {
    "created": 1.0e9,
    "levelname": "INFO",
    "levelno": 20,
    "name": "nova.a",
    "msg": "Deleted %s",
    "args": [7],
    "message": "Deleted 7",
    "hostname": "h",
    "extra": {"instance": {"user_data": "aHVudGVyMg=="}},
}


def encoded(*rows):
    """Lines of JSON."""
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def good(tmp_path):
    """A file of one good event."""
    path = tmp_path / "good.events.jsonl"
    path.write_text(encoded(EVENT))
    return path


@pytest.fixture
def bad(tmp_path):
    """A file of a good event, an unknown attribute twice, a time of another form, and a line that is no event."""
    path = tmp_path / "bad.events.jsonl"
    red = EVENT | {"colour": "red"}
    path.write_text(encoded(EVENT, red, red, EVENT | {"@timestamp": "2026-11-25 10:00:00"}) + "what?\n")
    return path


class TestFindings:
    def test_good(self, venus_log, good):
        """
        Good events are exit status 0, and what was looked at is said beside.
        """
        done = venus_log("lint", "events", good)

        assert (done.status, done.out, done.err) == (0, "", "1 records of 1 sources, no findings\n")

    def test_bad(self, venus_log, bad):
        """
        Findings of one statement are one object, the worst first; an error is exit status 1.
        """
        done = venus_log("lint", "events", bad)

        assert done.status == 1
        assert [(row["rule"], row["attribute"], row["count"], row["of"], row["line"]) for row in done.rows] == [
            ("VLE103", "colour", 2, 4, 2),
            ("VLE101", "", 1, 1, 5),
            ("VLE101", "@timestamp", 1, 4, 4),
        ]

    def test_shape(self, venus_log, bad):
        """
        The names of a row are those that scripts rely on.
        """
        assert list(venus_log("lint", "events", bad).rows[0]) == [
            *("rule", "severity", "attribute", "message", "service", "logger", "statement", "count", "of"),
            *("path", "line", "got", "hint", "share"),
        ]

    def test_table(self, venus_log, bad):
        """
        People read what is wrong with which statement, and how often.
        """
        lines = venus_log("lint", "events", bad, "--format", "table").out.splitlines()

        assert " ".join(lines[1].split()) == (
            "error VLE103 2 50% nova-api nova.a colour: no attribute of the registry and not under x. Started"
        )

    def test_each(self, venus_log, bad):
        """
        With --each every finding is a line, as compilers say it.
        """
        lines = venus_log("lint", "events", bad, "--each", "--format", "table").out.splitlines()

        assert lines[0] == (f"{bad}:2: error VLE103 colour: no attribute of the registry and not under x. (got 'red')")
        assert len(lines) == 4

    def test_each_rows(self, venus_log, bad):
        """
        In a pipe each finding is an object with the names of lint source.
        """
        rows = venus_log("lint", "events", bad, "--each").rows

        assert [(row["rule"], row["path"], row["line"]) for row in rows] == [
            ("VLE103", str(bad), 2),
            ("VLE103", str(bad), 3),
            ("VLE101", str(bad), 4),
            ("VLE101", str(bad), 5),
        ]

    def test_warning(self, venus_log, tmp_path):
        """
        A warning is shown, and is no failure; --severity leaves it out, --level asks for less.
        """
        path = tmp_path / "a.events.jsonl"
        path.write_text(encoded({name: value for name, value in EVENT.items() if name != "openstack.request.id"}))

        got = [
            venus_log("lint", "events", path, *words) for words in ((), ("--severity", "error"), ("--level", "ERROR"))
        ]

        assert [(each.status, len(each.rows)) for each in got] == [(0, 1), (0, 0), (0, 0)]

    def test_limit(self, venus_log, bad):
        """
        Many rows are cut, which is said.
        """
        done = venus_log("lint", "events", bad, "--limit", "1")

        assert (len(done.rows), done.err.splitlines()[0]) == (1, "1 of 3 rows; --limit N or --all shows more")


class TestSources:
    def test_folder(self, venus_log, good, bad, tmp_path):
        """
        Of a folder all logs of known formats are read; what has none is left out, which is said.
        """
        (tmp_path / "nova-api.log").write_text("text\n")

        done = venus_log("lint", "events", tmp_path)

        assert (done.status, {row["path"] for row in done.rows}) == (1, {str(bad)})
        assert done.err == (
            "6 records of 2 sources, 4 findings, 4 of them errors; 1 files of unknown formats were left out\n"
        )

    @pytest.mark.parametrize("name", ["nova-api.log", "notes.txt"])
    def test_nothing(self, venus_log, tmp_path, name):
        """
        A folder without logs was not checked: exit status 2, not a clean run.
        """
        folder = tmp_path / "empty"
        folder.mkdir()
        (folder / name).write_text("text\n")

        done = venus_log("lint", "events", "empty")

        assert (done.status, done.out, done.err) == (
            2,
            "",
            "error: no log in empty; name a file, and it is checked whatever its name\n",
        )

    def test_missing(self, venus_log):
        """
        A path that is not there is exit status 2.
        """
        assert venus_log("lint", "events", "gone").status == 2

    def test_gzip(self, venus_log, tmp_path, good):
        """
        A packed file is read like any other.
        """
        (tmp_path / "a.events.jsonl.gz").write_bytes(gzip.compress(good.read_bytes()))

        assert venus_log("lint", "events", tmp_path / "a.events.jsonl.gz").status == 0

    def test_standard_input(self, venus_log, bad, monkeypatch):
        """
        A dash is standard input.
        """
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(bad.read_bytes())))

        rows = venus_log("lint", "events", "-", "--each").rows

        assert [(row["path"], row["line"]) for row in rows] == [("-", 2), ("-", 3), ("-", 4), ("-", 5)]

    def test_store(self, venus_log, fill, tmp_path):
        """
        A store is read by its folder or URL, in the window and by the question that are given.
        """
        later = EVENT | {"log.record.uid": "b", "@timestamp": "2026-11-23T10:00:00.000000Z", "service.name": "b"}
        fill({name: value for name, value in EVENT.items() if name != "openstack.request.id"}, later)
        store = tmp_path / "store"
        asked = (("--all",), ("--since", "2026-11-23"), ("--all", "--where", "service:nova-*"), ())

        got = [venus_log("lint", "events", place, *words) for words in asked for place in (store, f"file:{store}")]

        assert [each.err.partition(",")[0] for each in got] == [
            f"{count} records of 1 sources" for count in (2, 2, 1, 1, 1, 1, 0, 0)
        ]
        assert [len(each.rows) for each in got] == [1, 1, 0, 0, 1, 1, 0, 0]

    def test_oslo(self, venus_log, tmp_path):
        """
        oslo.log's JSON is no event of the contract, and objects that it dumps are looked at.
        """
        path = tmp_path / "nova-api.log"
        path.write_text(encoded(OSLO))

        done = venus_log("lint", "events", path)

        assert [(row["rule"], row["attribute"], row["service"], row["statement"]) for row in done.rows] == [
            ("VLE101", "", "nova-api", ""),
            ("VLE107", "extra", "nova-api", ""),
            ("VLE106", "openstack.request.id", "nova-api", "Deleted %s"),
        ]
        assert "hunter2" not in done.out
        assert "aHVudGVyMg" not in done.out

    def test_text(self, venus_log, tmp_path):
        """
        oslo.log's text is judged by what can be made of it.
        """
        path = tmp_path / "nova-api.log"
        path.write_text("2026-11-22 10:00:01.000 1 INFO nova.a [-] It is seven\n")

        assert [(row["rule"], row["count"]) for row in venus_log("lint", "events", path).rows] == [
            ("VLE101", 1),
            ("VLE106", 1),
        ]


class TestScores:
    def test_rows(self, venus_log, good):
        """
        With --scores each service is an object with its shares.
        """
        (row,) = venus_log("lint", "events", good, "--scores").rows

        assert (row["service"], row["records"], row["request"], row["project"], row["valid"], row["tracebacks"]) == (
            "nova-api",
            1,
            100.0,
            0.0,
            100.0,
            None,
        )

    def test_table(self, venus_log, good):
        """
        People read one row a service.
        """
        lines = venus_log("lint", "events", good, "--scores", "--format", "table").out.splitlines()

        assert [line.split() for line in lines] == [
            [
                *("service", "records", "notable", "errors", "request", "project", "resource", "scenario"),
                *("template", "valid", "score", "tracebacks", "secrets", "unreadable"),
            ],
            ["nova-api", "1", "1", "0", "100.0", "0.0", "0.0", "0.0", "0.0", "100.0", "33.3", "-", "0", "0"],
        ]

    @pytest.mark.parametrize(
        ("limits", "status", "said"),
        [
            (("request=100", "33"), 0, []),
            (("34",), 1, ["nova-api: score is 33.3 %, less than 34 %"]),
            (("project=0.5", "errors_request=100"), 1, ["nova-api: project is 0.0 %, less than 0.5 %"]),
        ],
    )
    def test_fail_under(self, venus_log, good, limits, status, said):
        """
        A share below its limit is exit status 1, and which is said; what cannot be shared is not below.
        """
        words = [word for limit in limits for word in ("--fail-under", limit)]

        done = venus_log("lint", "events", good, "--scores", *words)

        assert (done.status, done.err.splitlines()[1:]) == (status, said)

    @pytest.mark.parametrize("limit", ["request", "colour=5", "request=101", "request=many", "-1"])
    def test_bad_limit(self, venus_log, good, limit):
        """
        A limit that is none is refused before anything is read; exit status 2.
        """
        done = venus_log("lint", "events", good, f"--fail-under={limit}")

        assert (done.status, done.err.startswith(f"error: --fail-under {limit!r}: no share and percent; ")) == (2, True)
