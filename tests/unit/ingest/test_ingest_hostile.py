"""Input that nobody should write: garbage, huge lines, NUL bytes, wrong encodings; always counted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingesting import Ingester

from venus_logging.ingest.sources.files import MAX_LINE

EVENT = {
    "@timestamp": "2026-11-25T10:00:00Z",
    "log.record.uid": "u1",
    "service.name": "nova-api",
    "host.name": "h1",
    "body": "b",
}


def balanced(report):
    """Whether the account closes."""
    return report.lines == report.records + report.continuation + report.rejected + report.pending and (
        report.records == report.added + report.duplicate
    )


class TestText:
    def test_crlf(self, ingester, line):
        """
        Line ends of Windows are no part of a message.
        """
        ingester.read(ingester.write(line(1, "a\r") + line(2, "b\r")))

        assert ingester.bodies() == ["a", "b"]

    def test_not_utf8(self, ingester, line):
        """
        Bytes that are no UTF-8 become U+FFFD; the record stays.
        """
        ingester.read(ingester.write(line(1, "caf").rstrip() + b"\xe9\n"))

        assert ingester.bodies() == ["caf\ufffd"]

    def test_nul(self, ingester, line):
        """
        NUL bytes in a message are kept.
        """
        ingester.read(ingester.write(line(1, "a\0b")))

        assert ingester.bodies() == ["a\0b"]

    def test_huge_line(self, ingester, account, line):
        """
        A line longer than a reader takes is rejected, kept cut, and the lines around it are read.
        """
        path = ingester.write(line(1, "a") + line(2, "x" * (MAX_LINE + 5)) + line(3, "b"))

        got = ingester.read(path)

        assert (got, ingester.bodies(), [(reason, len(raw)) for reason, raw in ingester.rejects()]) == (
            [account(path, 3, 2, 2, 0, 1)],
            ["a", "b"],
            [("line too long", 131_072)],
        )

    def test_endless_record(self, ingester, account, line):
        """
        A record takes 20,000 lines; what comes after is rejected.
        """
        path = ingester.write(line(1, "a") + b"x\n" * 20_001 + line(2, "b"))

        assert ingester.read(path) == [account(path, 20_003, 2, 2, 0, 2, 19_999)]

    def test_begins_amid_a_traceback(self, ingester, account, line):
        """
        A file that begins with a long rest of a traceback is still known as text.
        """
        rest = b"".join(line(0, f"  File {number}", context="") for number in range(200))
        path = ingester.write(rest + line(1, "a"))

        assert ingester.read(path) == [account(path, 201, 1, 1, 0, 200)]

    @pytest.mark.parametrize("stamp", ["2026-13-01 10:00:00.000", "0000-01-01 10:00:00.000", "2026-02-30 10:00:00.000"])
    def test_bad_time(self, ingester, stamp):
        """
        A record of no time is rejected, not guessed.
        """
        (got,) = ingester.read(ingester.write(f"{stamp} 1 INFO nova.a [-] a\n".encode()))

        assert (got.rejected, got.records, ingester.rejects()[0][0].startswith("bad time")) == (1, 0, True)

    def test_no_format(self, ingester, account):
        """
        A file of no known format is rejected line by line.
        """
        path = ingester.write(b"[pid: 1|app: 0|req: 1/1] 127.0.0.1 () {30 vars}\nspawned uWSGI worker 1\n")

        assert ingester.read(path) == [account(path, 2, 0, 0, 0, 2)]


class TestJson:
    @pytest.mark.parametrize(
        "value",
        [
            {**EVENT, "x.a": {"b": 1}},
            {**EVENT, "x.a": [1, None, {"c": []}]},
            {**EVENT, "severity_number": 2**70},
            {**EVENT, "severity_number": None},
            {**EVENT, "log.logger": ["a"]},
            {**EVENT, "": ""},
            {**EVENT, "body": ""},
            {**EVENT, "openstack.record.number": "x"},
            {**EVENT, "openstack.related.ids": "not a list"},
        ],
    )
    def test_invalid_is_kept(self, ingester, account, value):
        """
        An event that breaks the contract is kept, with the reasons.
        """
        path = ingester.write(json.dumps(value).encode() + b"\n", "a.events.jsonl")

        got = ingester.read(path)

        assert (got, ["x.venus.invalid" in each for each in ingester.events()]) == ([account(path, 1, 1, 1)], [True])

    @pytest.mark.parametrize(
        "text",
        [
            b'{"log.record.uid":',
            b'{"log.record.uid": 1}',
            b'{"log.record.uid": NaN}',
            json.dumps({**EVENT, "@timestamp": "yesterday"}).encode(),
            json.dumps({**EVENT, "@timestamp": 17}).encode(),
            json.dumps({**EVENT, "body": None}).encode(),
            b"[1, 2]",
            b"\xff\xfe",
            b"[" * 100_000,
        ],
    )
    def test_unusable_is_rejected(self, ingester, account, text):
        """
        What lacks identity, time or body is rejected, and the line after it is read.
        """
        path = ingester.write(text + b"\n" + json.dumps(EVENT).encode() + b"\n", "a.events.jsonl")

        assert ingester.read(path) == [account(path, 2, 1, 1, 0, 1)]

    @pytest.mark.parametrize(
        "change",
        [
            {"created": "no"},
            {"created": None},
            {"created": 1e30},
            {"levelno": "x"},
            {"message": 7},
        ],
    )
    def test_unusable_record(self, ingester, account, change):
        """
        A record of JSONFormatter without a usable time, level or message is rejected.
        """
        record = {"created": 1.0e9, "levelname": "INFO", "levelno": 20, "message": "m", "name": "n", "hostname": "h"}
        path = ingester.write(json.dumps(record | change).encode() + b"\n")

        assert ingester.read(path) == [account(path, 1, 0, 0, 0, 1)]

    def test_name_of_the_file(self, ingester, line):
        """
        A file whose name is no text is read, and its account can be written down.
        """
        path = ingester.folder / os.fsdecode(b"nova-\xff.log")
        path.write_bytes(line(1, "a"))

        (got,) = ingester.read(path)

        assert (got.file.isprintable(), got.added, ingester.events()[0]["service.name"]) == (True, 1, "nova-\ufffd")


class TestAnything:
    @given(data=st.binary(max_size=400).filter(lambda data: not data.startswith(b"\x1f\x8b")))
    @settings(max_examples=60, deadline=None)
    def test_bytes(self, data):
        """
        Whatever bytes a file holds, every line is accounted for.
        """
        got = _read(data)

        assert (balanced(got), got.lines) == (True, data.count(b"\n") + (not data.endswith(b"\n") and data != b""))

    @given(
        st.lists(
            st.sampled_from(
                [
                    b"2026-11-25 10:00:01.000 1 INFO nova.a [-] a",
                    b"2026-11-25 10:00:02.000 2 ERROR nova.a [req-1 req-2 u p - d d] b",
                    b"2026-11-25 10:00:02.000 2 ERROR nova.a Traceback (most recent call last):",
                    b"2026-11-25 10:00:02.000 2 ERROR nova.a ValueError: no",
                    b"2026-99-25 10:00:02.000 3 INFO nova.a [-] c",
                    json.dumps(EVENT).encode(),
                    b'{"levelname": "INFO", "created": 1, "message": "m"}',
                    b"{",
                    b"",
                    b"\0\r",
                    b"\xff",
                ]
            ),
            max_size=12,
        )
    )
    @settings(max_examples=60, deadline=None)
    def test_lines(self, rows):
        """
        Whatever lines follow each other, every one is accounted for.
        """
        got = _read(b"\n".join(rows))

        assert balanced(got)


def _read(data):
    with TemporaryDirectory() as folder:
        ingester = Ingester(Path(folder))
        with ingester.state:
            return ingester.read(ingester.write(data))[0]
