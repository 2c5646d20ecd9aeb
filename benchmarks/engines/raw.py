"""tantivy as it comes, one index for each UTC day: what a store without our layer would cost.

After ``tantivy_engine.py`` of the shared tools: no check, no duplicates, no exact order of ties, no limits, and each
field stored apart.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count, islice, pairwise
from typing import TYPE_CHECKING, Any, Final

import tantivy
from tantivy import FieldType, Occur, Order, Query

from engines.form import FLOATS, INTEGERS, KEYWORDS, TEXTS
from venus_logging.event.json import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from engines.form import Constants

TIME: Final = "@timestamp"
HEAP, WRITERS, BATCH, BLOCK = 200_000_000, 2, 10_000, 131_072
DAY_OF: Final = re.compile(rb'\{"@timestamp":"(\d{4}-\d\d-\d\d)')
# 450 ranges, 50 a decade from 10 us to 10,000 s: they merge over days, sketches do not
EDGES: Final = [10 ** (place / 50) for place in range(-250, 201)]
Answer = tuple[int | None, list[Any]]


def _schema() -> tantivy.Schema:
    """Every key of an event; tantivy drops what the schema lacks without a word."""
    builder = tantivy.SchemaBuilder()
    builder.add_date_field(TIME, stored=True, indexed=True, fast=True)
    for name in INTEGERS:
        builder.add_integer_field(name, stored=True, indexed=True, fast=True)
    for name in FLOATS:
        builder.add_float_field(name, stored=True, fast=True)
    for name in TEXTS:
        builder.add_text_field(name, stored=True)
    for name in KEYWORDS:
        builder.add_text_field(
            name, stored=True, fast=name != "log.record.uid", tokenizer_name="raw", index_option="basic"
        )
    state = builder.build().__reduce__()[1][0]
    for field in state["inner"]:
        if field["type"] == "date":
            field["options"]["precision"] = "microseconds"
        if field["options"].get("indexing"):
            field["options"]["indexing"]["fieldnorms"] = False
    return tantivy.Schema._internal_from_pythonized(state)


class Raw:
    """Day indexes in a folder, one writer thread each, two writers open."""

    name = "tantivy"

    def __init__(self, folder: Path, data: Path, constants: Constants) -> None:
        self._folder, self._data, self._c, self._schema = folder, data, constants, _schema()
        self._writers: dict[str, tantivy.IndexWriter] = {}

    def load(self) -> None:
        """Adds the lines as they are, in commits of 10,000."""
        with self._data.open("rb") as lines:
            while batch := list(islice(lines, BATCH)):
                days: dict[str, list[bytes]] = {}
                for line in batch:
                    days.setdefault(DAY_OF.match(line)[1].decode(), []).append(line)
                for day, group in days.items():
                    writer = self._writer(day)
                    for line in group:
                        writer.add_json(line.decode())
                    writer.commit()
        while self._writers:
            self._writers.popitem()[1].wait_merging_threads()

    def _writer(self, day: str) -> tantivy.IndexWriter:
        if day not in self._writers:
            path = self._folder / day
            if not path.is_dir():
                self._make(path)
            index = tantivy.Index.open(str(path))
            index.config_reader("manual")
            self._writers[day] = index.writer(HEAP, num_threads=1)
            while len(self._writers) > WRITERS:
                oldest = min(each for each in self._writers if each != day)
                self._writers.pop(oldest).wait_merging_threads()
        return self._writers[day]

    def _make(self, path: Path) -> None:
        path.mkdir(parents=True)
        tantivy.Index(self._schema, str(path))
        meta = decode((path / "meta.json").read_bytes())
        meta["index_settings"]["docstore_blocksize"] = BLOCK
        (path / "meta.json").write_bytes(encode(meta))
        parent = os.open(path.parent, os.O_RDONLY)
        os.fsync(parent)
        os.close(parent)

    def open(self) -> None:
        """Opens all days."""
        self._days = [tantivy.Index.open(str(path)).searcher() for path in sorted(self._folder.iterdir())]

    def close(self) -> None:
        """Nothing to close."""

    def _term(self, field: str, value: object) -> Query:
        return Query.term_query(self._schema, field, value, "basic")

    def _every(self, *queries: Query, low: int | None = None, high: int | None = None) -> Query:
        """All of the queries, and low <= time < high where given."""
        if low or high:
            ends = [None if ns is None else _moment(ns) for ns in (low, high)]
            span = Query.range_query(self._schema, TIME, FieldType.Date, *ends, True, high is None)
            queries = (*queries, span)
        return Query.boolean_query([(Occur.Must, query) for query in queries])

    def _hits(
        self, query: Query, limit: int = 50, offset: int = 0, *, newest: bool = True, total: bool = True
    ) -> Answer:
        """The number of hits, and events by time; stops at the last day that is needed."""
        order, found, rows = Order.Desc if newest else Order.Asc, 0, []
        for searcher in self._days[::-1] if newest else self._days:
            want = limit - len(rows)
            if want:
                result = searcher.search(query, want, True, TIME, offset, order)
                rows += [(searcher, address) for _, address in result.hits]
                offset = max(0, offset - result.count)
            elif total:
                result = searcher.search(query, 1, True)
            else:
                break
            found += result.count
        events = [{name: value[0] for name, value in at.doc(address).to_dict().items()} for at, address in rows]
        return (found if total else None), events

    def _buckets(self, query: Query, aggregation: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The top buckets of an aggregation, day after day."""
        for searcher in self._days:
            yield from searcher.aggregate(query, {"x": aggregation})["x"]["buckets"]

    def _words(self, *tokens: str, **span: int) -> Query:
        return self._every(*(self._term("body", token) for token in tokens), **span)

    def _days_between(self, first: int, last: int) -> dict[str, int]:
        return {"low": self._c.day(first), "high": self._c.day(last)}

    def q_a1(self, tokens: Sequence[str] = ("instance", "seconds")) -> Answer:
        return self._hits(self._words(*tokens, **self._days_between(2, 3)))

    def q_a2(self) -> Answer:
        return self.q_a1(("qemu", "monitor"))

    def q_b(self) -> Answer:
        return self._hits(Query.phrase_query(self._schema, "body", ["no", "valid", "host", "was", "found"]))

    def q_c1(self, high: int | None = None, **page: Any) -> Answer:
        same = self._term("host.name", "ctl-03"), self._term("severity_text", "INFO")
        return self._hits(self._every(*same, low=self._c.start, high=high or self._c.day(4)), **page)

    def q_c200(self) -> Answer:
        return self.q_c1(offset=9_950)

    def q_c200k(self) -> Answer:
        if not hasattr(self, "_key"):
            page = self.q_c200()[1]
            self._key = int(page[0][TIME].timestamp() * 1e6) * 1_000 if page else self._c.start
        return self.q_c1(self._key + 1_000, total=False)

    def q_d(self) -> Answer:
        rows = self._hits(self._term("openstack.request.id", self._c.request), 1_000, newest=False, total=False)[1]
        return len(rows), rows

    def q_e(self) -> Answer:
        """Exact while a day has at most 100 services."""
        spans = {"date_histogram": {"field": TIME, "fixed_interval": "2h"}}
        terms = {"terms": {"field": "service.name", "size": 100}, "aggs": {"t": spans}}
        cells: Counter[tuple[object, object]] = Counter()
        for each in self._buckets(self._term("severity_text", "ERROR"), terms):
            cells.update({(each["key"], span["key"]): span["doc_count"] for span in each["t"]["buckets"]})
        rows = [(*group, amount) for group, amount in cells.items() if amount]
        return len(rows), rows

    def q_f(self) -> Answer:
        """Exact while a day has at most 10,000 groups."""
        fields = [{"field": name} for name in ("host.name", "service.name", "severity_text")]
        groups: Counter[tuple[object, ...]] = Counter()
        for each in self._buckets(Query.all_query(), {"multi_terms": {"terms": fields, "size": 10_000}}):
            groups[tuple(each["key"])] += each["doc_count"]
        return len(groups), [(*group, amount) for group, amount in groups.items()]

    def q_g(self) -> Answer:
        """Exact while a day has at most 65,000 projects; the engine's own count of distinct values is not."""
        terms = {"terms": {"field": "openstack.project.id", "size": 65_000}}
        return len({each["key"] for each in self._buckets(Query.all_query(), terms)}), []

    def q_h(self) -> Answer:
        """An estimate, at most 2.3 % off."""
        ranges = [{"from": low, "to": high} for low, high in pairwise(EDGES)]
        spread: Counter[float] = Counter()
        aggregation = {"range": {"field": "openstack.operation.duration", "ranges": ranges}}
        for each in self._buckets(self._term("service.name", "nova"), aggregation):
            spread[each.get("from", 0)] += each["doc_count"]
        found, below = [], 0
        for start in sorted(spread):
            below += spread[start]
            while len(found) < 3 and below >= spread.total() * (0.5, 0.95, 0.99)[len(found)]:
                found.append(start * 10**0.01)
        return None, found

    def q_i(self) -> Answer:
        same = self._term("host.name", self._c.host), self._term("service.name", self._c.service)
        split = self._c.time + 1_000
        before = self._hits(self._every(*same, high=split), 51, total=False)[1]
        after = self._hits(self._every(*same, low=split), newest=False, total=False)[1]
        return len(before) + len(after), after

    def q_j1(self) -> Answer:
        """Patterns of words next to each other: ignores case, and what stands between the words."""
        return self._hits(Query.regex_phrase_query(self._schema, "body", [".*twork", "vif", "plugg.*"]))

    def q_j2(self) -> Answer:
        return self._hits(Query.regex_query(self._schema, "body", "de[a-z]+lock"))

    def q_j3(self) -> Answer:
        """Candidates by the words of the pattern, checked on the stored text."""
        query, rows = self._words("waited", "seconds"), []
        for offset in count(0, 200):
            page = self._hits(query, 200, offset, total=False)[1]
            rows += [event for event in page if re.search(r"waited \d{3} seconds", event["body"])]
            if len(page) < 200 or len(rows) >= 50:
                return None, rows[:50]
        raise AssertionError

    def q_k(self) -> Answer:
        alarm = self._every(self._term("severity_text", "ERROR"), **self._days_between(2, 3))
        return sum(searcher.search(alarm, 1, True).count for searcher in self._days), []


def _moment(ns: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=ns // 1_000)
