"""SQLite with FTS5, and DuckDB: one table each, one untuned configuration."""

from __future__ import annotations

import re
import sqlite3
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from engines.form import FLOATS, INTEGERS, KEYWORDS, TEXTS
from venus_logging.event.json import decode
from venus_logging.event.time import SECOND, to_ns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engines.form import Constants

BATCH: Final = 10_000
COLUMNS: Final = ("ts", *INTEGERS, *FLOATS, *TEXTS, *KEYWORDS)
INDEXES: Final = (
    ("ts",), ("openstack.request.id", "ts"), ("host.name", "severity_text", "ts"), ("host.name", "service.name", "ts"),
    ("severity_text", "ts"), ("openstack.project.id",), ("log.record.uid",),
)  # fmt: skip
FILTER: Final = '"host.name"=? and "severity_text"=? and ts>=? and ts<?'
Answer = tuple[int | None, list[Any]]


def _quoted(names: Sequence[str]) -> str:
    return ",".join(f'"{name}"' for name in names)


def _type(name: str) -> str:
    return "bigint" if name == "ts" or name in INTEGERS else "double" if name in FLOATS else "text"


class SQLite:
    """Seven indexes, and the texts as external content of FTS5; time order is row order."""

    name = "sqlite"

    def __init__(self, folder: Path, data: Path, constants: Constants) -> None:
        self._folder, self._data, self._c = folder, data, constants

    def _connect(self) -> Any:
        database = sqlite3.connect(self._folder / "events.db")
        for pragma in ("journal_mode=wal", "synchronous=full", "cache_size=-200000", "mmap_size=8000000000"):
            database.execute(f"pragma {pragma}")
        database.create_function("regexp", 2, lambda pattern, text: text is not None and bool(re.search(pattern, text)))
        return database

    def load(self) -> None:
        """Decodes and inserts, 10,000 events a transaction."""
        database = self._connect()
        columns = ",".join(f'"{name}" {_type(name)}' for name in COLUMNS)
        database.execute(f"create table ev(id integer primary key,{columns})")
        for place, names in enumerate(INDEXES):
            database.execute(f"create index ix{place} on ev({_quoted(names)})")
        database.execute(
            "create virtual table fts using fts5(body, content='ev', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 0')"
        )
        row, number = f"insert into ev values({','.join('?' * (len(COLUMNS) + 1))})", 0
        with self._data.open("rb") as lines:
            while batch := [decode(line) for line in islice(lines, BATCH)]:
                ids = range(number, number + len(batch))
                number += len(batch)
                rows = (
                    (at, to_ns(event["@timestamp"]), *(event.get(name) for name in COLUMNS[1:]))
                    for at, event in zip(ids, batch, strict=True)
                )
                database.executemany(row, rows)
                texts = ((at, event["body"]) for at, event in zip(ids, batch, strict=True))
                database.executemany("insert into fts(rowid, body) values(?,?)", texts)
                database.commit()
        database.execute("pragma wal_checkpoint(truncate)")
        database.close()

    def open(self) -> None:
        """Opens the database."""
        self._database = self._connect()

    def close(self) -> None:
        """Closes it."""
        self._database.close()

    def _rows(self, statement: str, *values: object) -> list[Any]:
        found: list[Any] = self._database.execute(statement, values).fetchall()
        return found

    def _hits(
        self, where: str, *values: object, order: str = "ts desc", limit: int = 50, offset: int = 0, total: bool = True
    ) -> Answer:
        rows = self._rows(
            f"select {_quoted(COLUMNS)} from ev where {where} order by {order} limit {limit} offset {offset}", *values
        )
        found = self._rows(f"select count(*) from ev where {where}", *values)[0][0] if total else None
        return found, [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def _text(self, match: str, *, span: bool = False) -> Answer:
        more, values = "", [match]
        if span:
            more = " and rowid between ? and ?"
            values += self._rows("select id from ev where ts>=? order by ts limit 1", self._c.day(2))[0]
            values += self._rows("select id from ev where ts<? order by ts desc limit 1", self._c.day(3))[0]
        total = self._rows(f"select count(*) from fts where fts match ?{more}", *values)[0][0]
        newest = f"select rowid from fts where fts match ?{more} order by rowid desc limit 50"
        return total, self._hits(f"id in ({newest})", *values, total=False)[1]

    def _filter(self, high: int | None = None) -> tuple[object, ...]:
        return ("ctl-03", "INFO", self._c.start, high or self._c.day(4))

    def q_a1(self) -> Answer:
        return self._text("instance AND seconds", span=True)

    def q_a2(self) -> Answer:
        return self._text("qemu AND monitor", span=True)

    def q_b(self) -> Answer:
        return self._text('"no valid host was found"')

    def q_c1(self) -> Answer:
        return self._hits(FILTER, *self._filter())

    def q_c200(self) -> Answer:
        return self._hits(FILTER, *self._filter(), offset=9_950)

    def q_c200k(self) -> Answer:
        if not hasattr(self, "_key"):
            page = self.q_c200()[1]
            self._key = page[0]["ts"] if page else self._c.start
        return self._hits(FILTER, *self._filter(self._key + 1), total=False)

    def q_d(self) -> Answer:
        rows = self._hits('"openstack.request.id"=?', self._c.request, order="ts", limit=1_000, total=False)[1]
        return len(rows), rows

    def q_e(self) -> Answer:
        span = 7_200 * SECOND
        rows = self._rows(
            f'select "service.name", ts - ts % {span}, count(*) from ev where severity_text=? group by 1, 2', "ERROR"
        )
        return len(rows), rows

    def q_f(self) -> Answer:
        rows = self._rows('select "host.name", "service.name", severity_text, count(*) from ev group by 1, 2, 3')
        return len(rows), rows

    def q_g(self) -> Answer:
        return self._rows('select count(distinct "openstack.project.id") from ev')[0][0], []

    def q_h(self) -> Answer:
        """SQLite has no percentiles: sorted there, picked here."""
        where = '"service.name"=? and "openstack.operation.duration" is not null'
        rows = self._rows(f'select "openstack.operation.duration" from ev where {where} order by 1', "nova")
        return None, [rows[int(len(rows) * part)][0] for part in (0.5, 0.95, 0.99)]

    def q_i(self) -> Answer:
        where, values = '"host.name"=? and "service.name"=? and ts', (self._c.host, self._c.service, self._c.time)
        before = self._hits(f"{where}<=?", *values, limit=51, total=False)[1]
        after = self._hits(f"{where}>?", *values, order="ts", total=False)[1]
        return len(before) + len(after), after

    def q_j1(self) -> Answer:
        return self._hits("instr(body, 'twork-vif-plugg')")

    def q_j2(self) -> Answer:
        return self._hits(r"body regexp '(?i)\bde[a-z]+lock\b'")

    def q_j3(self) -> Answer:
        return self._hits("body regexp 'waited [0-9]{3} seconds'", total=False)

    def q_k(self) -> Answer:
        where = "severity_text=? and ts>=? and ts<?"
        values = ("ERROR", self._c.day(2), self._c.day(3))
        return self._rows(f"select count(*) from ev where {where}", *values)[0][0], []


class DuckDB(SQLite):
    """Loaded by one statement; every search for text is a scan."""

    name = "duckdb"

    def _connect(self) -> Any:
        return import_module("duckdb").connect(str(self._folder / "events.duckdb"))

    def load(self) -> None:
        """One statement reads the file."""
        database = self._connect()
        spec = ",".join(f"'{name}': '{_type(name).replace('text', 'varchar')}'" for name in COLUMNS[1:])
        database.execute(
            'create table ev as select epoch_ns("@timestamp"::timestamp_ns) as ts, * exclude "@timestamp" '
            f"from read_json(?, format='newline_delimited', columns={{'@timestamp': 'varchar', {spec}}})",
            [str(self._data)],
        )
        database.execute('create index ix on ev("openstack.request.id")')
        database.execute("checkpoint")
        database.close()

    def _text(self, match: str, *, span: bool = False) -> Answer:
        words = [match.strip('"')] if match.startswith('"') else match.split(" AND ")
        where, values = " and ".join(["body ilike ?"] * len(words)), [f"%{word}%" for word in words]
        if span:
            return self._hits(f"{where} and ts>=? and ts<?", *values, self._c.day(2), self._c.day(3))
        return self._hits(where, *values)

    def q_h(self) -> Answer:
        quantiles = 'quantile_cont("openstack.operation.duration", [.5, .95, .99])'
        return None, self._rows(f'select {quantiles} from ev where "service.name"=?', "nova")[0][0]

    def q_j1(self) -> Answer:
        return self._hits("contains(body, 'twork-vif-plugg')")

    def q_j2(self) -> Answer:
        return self._hits(r"regexp_matches(body, '(?i)\bde[a-z]+lock\b')")

    def q_j3(self) -> Answer:
        return self._hits("regexp_matches(body, 'waited [0-9]{3} seconds')", total=False)
