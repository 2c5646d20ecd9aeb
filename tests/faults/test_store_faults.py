"""What the embedded store does when it is killed, locked, full, foreign, or of another time."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir

import pytest

from venus_logging.errors import StoreError, StoreFullError, StoreLockedError, StoreMissingError, StoreTooNewError
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Field, FieldTable, Query, Window
from venus_logging.store import open as open_store
from venus_logging.store.embedded.guard import guard

ROOT = Path(__file__).resolve().parents[2]
ARRIVED = to_ns("2026-11-25T12:00:00Z")
TABLE = FieldTable(
    [
        Field("@timestamp", "date"),
        Field("body", "text"),
        Field("exception.message", "text"),
        Field("log.record.uid", "keyword", groupable=False),
    ]
)
BATCH = 40

# Writes batches for ever and says each batch's number when it is acknowledged.
WRITER = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
from test_store_faults import ARRIVED, TABLE, batch, open_store
with open_store(sys.argv[1], "w", fields=TABLE) as store:
    for number in range(int(sys.argv[2]), 10_000):
        store.write(batch(number), ARRIVED)
        print(number, flush=True)
"""


def batch(number):
    """The events of a batch: over three days, so that a write has several commits."""
    return [
        {
            "@timestamp": from_ns(ARRIVED - (place % 3) * 86_400 * SECOND + number * 1_000 + place),
            "log.record.uid": f"{number}-{place}",
            "body": f"batch {number} event {place}",
        }
        for place in range(BATCH)
    ]


def uids(store):
    """All uids of a store, in order."""
    return sorted(str(event["log.record.uid"]) for event in store.search(Query(), Window(), limit=1_000_000).events)


def expected(batches):
    """The uids of the first batches, in order."""
    return sorted(str(event["log.record.uid"]) for number in range(batches) for event in batch(number))


@pytest.fixture
def folder(tmp_path):
    """Where the store is."""
    return str(tmp_path / "store")


@pytest.fixture
def writer(folder):
    """A process that writes and says what was acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITER, folder, "0"], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


class TestKill:
    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_what_was_acknowledged_is_there_after_a_kill(self, folder, writer, seed):
        """After kill -9 at any moment the store opens, holds every acknowledged event, and takes the rest once."""
        for _ in range(random.Random(seed).randint(2, 6)):
            acknowledged = int(writer.stdout.readline())
        # NOTE: the next write is under way; how far it comes differs from run to run, and none may matter.
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        writer.wait()

        with open_store(folder, "w", fields=TABLE) as store:
            kept = set(uids(store))
            for number in range(acknowledged + 2):
                store.write(batch(number), ARRIVED)

            assert (kept >= set(expected(acknowledged + 1)), uids(store)) == (True, expected(acknowledged + 2))

    def test_half_made_days_are_cleaned_up(self, folder):
        """What a kill left half made or half removed is gone after the next opening for writing."""
        open_store(folder, "w", fields=TABLE).close()
        for name in (".new-2026-11-25.v1", ".gone-2026-11-24.v1"):
            (Path(folder) / "days" / name / "deep").mkdir(parents=True)

        with open_store(folder, "w", fields=TABLE) as store:
            store.write(batch(0), ARRIVED)

        assert sorted(path.name for path in (Path(folder) / "days").iterdir()) == [
            "2026-11-23.v1",
            "2026-11-24.v1",
            "2026-11-25.v1",
        ]

    def test_a_kill_before_the_format_was_written_leaves_no_ruin(self, folder):
        """A folder with nothing but our lock and half a format file becomes a store."""
        Path(folder).mkdir()
        for name in ("writer.lock", "format.json.new"):
            (Path(folder) / name).write_text("")

        with open_store(folder, "w", fields=TABLE) as store:
            assert store.write(batch(0), ARRIVED).added == BATCH


class TestLock:
    def test_a_second_writer_is_refused(self, folder, writer):
        """One process writes; the second is told the first one's pid."""
        writer.stdout.readline()

        with pytest.raises(StoreLockedError, match=rf"process {writer.pid}\b"):
            open_store(folder, "w", fields=TABLE)

    def test_a_killed_writer_holds_nothing(self, folder, writer):
        """The lock of a dead process is free."""
        writer.stdout.readline()
        writer.kill()
        writer.wait()

        with open_store(folder, "w", fields=TABLE) as store:
            assert store.info().events >= BATCH

    def test_a_reader_is_never_refused_and_sees_each_commit(self, folder):
        """A reader that was opened before a commit sees it with its next question."""
        with open_store(folder, "w", fields=TABLE) as store, open_store(folder, fields=TABLE) as reader:
            counts = []
            for number in range(3):
                store.write(batch(number), ARRIVED)
                counts.append(reader.search(Query(), Window(), limit=1).total)

        assert counts == [BATCH, 2 * BATCH, 3 * BATCH]

    def test_a_reader_goes_on_when_a_day_is_dropped(self, folder):
        """Removing a day disturbs no reader, neither one that holds it nor one that opens it."""
        with open_store(folder, "w", fields=TABLE) as store, open_store(folder, fields=TABLE) as reader:
            store.write(batch(0), ARRIVED)
            before = reader.search(Query(), Window(), limit=1).total
            store.drop("2026-11-25")
            after = [each.search(Query(), Window(), limit=1).total for each in (reader, store)]

        assert (before, after) == (BATCH, [len(range(0, BATCH, 3))] * 2)

    def test_a_reader_does_not_write(self, folder):
        """A store that is open for reading refuses to change."""
        open_store(folder, "w", fields=TABLE).close()

        with open_store(folder, fields=TABLE) as reader, pytest.raises(StoreError, match="open for reading"):
            reader.write(batch(0), ARRIVED)


