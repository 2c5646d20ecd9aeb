"""The embedded store, asked through the project's own language and API."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from venus_logging import contract
from venus_logging.analyse import context
from venus_logging.event.json import decode
from venus_logging.event.time import from_ns
from venus_logging.query import event_fields, parse, resolve
from venus_logging.store import open as open_store

if TYPE_CHECKING:
    from pathlib import Path

    from engines.form import Constants
    from venus_logging.query import Query, Window

BATCH = 10_000
Answer = tuple[int | None, list[Any]]


class Ours:
    """Every question is a line of text, parsed each time."""

    name = "venus-logging"

    def __init__(self, folder: Path, data: Path, constants: Constants) -> None:
        self._url, self._data, self._c = str(folder / "store"), data, constants
        self._now = constants.day(30)

    def load(self) -> None:
        """Decodes, checks, looks for duplicates and commits, 10,000 events at a time."""
        with open_store(self._url, "w") as store, self._data.open("rb") as lines:
            while batch := list(islice(lines, BATCH)):
                store.write([contract.flagged(decode(line)) for line in batch], self._now)

    def open(self) -> None:
        """Opens it for reading."""
        self._store = open_store(self._url)

    def close(self) -> None:
        """Closes it."""
        self._store.close()

    def _asked(self, text: str) -> tuple[Query, Window]:
        return resolve(parse(text, event_fields()), self._now)

    def _hits(self, text: str, limit: int = 50, **options: Any) -> Answer:
        page = self._store.search(*self._asked(text), limit=limit, **options)
        return page.total, list(page.events)

    def _rows(self, text: str) -> Answer:
        rows = self._store.run(*self._asked(text)).rows
        return len(rows), list(rows)

    def _between(self, first: int, last: int) -> str:
        return f"since:{from_ns(self._c.day(first))} until:{from_ns(self._c.day(last))}"

    def q_a1(self) -> Answer:
        return self._hits(f"body:instance body:seconds {self._between(2, 3)}")

    def q_a2(self) -> Answer:
        return self._hits(f"body:qemu body:monitor {self._between(2, 3)}")

    def q_b(self) -> Answer:
        return self._hits('body:"no valid host was found"')

    @property
    def _c1(self) -> str:
        return f"host:ctl-03 level:INFO {self._between(0, 4)}"

    def q_c1(self) -> Answer:
        return self._hits(self._c1)

    def q_c200(self, *, count: bool = True) -> Answer:
        """Page 200 by its cursor, with the total."""
        if not hasattr(self, "_after"):
            self._after = self._store.search(*self._asked(self._c1), limit=9_950).next
        return self._hits(self._c1, after=self._after, count=count) if self._after else (0, [])

    def q_c200k(self) -> Answer:
        """The same without the total."""
        return None, self.q_c200(count=False)[1]

    def q_d(self) -> Answer:
        rows = self._hits(f"request:{self._c.request}", 1_000, order="oldest", count=False)[1]
        return len(rows), rows

    def q_e(self) -> Answer:
        return self._rows("level:ERROR | stats count() by service, time(2h)")

    def q_f(self) -> Answer:
        return self._rows("* | stats count() by host, service, level")

    def q_g(self) -> Answer:
        return int(self._rows("* | stats count_distinct(project)")[1][0][0]), []

    def q_h(self) -> Answer:
        return None, list(self._rows("service:nova | stats p50(duration), p95(duration), p99(duration)")[1][0])

    def q_i(self) -> Answer:
        around = context(self._store, f"{7:024x}-{self._c.number}", before=50, after=50)
        assert around is not None
        return len(around.events), list(around.events[around.position + 1 :])

    def q_j1(self) -> Answer:
        return self._hits("body:*twork-vif-plugg*")

    def q_j2(self) -> Answer:
        return self._hits("body:/de[a-z]+lock/")

    def q_j3(self) -> Answer:
        return None, self._hits(r"body:/waited \d{3} seconds/", count=False)[1]

    def q_k(self) -> Answer:
        return int(self._rows(f"level:ERROR {self._between(2, 3)} | stats count()")[1][0][0]), []
