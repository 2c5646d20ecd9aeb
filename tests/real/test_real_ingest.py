"""Ingest of the recorded runs: counts of their README, every line accounted for, no secret, nothing twice."""

from __future__ import annotations

import gzip
import re
import time
from collections import Counter
from itertools import accumulate

import pytest
import scan

from venus_logging import store as stores
from venus_logging.ingest import FileReport, Options, ingest
from venus_logging.store.state import State

RECORDS = {"run-json": 28_849, "run-debug": 32_479, "run-info": 2_892}
LINES = {"run-json": 30_893, "run-debug": 41_760, "run-info": 10_774}
LEVELS = {
    "run-json": {"ERROR+": 452, "WARNING": 637, "INFO": 1_717, "DEBUG": 26_043},
    "run-debug": {"ERROR+": 1_343, "WARNING": 691, "INFO": 1_775, "DEBUG": 28_670},
    "run-info": {"ERROR+": 487, "WARNING": 661, "INFO": 1_744},
}
FEW = ("placement", "nova-compute-1", "cinder-scheduler")
"""Processes of which copies are made; of run-info all."""
SECOND = re.compile(rb'(\d{4}-\S+ \S{8}).* \[|{.*?"asctime": "(\S{19})"')


def app(run):
    """The accounts of the 14 OpenStack processes."""
    return [each for each in run.reports if not re.search("uwsgi|stub", each.file)]


def unpacked(run):
    """Lines of the files that are copied, by service."""
    files = [path for path in scan.logs(run.name) if run.name == "run-info" or path.name.split(".")[0] in FEW]
    return {path.name.split(".")[0]: gzip.decompress(path.read_bytes()) for path in files}


def cut(data):
    """Two halves of a log, parted where a record begins a new second."""
    lines = data.splitlines(keepends=True)
    newest, half = b"", len(data) // 2
    for end, line in zip(accumulate(map(len, lines)), lines, strict=True):
        stamp = SECOND.match(line)
        second = stamp[1] or stamp[2] if stamp else b""
        if second > newest and end - len(line) > half:
            return data[: end - len(line)], data[end - len(line) :]
        newest = max(newest, second)
    raise AssertionError("no second begins in the second half")


def sums(reports):
    """Added events, and whether any were found."""
    return (sum(each.added for each in reports), sum(each.duplicate for each in reports) > 0)


class TestCounts:
    def test_records(self, run):
        """
        Every record of the 14 processes is an event, as the README counts them.
        """
        got = (sum(each.records for each in app(run)), sum(each.added for each in app(run)))

        assert got == (RECORDS[run.name], RECORDS[run.name])

    def test_lines(self, run):
        """
        Of every file, access logs too, each line is a record, a continuation, rejected or pending.
        """
        assert sum(each.lines for each in run.reports) == LINES[run.name]
        assert [
            each
            for each in run.reports
            if each.lines != each.records + each.continuation + each.rejected + each.pending or each.error
        ] == []

    def test_levels(self, run):
        """
        Levels come out as the README counts them.
        """
        counts = Counter(
            "ERROR+" if event["severity_number"] >= 17 else event["severity_text"]
            for event in run.events()
            if event["service.name"] != "ovsagent-stub"
        )

        assert counts == LEVELS[run.name]

    def test_valid(self, run, record_testsuite_property):
        """
        At least 99.9 % of the events keep the contract; the share is reported.
        """
        invalid = Counter(str(event["x.venus.invalid"]) for event in run.events() if "x.venus.invalid" in event)
        share = 1 - sum(invalid.values()) / sum(each.records for each in run.reports)
        record_testsuite_property(f"{run.name} valid", share)
        print(f"{run.name}: {share:.3%} valid; {invalid.most_common(3)}")

        assert share >= 0.999


class TestSecrets:
    @pytest.mark.parametrize("secret", ["HUNTER2SECRET", "SFVOVEVSMlNFQ1JFV", "METASECRET42"])
    def test_nowhere(self, run, secret):
        """
        No planted secret, nor its base64, is in the events or in what was rejected.
        """
        files = (run.state / "rejected").glob("*")

        hits = [event for event in run.events() if secret in str(event)]
        assert (hits, [path for path in files if secret in path.read_text()]) == ([], [])

    def test_planted(self):
        """
        The raw logs hold them (one as base64 only), so that the test above means something.
        """
        raw = b"".join(gzip.decompress(path.read_bytes()) for path in scan.logs("run-json"))

        assert [secret in raw for secret in (b"SFVOVEVSMlNFQ1JFV", b"METASECRET42")] == [True, True]


class TestNothingTwice:
    def test_again(self, run):
        """
        The same files again: not one line is read, for none changed.
        """
        files = scan.logs(run.name, everything=True)

        assert run.read(files) == [FileReport(str(path)) for path in files]

    def test_reread(self, run):
        """
        Read again on demand, everything is a duplicate, and no rejected line is kept twice.
        """
        before = _rejected(run)

        got = run.read(scan.logs(run.name, everything=True), reread=True)

        assert (sums(got), _rejected(run)) == ((0, True), before)

    @pytest.mark.parametrize("suffix", ["", ".1", ".2.gz", "-20261122.gz"])
    def test_copies(self, run, tmp_path, suffix):
        """
        Unpacked, packed anew, under logrotate's names: nothing is added.
        """
        paths = []
        for service, data in unpacked(run).items():
            paths.append(tmp_path / f"{service}.log{suffix}")
            paths[-1].write_bytes(gzip.compress(data, 1) if suffix.endswith(".gz") else data)

        assert sums(run.read(paths)) == (0, True)

    def test_cut(self, run, tmp_path):
        """
        Cut in two between two seconds: nothing is added.
        """
        paths = []
        for service, data in unpacked(run).items():
            for name, part in zip((f"{service}.log.1", f"{service}.log"), cut(data), strict=True):
                paths.append(tmp_path / name)
                paths[-1].write_bytes(part)

        assert sums(run.read(paths)) == (0, True)


def _rejected(run):
    """Lines that were kept as rejected."""
    return sum(len(path.read_bytes().splitlines()) for path in (run.state / "rejected").glob("*"))


class TestCrash:
    def test_recursion(self, tmp_path):
        """
        The log of a service that died of its own formatter is read whole: 24 lines, 24 records.
        """
        path = scan.DATA / "json-crash" / "nova-api.log.gz"
        with stores.open("memory:", "w") as store, State.open(tmp_path) as state:
            (report,) = ingest([path], store, state, Options("node-1"), now=time.time_ns)

        assert report == FileReport(str(path), 24, 24, 24)
