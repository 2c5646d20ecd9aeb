"""The table of a question with ``fields`` and without ``stats``: a row for each event, from whatever can search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from venus_logging.errors import QueryLimitError
from venus_logging.query.matching import cell
from venus_logging.query.stages import finish_rows
from venus_logging.query.tables import Cost, field_of
from venus_logging.query.tree import Fields, Limit, Stats

if TYPE_CHECKING:
    from venus_logging.query import FieldTable, Query, Table, Window
    from venus_logging.query.tables import Cell
    from venus_logging.store._types import Cursor, Order, Page

__all__ = ["MOST_ROWS", "is_listing", "listed"]

MOST_ROWS: Final = 65_000
_PAGE: Final = 10_000


class Search(Protocol):
    """What finds events, as ``Store.search``."""

    def __call__(
        self, query: Query, window: Window, *, limit: int, order: Order = ..., after: Cursor | None = ...
    ) -> Page: ...


def is_listing(query: Query) -> bool:
    """Whether the question's table has a row for each event."""
    kinds = {type(stage) for stage in query.stages}
    return Fields in kinds and Stats not in kinds


def listed(search: Search, query: Query, window: Window, fields: FieldTable) -> Table:
    """The table as ``Store.run`` gives it.

    Args:
        search: finds the events, the newest first.
        query: a question of which ``is_listing`` is true.
        window: when.
        fields: what may be named.

    Raises:
        QueryLimitError: more than 65,000 events would have to be read.
    """
    shown = next(stage for stage in query.stages if isinstance(stage, Fields))
    columns = [field_of(fields, name) for name in shown.names]
    limit = _limit(query)
    rows: list[tuple[Cell, ...]] = []
    cursor: Cursor | None = None
    days = total = 0
    while len(rows) < limit:
        page = search(query, window, limit=min(_PAGE, limit - len(rows)), after=cursor)
        rows += (tuple(cell(event, field) for field in columns) for event in page.events)
        total = total or page.total or 0
        cursor, days = page.next, max(days, page.cost.days)
        if cursor is None:
            break
    if len(rows) > MOST_ROWS:
        raise QueryLimitError(
            f"the question makes more than {MOST_ROWS} rows",
            hint="narrow the question or the time, or put limit directly behind fields",
        )
    return finish_rows(query, fields, rows, cut=max(0, total - len(rows)), cost=Cost(days))


def _limit(query: Query) -> int:
    """How many events are needed: as the limits beside the fields stage say, or one more than are possible."""
    limits = []
    for stage in query.stages:
        if isinstance(stage, Limit):
            limits.append(stage.rows)
        elif not isinstance(stage, Fields):
            break
    return min(limits, default=MOST_ROWS + 1)
