"""Every line of a file is accounted for: as a record, a continuation, a reject, or pending."""

from __future__ import annotations

import json

from venus_logging.ingest import _batch


class TestAccount:
    def test_records(self, ingester, account, line):
        """
        Each record becomes one event.
        """
        path = ingester.write(line(1, "a") + line(2, "b"))

        assert (ingester.read(path), ingester.bodies()) == ([account(path, 2, 2, 2)], ["a", "b"])

    def test_again(self, ingester, account, line):
        """
        A file that did not change is not even opened for its lines.
        """
        path = ingester.write(line(1, "a"))
        ingester.read(path)

        assert ingester.read(path) == [account(path)]

    def test_reread(self, ingester, account, line):
        """
        Reading it again on demand finds duplicates only.
        """
        path = ingester.write(line(1, "a") + line(1, "a") + line(2, "b"))
        ingester.read(path)

        assert ingester.read(path, reread=True) == [account(path, 3, 3, 0, 3)]

    def test_repeated_records(self, ingester, account, line):
        """
        Records that repeat byte for byte are events of their own, also when the file is read on demand again.
        """
        path = ingester.write(line(1, "a") * 3)

        assert (ingester.read(path), len(ingester.events())) == ([account(path, 3, 3, 3)], 3)

    def test_continuation(self, ingester, account, line):
        """
        A traceback becomes the exception and other lines join the body, and both are counted as continuation.
        """
        trace = [line(1, text, level="ERROR", context="") for text in ("Traceback (most recent call last):", "E: no")]
        path = ingester.write(line(1, "it broke", level="ERROR") + b"second line\n" + b"".join(trace) + line(2, "b"))

        got = ingester.read(path)

        bodies = [(event["body"], event.get("exception.type")) for event in ingester.events()]
        assert (got, bodies) == ([account(path, 5, 2, 2, 0, 0, 3)], [("it broke\nsecond line", "E"), ("b", None)])

    def test_rejected(self, ingester, account, line):
        """
        Lines before the first record are rejected, and kept with the reason.
        """
        path = ingester.write(b"no prefix\n" + line(1, "a"))

        assert (ingester.read(path), ingester.rejects()) == (
            [account(path, 2, 1, 1, 0, 1)],
            [("no record before this line", "no prefix")],
        )

    def test_rejected_once(self, ingester):
        """
        However often they are read, rejected lines are kept once.
        """
        path = ingester.write(b"{}\nnothing\n")
        for _ in range(3):
            ingester.read(path, reread=True)

        assert ingester.rejects() == [("no known log format", "{}"), ("no known log format", "nothing")]

    def test_store_rejects(self, ingester, account):
        """
        What no store can hold is a rejected line like any other, at its place.
        """
        good = {"log.record.uid": "u1", "service.name": "s", "host.name": "h", "body": "b"}
        lines = [{**good, "@timestamp": "1066-10-14T00:00:00Z"}, {**good, "@timestamp": "2026-11-25T10:00:00Z"}]
        path = ingester.write(b"".join(json.dumps(each).encode() + b"\n" for each in lines), "a.events.jsonl")

        got = ingester.read(path)

        assert (got, [each["position"] for each in ingester.state.rejected()]) == ([account(path, 2, 1, 1, 0, 1)], [0])

    def test_empty(self, ingester, account):
        """
        An empty file, plain or packed, is no error.
        """
        paths = [ingester.write(b"", "a.log"), ingester.write(b"", "b.log.gz")]

        assert ingester.read(*paths) == [account(path) for path in paths]

    def test_total(self, ingester, account, line):
        """
        Accounts add up.
        """
        total = account("total")
        for report in ingester.read(ingester.write(line(1, "a"), "a.log"), ingester.write(b"x\n", "b.log")):
            total.add(report)

        assert total == account("total", 2, 1, 1, 0, 1)

    def test_progress(self, ingester, line, monkeypatch):
        """
        After every batch the caller hears how far the file is.
        """
        monkeypatch.setattr(_batch, "FULL", 2)
        heard = []
        path = ingester.write(b"".join(line(second, "a") for second in range(5)))

        ingester.read(path, progress=lambda report: heard.append(report.records))

        assert heard == [2, 4, 5]


