"""A file may change its format: what a service is told to write goes into the file it has."""

from __future__ import annotations

import json


def record(second):
    """A line of JSONFormatter."""
    created = 1_795_600_800.0 + second
    values = {"levelname": "INFO", "levelno": 20, "message": f"json {second}", "name": "n", "hostname": "h1"}
    return json.dumps({"created": created, **values}).encode() + b"\n"


class TestChange:
    def test_text_then_json(self, ingester, account, line):
        """
        JSON behind text is no continuation of the last record of text, which keeps its own.
        """
        path = ingester.write(line(1, "text 1") + b"more\n" + record(2) + record(3))

        got = ingester.read(path)

        assert (got, ingester.bodies()) == (
            [account(path, 4, 3, 3, 0, 0, 1)],
            ["text 1\nmore", "json 2", "json 3"],
        )

    def test_and_back(self, ingester, line):
        """
        Numbers go on over all changes.
        """
        ingester.read(ingester.write(line(1, "a") + line(2, "b") + record(3) + line(4, "c") + record(5)))

        assert [(each["body"], each["openstack.record.number"]) for each in ingester.events()] == [
            ("a", 1),
            ("b", 2),
            ("json 3", 3),
            ("c", 4),
            ("json 5", 5),
        ]

    def test_last_part_waits(self, ingester, account, line):
        """
        In a young file only a record of the last part may get further lines.
        """
        path = ingester.write(line(1, "a") + record(2) + line(3, "b"), age=1)

        assert ingester.read(path) == [account(path, 3, 2, 2, 0, 0, 0, 1)]

    def test_broken_json(self, ingester, account):
        """
        A broken line changes nothing.
        """
        path = ingester.write(record(1) + b"{half\n" + record(2))

        assert ingester.read(path) == [account(path, 3, 2, 2, 0, 1)]

    def test_banner(self, ingester, account, line):
        """
        Behind more unknown lines than are looked at first, the first known one is found.
        """
        path = ingester.write(b"banner\n" * 100 + record(1))

        assert ingester.read(path) == [account(path, 101, 1, 1, 0, 100)]
