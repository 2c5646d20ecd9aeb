"""Positions, rejected lines and counters survive, each once."""

from __future__ import annotations

import json
import sqlite3

import pytest

from venus_logging.errors import StoreError, StoreTooNewError
from venus_logging.event.time import to_ns
from venus_logging.store.state import Position, Rejection, State, default_folder

ARRIVED = to_ns("2026-11-25T12:00:00Z")
DAY = 86_400 * 10**9


@pytest.fixture
def folder(tmp_path):
    """Where the state is; it does not exist yet."""
    return tmp_path / "deep" / "store.state"


@pytest.fixture
def state(folder):
    """An empty state."""
    with State.open(folder) as opened:
        yield opened


class TestPositions:
    def test_nothing_is_known_of_a_new_file(self, state):
        """A file that was never read has no position."""
        assert state.position("1:2") is None

    def test_a_position_comes_back(self, state, folder):
        """A position is the same after the state was opened again, with inodes of 64 bits and large files."""
        position = Position(f"{2**64 - 1}:7", "digest", 2**40, ARRIVED, 2**39, 12, 11, True)
        state.set_positions([position, Position("1:3")])
        state.close()

        with State.open(folder) as again:
            assert [again.position(position.key), again.position("1:3")] == [position, Position("1:3")]

    def test_the_last_one_counts(self, state):
        """A position replaces the one before."""
        state.set_positions([Position("1:2", offset=5)])
        state.set_positions([Position("1:2", offset=9)])

        assert state.position("1:2") == Position("1:2", offset=9)


class TestRejected:
    def test_a_line_is_kept_masked_in_the_file_of_its_day(self, state, folder):
        """A rejected line stands in ``rejected/<day>.jsonl`` with its reason, without its secrets."""
        state.reject([Rejection("/var/log/nova.log", 7, "no time", b"password=hunter2 \xff")], ARRIVED)

        lines = (folder / "rejected" / "2026-11-25.jsonl").read_text(encoding="utf-8").splitlines()

        assert [json.loads(line) for line in lines] == [
            {"source": "/var/log/nova.log", "position": 7, "reason": "no time", "raw": "password=*** \ufffd"}
        ]

    def test_reading_again_adds_nothing(self, state):
        """The same line of a file is kept once, also when it was rotated, packed or is read on another day."""
        rows = [Rejection("/var/log/nova.log", place, "no time", b"bad") for place in (0, 4)]
        rotated = [Rejection("/var/log/nova.log.2.gz", 4, "no time", b"bad")]

        counts = [state.reject(rows, ARRIVED), state.reject(rows, ARRIVED + DAY), state.reject(rotated, ARRIVED)]

        assert [*counts, len(state.rejected())] == [2, 0, 0, 2]

    def test_lines_that_differ_are_kept(self, state):
        """Another folder, file, place or text is another line."""
        rows = [
            Rejection("/var/log/nova.log", 0, "no time", b"bad"),
            Rejection("/var/log/glance.log", 0, "no time", b"bad"),
            Rejection("/run-2/nova.log", 0, "no time", b"bad"),
            Rejection("/var/log/nova.log", 1, "no time", b"bad"),
            Rejection("/var/log/nova.log", 0, "no time", b"worse"),
        ]

        assert state.reject(rows, ARRIVED) == 5

    def test_a_path_may_be_relative(self, state, tmp_path, monkeypatch):
        """A file is the same however its path is said, and another one under the same name elsewhere."""
        for name in ("run-1", "run-2"):
            (tmp_path / name).mkdir()
        said = [("run-1", "nova.log"), ("run-2", "nova.log"), ("run-1", str(tmp_path / "run-1" / "nova.log"))]

        counts = []
        for folder, path in said:
            monkeypatch.chdir(tmp_path / folder)
            counts.append(state.reject([Rejection(path, 0, "no time", b"bad")], ARRIVED))

        assert counts == [1, 1, 0]

    def test_the_newest_come_first(self, state):
        """Rejected lines are listed newest first over the days, as many as were asked for."""
        for place in range(5):
            state.reject([Rejection("a", place, "r", b"x")], ARRIVED + place // 2 * DAY)

        assert [[row["position"] for row in state.rejected(limit)] for limit in (3, 100)] == [
            [4, 3, 2],
            [4, 3, 2, 1, 0],
        ]

    def test_odd_names_and_bytes_do_no_harm(self, state):
        """A path that is no text and a line with breaks inside stay one line of JSON."""
        state.reject([Rejection("/var/\udcff.log", 0, "r", b"one\ntwo\r\x00")], ARRIVED)

        assert [row["raw"] for row in state.rejected()] == ["one\ntwo\r\x00"]

    def test_nothing_is_listed_of_an_empty_state(self, state):
        """Without rejected lines the list is empty."""
        assert [state.reject([], ARRIVED), state.rejected()] == [0, []]


class TestCounters:
    def test_counters_add_up(self, state):
        """Amounts are added to what was there."""
        state.count({"lines": 3, "events": 2})
        state.count({"lines": 4})

        assert state.counters() == {"events": 2, "lines": 7}


class TestOpen:
    def test_beside_the_store(self, tmp_path):
        """The state of a store is the folder ``<store>.state``."""
        assert default_folder(tmp_path / "store") == tmp_path / "store.state"

    def test_others_cannot_read(self, state, folder):
        """Folders are 0750, files 0640."""
        state.reject([Rejection("a", 0, "r", b"x")], ARRIVED)
        names = (".", "state.db", "state.db-wal", "rejected", "rejected/2026-11-25.jsonl")

        modes = [(folder / name).stat().st_mode & 0o777 for name in names]

        assert modes == [0o750, 0o640, 0o640, 0o750, 0o640]

    def test_a_newer_state_is_refused(self, folder):
        """The state of a newer version is left alone."""
        State.open(folder).close()
        database = sqlite3.connect(folder / "state.db")
        database.execute("PRAGMA user_version = 9")
        database.close()

        with pytest.raises(StoreTooNewError, match="format 9, this version knows 1"):
            State.open(folder)

    def test_a_broken_database_is_said(self, folder):
        """A file that is no database is an error with a hint, not a traceback."""
        folder.mkdir(parents=True)
        (folder / "state.db").write_text("not a database, and long enough to be looked at" * 50)

        with pytest.raises(StoreError, match="move the folder away"):
            State.open(folder)

    def test_a_place_that_cannot_be_written(self):
        """Where no folder can be made is an error of the store."""
        with pytest.raises(StoreError):
            State.open("/proc/venus/state")

    def test_a_failed_transaction_leaves_nothing(self, state):
        """Positions are noted all or none."""
        with pytest.raises(StoreError):
            state.set_positions([Position("1:2"), Position("1:3", size=object())])  # type: ignore[arg-type]  # on purpose

        assert state.position("1:2") is None