class TestPending:
    def test_last_of_a_young_file(self, ingester, account, line):
        """
        The last record of a file that changed less than 2 s ago waits: it may get further lines.
        """
        path = ingester.write(line(1, "a") + line(2, "b"), age=1)

        assert (ingester.read(path), ingester.bodies()) == ([account(path, 2, 1, 1, 0, 0, 0, 1)], ["a"])

    def test_then(self, ingester, account, line):
        """
        If the file is the same two seconds later, the record is read, and the one before it is a duplicate.
        """
        ingester.read(ingester.write(line(1, "a") + line(2, "b"), age=1))
        path = ingester.write(line(1, "a") + line(2, "b"), age=3)

        assert (ingester.read(path), ingester.bodies()) == ([account(path, 2, 2, 1, 1)], ["a", "b"])

    def test_grown(self, ingester, line):
        """
        A traceback that is written after the run belongs to the record that waited.
        """
        path = ingester.write(line(1, "a") + line(2, "b", level="ERROR"), age=1)
        ingester.read(path)
        ingester.write(path.read_bytes() + line(2, "E: no", level="ERROR", context=""))
        ingester.read(path)

        assert [(each["body"], "exception.stacktrace" in each) for each in ingester.events()] == [
            ("a", False),
            ("b", True),
        ]

    def test_json_does_not_wait(self, ingester, account):
        """
        A record of one line is whole when its line is.
        """
        record = {"created": 1.0e9, "levelname": "INFO", "levelno": 20, "message": "m", "name": "n", "hostname": "h"}
        path = ingester.write(json.dumps(record).encode() + b"\n", age=0)

        assert ingester.read(path) == [account(path, 1, 1, 1)]

    def test_unterminated(self, ingester, account, line):
        """
        A line without an end waits, and so does the record before it, whose continuation it may be.
        """
        path = ingester.write(line(1, "a") + line(2, "b") + b"half a li")

        assert (ingester.read(path), ingester.bodies()) == ([account(path, 3, 1, 1, 0, 0, 0, 2)], ["a"])

    def test_unterminated_for_ever(self, ingester, account, line):
        """
        If nothing came behind it until the next run, it was the last line.
        """
        path = ingester.write(line(1, "a") + line(2, "b") + b"half a li")
        ingester.read(path)

        assert (ingester.read(path), ingester.bodies()) == ([account(path, 3, 2, 1, 1, 0, 1)], ["a", "b\nhalf a li"])

    def test_unterminated_gzip(self, ingester, account, line):
        """
        A packed file does not grow: its last line needs no end.
        """
        path = ingester.write(line(1, "a") + line(2, "b").rstrip(), "nova-api.log.1.gz")

        assert ingester.read(path) == [account(path, 2, 2, 2)]

    def test_several_workers(self, ingester, account, line):
        """
        In a young file every worker's last record waits, if it is not older than 2 s.
        """
        text = line(1, "dead", pid=9) + line(7, "a", pid=1) + line(8, "b", pid=2) + line(8, "c", pid=3)
        path = ingester.write(text, age=1)

        assert (ingester.read(path), ingester.bodies()) == ([account(path, 4, 1, 1, 0, 0, 0, 3)], ["dead"])


class TestNumbers:
    def test_order_of_the_file(self, ingester, line):
        """
        Records of one instant keep the order in which they begin, whichever ends first.
        """
        trace = line(1, "Traceback (most recent call last):", pid=1, context="")
        ingester.read(ingester.write(line(1, "a", pid=1) + line(1, "b", pid=2) + line(1, "c", pid=2) + trace))

        assert [(each["body"], each["openstack.record.number"]) for each in ingester.events()] == [
            ("a", 1),
            ("b", 2),
            ("c", 3),
        ]

    def test_go_on(self, ingester, line):
        """
        Numbers go on where the run before stopped.
        """
        path = ingester.write(b"".join(line(second, str(second)) for second in range(5)))
        ingester.read(path)
        ingester.write(path.read_bytes() + line(5, "5") + line(6, "6"))
        ingester.read(path)

        assert [each["openstack.record.number"] for each in ingester.events()] == [1, 2, 3, 4, 5, 6, 7]


class TestRejectedFile:
    def test_left_by_a_kill(self, ingester):
        """
        Lines that a killed run had written, but not noted, are not doubled by the next run.
        """
        path = ingester.write(b"one\n")
        ingester.read(path)
        (kept,) = (ingester.folder / "state" / "rejected").glob("*")
        kept.write_bytes(kept.read_bytes() + b'{"raw":"two","reason":"no known log format"}\n')
        ingester.read(ingester.write(b"one\ntwo\n"))

        assert [raw for _, raw in ingester.rejects()] == ["one", "two"]
