"""Which files there are, whose they are, and their lines."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from venus_logging.errors import SourceError
from venus_logging.ingest import find
from venus_logging.ingest._types import Line
from venus_logging.ingest.sources import identify, lines, opened, service_of


class TestFind:
    def test_folder(self, tmp_path):
        """
        Of a folder and the folders in it, what is named like a log is read, whole or rotated, plain or packed.
        """
        names = ["a.log", "a.log.1", "a.log-20261122.gz", "b.events.jsonl", "b.events.jsonl.2.gz", "sub/c.log"]
        others = ["a.conf", "a.log.bak", "requests.jsonl.gz", "log", "a.logs"]
        for name in (*names, *others):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()

        assert [str(path.relative_to(tmp_path)) for path in find([tmp_path])] == sorted(names)

    def test_beside_events(self, tmp_path):
        """
        Of a folder, a service's text logs are left out where its events stand beside them; named, they are read.
        """
        for name in ("nova-api.log", "nova-api.log.1", "nova-api.events.jsonl", "placement.log"):
            (tmp_path / name).touch()

        assert [path.name for path in find([tmp_path])] == ["nova-api.events.jsonl", "placement.log"]
        assert len(find([tmp_path], both=True)) == 4
        assert [path.name for path in find([tmp_path / "nova-api.log"])] == ["nova-api.log"]

    def test_named(self, tmp_path):
        """
        A file that is named is read whatever its name, once.
        """
        path = tmp_path / "anything"
        path.touch()

        assert find([path, path]) == [path]

    def test_missing(self, tmp_path):
        """
        A path that is not there is said before anything is read.
        """
        with pytest.raises(SourceError, match=f"cannot read {tmp_path}/gone: No such file"):
            find([tmp_path, tmp_path / "gone"])

    def test_pipe(self, tmp_path):
        """
        A named pipe would be waited for without end, so it is refused.
        """
        os.mkfifo(tmp_path / "pipe.log")

        with pytest.raises(SourceError, match="neither a file nor a folder"):
            find([tmp_path / "pipe.log"])


class TestService:
    @pytest.mark.parametrize(
        ("name", "service"),
        [
            ("nova-api.log", "nova-api"),
            ("nova-compute-1.log.2.gz", "nova-compute-1"),
            ("cinder-volume.log-20261122.gz", "cinder-volume"),
            ("keystone.events.jsonl", "keystone"),
            ("plain", "plain"),
        ],
    )
    def test_of_name(self, name, service):
        """
        The service is the file's name up to the first dot.
        """
        assert service_of(Path("/var/log/nova") / name) == service


class TestIdentity:
    def test_head(self, tmp_path):
        """
        A file that grew still has the head that it had.
        """
        path = tmp_path / "a"
        path.write_bytes(b"one")
        before = identify(path)
        path.write_bytes(b"one and two")

        assert identify(path).head(3) == before.head(3)

    def test_another(self, tmp_path):
        """
        A file with another beginning has another head.
        """
        path = tmp_path / "a"
        path.write_bytes(b"one")
        before = identify(path)
        path.write_bytes(b"two and one")

        assert identify(path).head(3) != before.head(3)


class TestLines:
    DATA = b"a\nbb\r\n\nccc"

    @pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
    def test_places(self, tmp_path, pack):
        """
        Each line knows its number, its place in the unpacked file, and whether it ended.
        """
        path = tmp_path / "a"
        path.write_bytes(pack(self.DATA))

        assert list(lines(path)) == [
            Line(1, 0, b"a"),
            Line(2, 2, b"bb"),
            Line(3, 6, b""),
            Line(4, 7, b"ccc", terminated=False),
        ]

    @pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
    def test_from_offset(self, tmp_path, pack):
        """
        Reading can begin at the place of any line.
        """
        path = tmp_path / "a"
        path.write_bytes(pack(self.DATA))

        with opened(path) as file:
            assert list(file.lines(6, 3)) == list(lines(path))[2:]

    def test_grown_meanwhile(self, tmp_path):
        """
        Nothing is read behind a line without an end, should the file grow just then.
        """
        path = tmp_path / "a"
        path.write_bytes(self.DATA)
        reading = lines(path)
        first = [next(reading) for _ in range(4)]
        with path.open("ab") as file:
            file.write(b"c\nd\n")

        assert (first[-1].raw, list(reading)) == (b"ccc", [])
