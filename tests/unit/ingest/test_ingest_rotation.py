"""Rotation, copies, growth and truncation: nothing is read twice, nothing is missed."""

from __future__ import annotations

import gzip
import os

import pytest

from venus_logging.ingest import _file


@pytest.fixture
def lines(line):
    """Twenty seconds of a log, with a repeated record in each."""
    return [line(second, f"m{second}") * 2 for second in range(20)]


def total(reports):
    """Added and duplicate of some files."""
    return (sum(each.added for each in reports), sum(each.duplicate for each in reports))


class TestCopies:
    @pytest.mark.parametrize(
        "name",
        [
            "nova-api.log.1",
            "nova-api.log.2.gz",
            "nova-api.log-20261122",
            "nova-api.log-20261122.gz",
            "nova-api.log-20261122-1764000000.gz",
        ],
    )
    def test_names(self, ingester, lines, name):
        """
        A copy, plain or packed, under any of logrotate's names adds nothing.
        """
        ingester.read(ingester.write(b"".join(lines)))

        assert total(ingester.read(ingester.write(b"".join(lines), name))) == (0, 40)

    def test_other_service(self, ingester, lines):
        """
        The same bytes of another service are other events.
        """
        ingester.read(ingester.write(b"".join(lines)))

        assert total(ingester.read(ingester.write(b"".join(lines), "nova-api-2.log"))) == (40, 0)

    def test_named_service(self, ingester, lines):
        """
        The service that the caller names wins over the file's name.
        """
        ingester.read(ingester.write(b"".join(lines)))

        copy = ingester.write(b"".join(lines), "copy.of.it.log")
        assert total(ingester.read(copy, service="nova-api")) == (0, 40)

    @pytest.mark.parametrize("cut", [1, 7, 19])
    def test_cut_in_two(self, ingester, lines, cut):
        """
        Two halves, cut between two seconds, add nothing.
        """
        ingester.read(ingester.write(b"".join(lines)))
        older = ingester.write(b"".join(lines[:cut]), "nova-api.log.2.gz")
        newer = ingester.write(b"".join(lines[cut:]), "nova-api.log.1")

        assert total(ingester.read(older, newer)) == (0, 40)

    def test_halves_first(self, ingester, lines):
        """
        The whole adds nothing after its halves.
        """
        older = ingester.write(b"".join(lines[:9]), "nova-api.log.1")
        newer = ingester.write(b"".join(lines[9:]))

        got = (
            total(ingester.read(older, newer)),
            total(ingester.read(ingester.write(b"".join(lines), "nova-api.log.3"))),
        )

        assert got == ((40, 0), (0, 40))