@pytest.fixture
def closed(folder):
    """A store that was written, then closed to writing while its writer goes on; the two, and the folder to read."""
    with open_store(folder, "w", fields=TABLE) as store:
        store.write(batch(0), ARRIVED)
        if os.geteuid():
            for path in Path(folder).glob("**/"):
                path.chmod(0o550)
            yield store, folder
            for path in Path(folder).glob("**/"):
                path.chmod(0o750)
            return
        view = f"{folder}.view"
        Path(view).mkdir()
        for options in (["--bind", folder, view], ["-o", "remount,ro,bind", view]):
            made = subprocess.run(["mount", *options], capture_output=True, check=False)
            if made.returncode:
                pytest.skip(f"cannot make a read-only view here: {made.stderr.decode().strip()}")
        yield store, view
        subprocess.run(["umount", "-l", view], check=True)


class TestReadOnly:
    def test_whoever_may_only_read_can_ask(self, closed):
        """A reader needs no permission to write, and leaves nothing behind."""
        before = set(Path(gettempdir()).glob("venus-logging-*"))
        with open_store(closed[1], fields=TABLE) as reader:
            got = uids(reader)

        assert (got, set(Path(gettempdir()).glob("venus-logging-*")) - before) == (expected(1), set())

    @pytest.mark.skipif(os.geteuid() != 0, reason="needs two views of one folder, which only root can make")
    def test_it_sees_each_commit(self, closed):
        """Commits are seen as by any reader, also when the writer merged and removed files."""
        store, view = closed
        counts = []
        with open_store(view, fields=TABLE) as reader:
            for number in range(1, 20):
                store.write(batch(number), ARRIVED)
                counts.append(reader.search(Query(), Window(), limit=1).total)

        assert counts == [BATCH * (number + 1) for number in range(1, 20)]

    def test_writing_is_refused(self, closed):
        """Opening for writing what cannot be written is an error of the store."""
        with pytest.raises(StoreError):
            open_store(closed[1], "w", fields=TABLE)


