"""The indexes of an unmodified kolla cloud answer the same questions, and say what they cannot."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from venus_logging.analyse.chain import chain
from venus_logging.errors import StoreMissingError, StoreUnsupportedError
from venus_logging.query import event_fields, parse, resolve
from venus_logging.store import open as open_store

LOGS = Path(__file__).parents[3] / "shared" / "data" / "openstack-logs" / "run-info"
# kolla-ansible's input for OpenStack services (ansible/roles/fluentd/templates/conf/input/00-global.conf.j2), in
# Python's notation of named groups.
FIRST = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}.\d{3} \d+ \S+ \S+ \[.*\]")
RECORD = re.compile(
    r"^(?P<Timestamp>\S+ \S+) (?P<Pid>\d+) (?P<log_level>\S+) (?P<python_module>\S+)"
    r" ((?:\[)(?:None|req-)(?P<global_request_id>\S+)? (?:None|req-)(?P<request_id>\S+) (?P<user_id>\S+)"
    r" (?P<tenant_id>\S+) (?P<domain_id>\S+) (?P<system_scope>\S+) (?P<user_domain>\S+)"
    r" (?P<project_domain>\S+)(?:\]))?(?P<Payload>.*)?$",
    re.DOTALL,
)
SERVICES = ("nova-api", "nova-conductor", "nova-scheduler", "neutron-api", "cinder-volume", "placement")


def documents():
    """Real records as kolla's fluentd would index them."""
    for service in SERVICES:
        lines = gzip.decompress((LOGS / f"{service}.log.gz").read_bytes()).decode().splitlines()
        starts = [number for number, line in enumerate(lines) if FIRST.match(line)]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            match = RECORD.match("\n".join(lines[start:end]))
            if match:
                found = {name: value for name, value in match.groupdict().items() if value is not None}
                time = datetime.strptime(found["Timestamp"], "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
                stamp = time.strftime("%Y-%m-%dT%H:%M:%S.%f000+00:00")
                more = {"Hostname": "ctl-1", "Logger": f"openstack.{service.split('-')[0]}", "programname": service}
                yield {"@timestamp": stamp, **found, **more}


@pytest.fixture(scope="module")
def indexed(cluster):
    """The documents, and the URL of the indexes that hold them, with a mapping of the engine's own."""
    if not LOGS.is_dir():
        pytest.skip(f"the recorded logs are not at {LOGS}")
    rows, prefix = list(documents()), f"flog{os.getpid()}"
    cluster.ask("PUT", f"/{prefix}-2026.11.22")
    body = "".join(f'{{"index":{{"_index":"{prefix}-2026.11.22"}}}}\n{json.dumps(row)}\n' for row in rows)
    header = {"content-type": "application/x-ndjson"}
    with urlopen(Request(f"http://{cluster.host}/_bulk?refresh=true", body.encode(), header)) as answer:
        assert json.load(answer)["errors"] is False
    yield rows, f"kolla+opensearch://{cluster.host}/{prefix}"
    cluster.ask("DELETE", f"/{prefix}-2026.11.22")


@pytest.fixture(scope="module")
def store(indexed):
    """The indexes as a store."""
    with open_store(indexed[1]) as opened:
        yield opened


@pytest.fixture
def rows(indexed):
    """What the indexes hold."""
    return indexed[0]


def asked(text):
    """A question and its window."""
    return resolve(parse(text, event_fields()), 0)


def words(row):
    """The words of a record, counted without our code."""
    return re.findall(r"[^\W_]+", row["Payload"].lower())


def phrase(row, *wanted):
    """Whether words stand next to each other in a record."""
    return f" {' '.join(wanted)} " in f" {' '.join(words(row))} "


CASES = {
    "*": lambda row: True,
    "programname:nova-api": lambda row: row["programname"] == "nova-api",
    "service:nova-*": lambda row: row["programname"].startswith("nova-"),
    "level>=WARNING": lambda row: row["log_level"] in ("WARNING", "ERROR", "CRITICAL"),
    "level:ERROR": lambda row: row["log_level"] == "ERROR",
    "NOT level:INFO": lambda row: row["log_level"] != "INFO",
    "logger:nova.compute.*": lambda row: row["python_module"].startswith("nova.compute."),
    "logger:/nova\\.(api|conductor).*/": lambda row: re.match(r"nova\.(api|conductor)", row["python_module"]),
    "tenant_id:*": lambda row: row.get("tenant_id", "-") != "-",
    "NOT user:*": lambda row: row.get("user_id", "-") == "-",
    "user:*": lambda row: row.get("user_id", "-") != "-",
    "host:ctl-1 pid:1": lambda row: False,
    "instance": lambda row: "instance" in words(row),
    "nova": lambda row: "nova" in words(row),
    "get": lambda row: "get" in words(row),
    '"no valid host"': lambda row: phrase(row, "no", "valid", "host"),
    "nova.compute": lambda row: phrase(row, "nova", "compute"),
    "port*": lambda row: any(word.startswith("port") for word in words(row)),
    "*bind*": lambda row: any("bind" in word for word in words(row)),
    "NOT instance": lambda row: "instance" not in words(row),
    "service:nova-api status NOT 200": lambda row: (
        row["programname"] == "nova-api" and "status" in words(row) and "200" not in words(row)
    ),
}


class TestSearch:
    @pytest.mark.parametrize("text", CASES)
    def test_equals_a_count_of_the_lines(self, store, rows, text):
        """A question finds as many records as a count over the lines themselves."""
        page = store.search(*asked(text), limit=10)
        expected = sum(bool(CASES[text](row)) for row in rows)

        assert (page.total, page.exact, len(page.events)) == (expected, True, min(10, expected))

    def test_pages_are_the_whole(self, store, rows):
        """Pages joined are all records once, in the order of time, whatever ties they cut."""
        seen, after = [], None
        while True:
            page = store.search(*asked("service:nova-api"), limit=37, order="oldest", after=after)
            seen += page.events
            after = page.next
            if after is None:
                break
        times = [event["@timestamp"] for event in seen]

        assert (len({event["log.record.uid"] for event in seen}), times == sorted(times)) == (
            sum(row["programname"] == "nova-api" for row in rows),
            True,
        )

    def test_an_id_is_found_with_and_without_its_prefix(self, store, rows):
        """Kolla cuts the ``req-`` off, and both forms find the request."""
        one = next(row["request_id"] for row in rows if row.get("tenant_id", "-") != "-")
        expected = sum(row.get("request_id") == one for row in rows)

        assert [store.search(*asked(f"request:{form}{one}")).total for form in ("", "req-")] == [expected] * 2

    def test_windows(self, store, rows):
        """A window is half-open in milliseconds, which is what kolla has."""
        middle = sorted(row["@timestamp"] for row in rows)[len(rows) // 2]
        before = sum(row["@timestamp"] < middle for row in rows)
        got = [store.search(*asked(f'{word}:"{middle[:23]}Z"')).total for word in ("until", "since")]

        assert got == [before, len(rows) - before]

    def test_an_event_by_its_uid(self, store):
        """An event is found again by its uid, within the caller's scope."""
        event = store.search(*asked("service:nova-api"), limit=1).events[0]
        got = [store.get(event["log.record.uid"], asked(f"service:{name}")[0]) for name in ("nova-api", "placement")]

        assert got == [event, None]


class TestTables:
    def test_counts_by_service_and_level(self, store, rows):
        """A pivot equals a count of the lines."""
        table = store.run(*asked("* | stats count() by service, level"))
        expected = Counter((row["programname"], row["log_level"]) for row in rows)

        assert ({row[:2]: row[2] for row in table.rows}, table.other) == (dict(expected), 0)

    def test_counts_of_what_words_find(self, store, rows):
        """A question for words is counted on the stored text, and says so."""
        table = store.run(*asked("instance | stats count(), count_distinct(logger) by service"))
        found = [row for row in rows if "instance" in words(row)]
        expected = {
            service: (
                sum(row["programname"] == service for row in found),
                len({row["python_module"] for row in found if row["programname"] == service}),
            )
            for service in {row["programname"] for row in found}
        }

        assert ({row[0]: row[1:] for row in table.rows}, bool(table.notes)) == (expected, True)

    def test_events_without_a_key_are_other(self, store, rows):
        """A dash is no project."""
        table = store.run(*asked("* | stats count(), first(level) by tenant_id"))
        expected = Counter(row["tenant_id"] for row in rows if row.get("tenant_id", "-") != "-")

        assert ({row[0]: row[1] for row in table.rows}, table.other) == (dict(expected), len(rows) - expected.total())

    def test_buckets_of_time(self, store, rows):
        """Minutes count as the lines do."""
        table = store.run(*asked("* | stats count() by time(1m)"))
        expected = Counter(f"{row['@timestamp'][:16]}:00.000000Z" for row in rows)

        assert dict(table.rows) == dict(expected)

    def test_fields(self, store, rows):
        """The fields are those that kolla has, each with its events."""
        counts = {each.name: each.count for each in store.fields(*asked("*"))}

        assert (counts["body"], counts["user.id"], "openstack.resource.id" in counts) == (
            len(rows),
            sum(row.get("user_id", "-") != "-" for row in rows),
            False,
        )


class TestChain:
    def test_a_request_through_its_services(self, store, rows):
        """A chain has every record of its request, and of the requests that it caused."""
        one = next(row["request_id"] for row in rows if row.get("global_request_id"))
        own = [row for row in rows if one in (row.get("request_id"), row.get("global_request_id"))]
        keys = {row.get("global_request_id") or row["request_id"] for row in own}
        expected = sum((row.get("global_request_id") or row.get("request_id")) in keys for row in rows)

        found = chain(store, f"req-{one}")

        assert (len(found.events), found.keys) == (expected, tuple(sorted(keys)))


class TestLacks:
    @pytest.mark.parametrize(
        "text",
        [
            "openstack.resource.id:abc",
            "x.team:a",
            "pid>3",
            "exception.message:x",
            "* | stats count() by scenario",
            "* | stats sum(pid)",
            "* | stats count() by severity_number",
        ],
    )
    def test_says_what_it_lacks(self, store, text):
        """A question for what kolla does not have names it, and is never an empty answer."""
        question = asked(text)
        with pytest.raises(StoreUnsupportedError):
            (store.run if question[0].stages else store.search)(*question)

    def test_only_reads(self, store):
        """Nothing is written to a cluster that is not ours."""
        with pytest.raises(StoreUnsupportedError):
            store.write([], 0)
        with pytest.raises(StoreUnsupportedError):
            store.drop("2026-11-25")

    def test_no_such_indexes(self, cluster):
        """A prefix without indexes is no store."""
        with pytest.raises(StoreMissingError):
            open_store(f"kolla+opensearch://{cluster.host}/nothing-here")

    def test_info(self, store, rows):
        """Info says how much is there."""
        info = store.info()

        assert (info.events, info.days) == (len(rows), ("2026-11-22",))
