"""Following files: growth, rotations of both kinds, files that come and go, and one commit for all of a look."""

from __future__ import annotations

import os

import pytest

from venus_logging.event.time import SECOND
from venus_logging.ingest import Options, follow


class Followed:
    """Follows paths; each step of a script happens three seconds after the look before."""

    def __init__(self, ingester):
        self.ingester = ingester
        self.now = ingester.now
        self.writes = 0

    def run(self, paths, *steps):
        """The accounts of the looks: (added, duplicate, error) of each that read something or met an error."""
        remaining = list(steps)

        def wait():
            self.now += 3 * SECOND
            if remaining:
                remaining.pop(0)()
            return bool(remaining)

        looks = follow(
            paths,
            self.ingester.store,
            self.ingester.state,
            Options("h1"),
            now=lambda: self.now,
            wait=wait,
        )
        return [(each.added, each.duplicate, each.error) for each in looks]

    def append(self, path, data, *, anew=False):
        """Adds to a file now; it is made if it is missing, and cut before if it begins anew."""
        with path.open("wb" if anew else "ab") as file:
            file.write(data)
        os.utime(path, ns=(self.now, self.now))


@pytest.fixture
def followed(ingester):
    """A follower of the ingester's folder."""
    return Followed(ingester)


class TestGrowth:
    def test_grows(self, ingester, followed, line):
        """
        What is appended is read at the next look, and nothing twice but the last second.
        """
        path = ingester.write(line(1, "a"))

        looks = [lambda second=second: followed.append(path, line(second, f"m{second}")) for second in (2, 3)]
        got = followed.run([path], *looks, lambda: None)

        assert (ingester.bodies(), sum(added for added, _, _ in got)) == (["a", "m2", "m3"], 3)

    def test_missing_at_first(self, ingester, followed, line):
        """
        A named file may come later.
        """
        path = ingester.folder / "nova-api.log"

        followed.run([path], lambda: None, lambda: followed.append(path, line(1, "a")), lambda: None)

        assert ingester.bodies() == ["a"]

    def test_new_in_folder(self, ingester, followed, line):
        """
        A service that starts later is followed too.
        """
        ingester.write(line(1, "a"))
        late = ingester.folder / "nova-compute.log"

        followed.run([ingester.folder], lambda: followed.append(late, line(2, "b")), lambda: None)

        assert ingester.bodies() == ["a", "b"]

    def test_half_a_line(self, ingester, followed, line):
        """
        A line that is written in two parts is one record.
        """
        path = ingester.write(line(1, "a"))
        whole = line(2, "bcd")

        parts = [lambda part=part: followed.append(path, part) for part in (whole[:-5], whole[-5:], b"")]
        followed.run([path], *parts, lambda: None)

        assert (ingester.bodies(), ingester.rejects()) == (["a", "bcd"], [])

    def test_from_the_future(self, ingester, followed, line):
        """
        Of a file whose time is ahead of ours the last record waits for the next look, and not for ever.
        """
        path = ingester.write(line(1, "a") + line(2, "b"), age=-3600)

        got = followed.run([path], lambda: None, lambda: None)

        assert ([added for added, _, _ in got], ingester.bodies()) == ([1, 1], ["a", "b"])

    def test_quiet(self, ingester, followed, line):
        """
        Looks that find nothing give no account.
        """
        path = ingester.write(line(1, "a"))

        assert followed.run([path], *[lambda: None] * 4) == [(1, 0, "")]


class TestRotation:
    def test_renamed(self, ingester, followed, line):
        """
        What was written to a file before and after its renaming is read, and the new file too.
        """
        path = ingester.write(line(1, "a"))
        old = path.with_name("nova-api.log.1")

        def rotate():
            followed.append(path, line(2, "b"))
            path.rename(old)
            followed.append(old, line(3, "c"))
            followed.append(path, line(4, "d"))

        followed.run([path], rotate, lambda: followed.append(old, line(3, "e")), lambda: None)

        assert ingester.bodies() == ["a", "b", "c", "e", "d"]

    def test_copied_and_truncated(self, ingester, followed, line):
        """
        What was written between the last look and the copy is read from the copy.
        """
        path = ingester.write(line(1, "a"))

        def rotate():
            followed.append(path, line(2, "b"))
            followed.append(path.with_name("nova-api.log.1"), path.read_bytes())
            followed.append(path, line(3, "c"), anew=True)

        followed.run([path], rotate, lambda: None)

        assert ingester.bodies() == ["a", "b", "c"]

    def test_while_nobody_followed(self, ingester, followed, line):
        """
        Rotations between two runs lose nothing, however many they were.
        """
        path = ingester.write(line(1, "a"))
        followed.run([path])
        followed.append(path, line(2, "b"))
        path.rename(path.with_name("nova-api.log.2"))
        followed.append(path, line(3, "c"))
        path.rename(path.with_name("nova-api.log.1"))
        followed.append(path, line(4, "d"))

        followed.run([path], lambda: None)

        assert ingester.bodies() == ["a", "b", "c", "d"]

    def test_older_files(self, ingester, followed, line):
        """
        Rotated files from before a named file was first followed are not read.
        """
        ingester.write(line(1, "old"), "nova-api.log.1", age=600)

        followed.run([ingester.write(line(2, "a"))], lambda: None)

        assert ingester.bodies() == ["a"]


class TestErrors:
    def test_said_once(self, ingester, followed, line):
        """
        An error that stays is said once.
        """
        broken = ingester.write(b"", "a.log.gz")
        broken.write_bytes(b"\x1f\x8bno")

        got = followed.run([ingester.folder], *[lambda: None] * 3)

        assert [bool(error) for _, _, error in got] == [True]

    def test_one_commit(self, ingester, followed, line, monkeypatch):
        """
        All files of a look are committed at once.
        """
        for number in range(5):
            ingester.write(line(number, "a"), f"nova-{number}.log")
        sizes = []
        write = ingester.store.write
        monkeypatch.setattr(
            ingester.store, "write", lambda events, now: (sizes.append(len(events)), write(events, now))[1]
        )

        followed.run([ingester.folder])

        assert sizes == [5]