class TestOpen:
    def test_nothing_there(self, folder):
        """A missing store says how to make one."""
        with pytest.raises(StoreMissingError, match="run venus-log ingest first"):
            open_store(folder, fields=TABLE)

    @pytest.mark.parametrize("mode", ["r", "w"])
    def test_something_else_there(self, tmp_path, mode):
        """A folder of somebody else is left alone."""
        (tmp_path / "thesis.txt").write_text("mine")

        with pytest.raises(StoreMissingError, match="is not a venus-logging store"):
            open_store(str(tmp_path), mode, fields=TABLE)

        assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

    def test_a_file_there(self, tmp_path):
        """A file is no store."""
        (tmp_path / "file").write_text("mine")

        with pytest.raises(StoreMissingError, match="is not a venus-logging store but a file"):
            open_store(str(tmp_path / "file"), "w", fields=TABLE)

    @pytest.mark.parametrize("mode", ["r", "w"])
    def test_a_newer_format(self, folder, mode):
        """A store of a newer version is refused, both versions named, and can still be opened by that version."""
        open_store(folder, "w", fields=TABLE).close()
        (Path(folder) / "format.json").write_text(json.dumps({"format": 99}))

        with pytest.raises(StoreTooNewError, match="format 99, this version knows 2"):
            open_store(folder, mode, fields=TABLE)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "one"}'])
    def test_a_broken_format(self, folder, text):
        """A format file that says nothing is an error that names it."""
        open_store(folder, "w", fields=TABLE).close()
        (Path(folder) / "format.json").write_text(text)

        with pytest.raises(StoreError, match=r"format\.json cannot be read"):
            open_store(folder, fields=TABLE)

    def test_a_place_that_cannot_be_written(self):
        """Where no folder can be made is an error of the store, not a traceback."""
        with pytest.raises(StoreError):
            open_store("/proc/venus/store", "w", fields=TABLE)

    @pytest.mark.parametrize("url", ["", "http://localhost", "opensearch://localhost:9200/venus"])
    def test_urls_that_nobody_knows(self, url):
        """An unknown kind of store is refused."""
        with pytest.raises(StoreError):
            open_store(url, fields=TABLE)

    def test_a_file_url(self, tmp_path):
        """A file URL is a folder, escapes and all."""
        with open_store(f"file://{tmp_path}/my%20store", "w", fields=TABLE):
            assert (tmp_path / "my store" / "format.json").is_file()

    def test_modes_of_files(self, folder):
        """What the store makes is closed to others: the folder keeps them out of everything below."""
        open_store(folder, "w", fields=TABLE).close()
        names = (".", "days", "format.json", "writer.lock")

        assert [(Path(folder) / name).stat().st_mode & 0o007 for name in names] == [0, 0, 0, 0]


class TestBrokenDay:
    def test_an_index_that_is_broken_is_named(self, folder):
        """A day whose index cannot be read is an error that names the store, never a smaller answer."""
        with open_store(folder, "w", fields=TABLE) as store:
            store.write(batch(0), ARRIVED)
        (Path(folder) / "days" / "2026-11-24.v1" / "meta.json").write_text("{")

        with open_store(folder, fields=TABLE) as reader, pytest.raises(StoreError, match="store"):
            reader.search(Query(), Window())


class PanicException(BaseException):
    """As the engine's own, which cannot be imported."""


class TestGuard:
    @pytest.mark.parametrize("problem", [ValueError("x"), OSError(5, "x"), PanicException("x")], ids=repr)
    def test_errors_of_the_engine_become_ours(self, tmp_path, problem):
        """Whatever the engine raises, a panic too, is an error of the store."""
        with pytest.raises(StoreError), guard(tmp_path):
            raise problem

    @pytest.mark.parametrize("problem", [OSError(28, "x"), ValueError("IoError: No space left on device")], ids=repr)
    def test_a_full_disk_is_said(self, tmp_path, problem):
        """A full disk has its own error."""
        with pytest.raises(StoreFullError), guard(tmp_path):
            raise problem

    def test_the_rest_passes(self, tmp_path):
        """Stopping the program is no error of the engine."""
        with pytest.raises(KeyboardInterrupt), guard(tmp_path):
            raise KeyboardInterrupt


@pytest.fixture
def small(tmp_path):
    """A file system of a few megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot mount a small file system here: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


class TestFullDisk:
    def test_a_full_disk_loses_nothing_that_was_acknowledged(self, small):
        """A full disk is said each time, reading goes on, and with space again writing does."""
        filler = small / "filler"
        with open_store(str(small / "store"), "w", fields=TABLE) as store:
            store.write(batch(0), ARRIVED)
            filler.write_bytes(os.urandom(_free(small)))
            errors = []
            for number in (1, 2):
                with pytest.raises(StoreFullError) as raised:
                    store.write(batch(number), ARRIVED)
                errors.append(raised.type)
            during = set(uids(store))
            filler.unlink()
            for number in (1, 2):
                store.write(batch(number), ARRIVED)

            assert (during >= set(expected(1)), uids(store)) == (True, expected(3))


def _free(place):
    disk = os.statvfs(place)
    return disk.f_bavail * disk.f_frsize