class TestSameFile:
    def test_renamed(self, ingester, lines, line):
        """
        A file that was renamed between runs is read on where it was left, and the new one from its beginning.
        """
        path = ingester.write(b"".join(lines[:10]))
        ingester.read(path)
        rotated = path.rename(path.with_name("nova-api.log.1"))
        with rotated.open("ab") as file:
            file.write(b"".join(lines[10:15]))
        new = ingester.write(b"".join(lines[15:]))

        got = ingester.read(rotated, new)

        assert (total(got), got[0].lines, len(ingester.events())) == ((20, 2), 12, 40)

    def test_grown(self, ingester, lines):
        """
        Of a grown file the last second is read again, so that equal records count the same, and what is new.
        """
        path = ingester.write(b"".join(lines[:10]))
        ingester.read(path)
        ingester.write(b"".join(lines))

        (got,) = ingester.read(path)

        assert (got.lines, got.added, got.duplicate) == (22, 20, 2)

    def test_grown_within_a_second(self, ingester, line):
        """
        An equal record of the same second that comes later is a new event.
        """
        path = ingester.write(line(1, "a") * 2)
        ingester.read(path)
        ingester.write(line(1, "a") * 3)

        assert total(ingester.read(path)) == (1, 2)

    @pytest.mark.parametrize("size", [3, 400])
    def test_truncated(self, ingester, line, size):
        """
        A file that was cut and written anew (copytruncate) is read from its beginning.
        """
        path = ingester.write(b"".join(line(second, "old") for second in range(size % 60)))
        ingester.read(path)
        with path.open("r+b") as file:
            file.truncate(0)
            file.write(line(55, "new"))

        assert total(ingester.read(path)) == (1, 0)

    @pytest.mark.parametrize("count", [2, 50])
    def test_inode_used_again(self, ingester, line, count):
        """
        Another, longer file with the same inode is read from its beginning, be it small or large.
        """
        path = ingester.write(b"".join(line(second % 60, f"old {second}") for second in range(count)))
        ingester.read(path)
        with path.open("r+b") as file:
            file.write(b"".join(line(second % 60, f"new {second}") for second in range(count + 1)))

        assert total(ingester.read(path)) == (count + 1, 0)

    def test_while_it_grows(self, ingester, line, monkeypatch):
        """
        What is appended while the file is read is never taken for a line of its own.
        """
        path = ingester.write(line(1, "a") + line(2, "b") + b"2026-11-25 10:00:03.000 1 INFO no")
        genuine = _file.choose

        def choose(*args):
            with path.open("ab") as file:
                file.write(b"va.a [-] c\n")
            return genuine(*args)

        monkeypatch.setattr(_file, "choose", choose)
        ingester.read(path)
        monkeypatch.undo()
        ingester.read(path)

        assert (ingester.bodies(), ingester.rejects()) == (["a", "b", "c"], [])

    def test_traceback_across_the_mark(self, ingester, line):
        """
        A worker's traceback that stands behind another's records is not torn from its record by the next run.
        """
        slow = line(1, "slow", pid=1, level="ERROR")
        trace = line(1, "ValueError: no", pid=1, level="ERROR", context="")
        path = ingester.write(slow + line(2, "x", pid=2) + line(3, "y", pid=2) + trace + line(3, "z", pid=2))
        ingester.read(path)
        ingester.write(path.read_bytes() + line(4, "new", pid=2))

        (got,) = ingester.read(path)

        assert (got.added, got.rejected, ingester.rejects()) == (1, 0, [])


class TestBroken:
    def test_corrupt_gzip(self, ingester, line):
        """
        What came before the broken place is kept, and the error is said.
        """
        data = b"".join(line(second % 60, os.urandom(100).hex()) for second in range(5000))
        path = ingester.write(data, "nova-api.log.1.gz")
        packed = bytearray(path.read_bytes())
        packed[len(packed) * 3 // 4 :] = b"\x00" * (len(packed) // 4)
        path.write_bytes(packed)

        (got,) = ingester.read(path)

        assert (got.added > 3000, got.lines, f"cannot read {path}" in got.error, len(ingester.events())) == (
            True,
            got.records + got.pending + got.rejected + got.continuation,
            True,
            got.added,
        )

    def test_cut_gzip(self, ingester, line):
        """
        A packed file that ends too early is an error in every run until it is whole; then all is there.
        """
        data = b"".join(line(second, "a") for second in range(50))
        path = ingester.write(data, "nova-api.log.1.gz")
        whole = path.read_bytes()
        path.write_bytes(whole[:-9])
        errors = [bool(ingester.read(path)[0].error) for _ in range(2)]
        path.write_bytes(whole)

        got = ingester.read(path)[0]

        assert (errors, got.error, len(ingester.events())) == ([True, True], "", 50)

    def test_other_files(self, ingester, line):
        """
        One unreadable file does not keep the others from being read.
        """
        broken = ingester.write(b"", "a.log.gz")
        broken.write_bytes(gzip.compress(line(1, "a"))[:-4])
        gone = ingester.folder / "gone.log"
        good = ingester.write(line(1, "b"), "c.log")

        got = ingester.read(broken, gone, good)

        assert ([bool(each.error) for each in got], got[2].added) == ([True, True, False], 1)
