"""Tables of groups and their functions, and the fields that events have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from venus_logging.event.time import to_ns
from venus_logging.query import Window
from venus_logging.query.matching import cell, storage_of
from venus_logging.query.stages import bucket_starts, finish, stats_of
from venus_logging.query.tables import Cost, columns_of, field_of
from venus_logging.query.tree import Bucket
from venus_logging.store.embedded.compiling import Compiler, all_of, has_field
from venus_logging.store.embedded.counting import MOST_GROUPS, Asked, Level, Plan, bucket_level, counted, field_level
from venus_logging.store.embedded.measuring import measured
from venus_logging.store.embedded.pages import ends
from venus_logging.store.embedded.schema import PRESENT, TS, UID, column, typed_column
from venus_logging.store.grouping import Group, fields_of, group_field, grouper, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import tantivy

    from venus_logging.query import Field, FieldTable, Query, Table
    from venus_logging.query.tables import Cell
    from venus_logging.query.tree import Function
    from venus_logging.store.embedded.days import Day, Days

__all__ = ["count_fields", "table"]


def table(days: Days, fields: FieldTable, query: Query, window: Window) -> Table:
    """A table as ``Store.run`` gives it.

    Args:
        days: the days of the store.
        fields: what may be named.
        query: the question.
        window: when.
    """
    stats = stats_of(query)
    columns_of(stats, fields)
    asked = Asked(fields, query.filter, window)
    plan = Plan(tuple(_level(key, fields) for key in stats.by), grouper(query, fields))
    counts: Counter[Group] = Counter()
    total = having = read = 0
    for day in days.within(window):
        read += 1
        found = asked.of(day)
        amount = day.count(found)
        total += amount
        if stats.by and amount:
            more = counted(asked, [day], plan)
            counts.update(more)
            keys = [group_field(fields, key) for key in stats.by if isinstance(key, str)]
            single = all(map(day.is_single, keys))
            having += more.total() if single else day.count(all_of(found, *(has_field(day, key) for key in keys)))
    if not stats.by:
        counts[()] = having = total
    cells, bounds = _functions(days, asked, plan, query, counts)
    return finish(query, fields, cells, other=total - having, bounds=bounds, cost=Cost(read))


def count_fields(days: Days, fields: FieldTable, query: Query, window: Window) -> dict[str, int]:
    """How many of the events found have each field, by name."""
    asked = Asked(fields, query.filter, window)
    terms = {"terms": {"field": PRESENT, "size": MOST_GROUPS}}
    level = Level((PRESENT, "raw"), lambda _day, _query: terms, str)
    plan = Plan((level,), lambda event: ((name,) for name in fields_of(event, fields)))
    marked: Counter[Group] = Counter()
    found: Counter[str] = Counter()
    for day in days.within(window):
        marked.update(counted(asked, [day], plan))
        query_ = asked.of(day)
        for field in fields:
            if typed_column(field) in day.fast or column(field) in (TS, UID):
                found[field.name] += day.count(all_of(query_, has_field(day, field)))
    # NOTE: a field that changed its kind may be marked in one folder of a day and have a column in another.
    found.update({str(name): count for (name,), count in marked.items() if name not in found})
    return {name: count for name, count in found.items() if count}


def _level(key: str | Bucket, fields: FieldTable) -> Level | None:
    return bucket_level(key) if isinstance(key, Bucket) else field_level(group_field(fields, key))


def _functions(
    days: Days, asked: Asked, plan: Plan, query: Query, counts: Counter[Group]
) -> tuple[dict[Group, list[Cell]], list[float]]:
    """The values of all functions by group, and their relative errors."""
    stats = stats_of(query)
    cells: dict[Group, list[Cell]] = {group: [] for group in counts}
    bounds: list[float] = []
    by_field: dict[str, list[Function]] = {}
    for function in stats.functions:
        if function.field is not None and function.name not in ("first", "last"):
            by_field.setdefault(function.field, []).append(function)
    done = {
        name: measured(asked, lambda: days.within(asked.window), plan, field_of(asked.fields, name), functions)
        for name, functions in by_field.items()
    }
    for function in stats.functions:
        if function.field is None:
            values: dict[Group, Cell] = dict(counts)
            bounds.append(0.0)
        elif function.name in ("first", "last"):
            values = {group: _end(days, asked, stats.by, group, function) for group in counts}
            bounds.append(0.0)
        else:
            place = by_field[function.field].index(function)
            none = value_of(function, field_of(asked.fields, function.field), [])
            known = done[function.field]
            values = {group: known.cells[group][place] if group in known.cells else none for group in counts}
            bounds.append(known.bounds[place])
        for group, row in cells.items():
            row.append(values[group])
    return cells, bounds


def _end(days: Days, asked: Asked, keys: Sequence[str | Bucket], group: Group, function: Function) -> Cell:
    """The value of a field in the first or last event of a group that has it."""
    assert function.field is not None
    field = field_of(asked.fields, function.field)
    window = asked.window

    def of_group(day: Day) -> tantivy.Query:
        return all_of(Compiler(day, asked.fields).query(asked.filter, window), *_parts(day, asked, keys, group, field))

    for key, each in zip(keys, group, strict=True):
        if isinstance(key, Bucket):
            window = _inside(window, key, to_ns(str(each)))
    found = ends(days, of_group, window, newest=function.name == "last")
    return None if found is None else cell(found, field)


def _parts(day: Day, asked: Asked, keys: Sequence[str | Bucket], group: Group, field: Field) -> list[tantivy.Query]:
    compiler = Compiler(day, asked.fields)
    parts: list[Any] = [has_field(day, field)]
    for key, each in zip(keys, group, strict=True):
        if isinstance(key, str):
            of_key = group_field(asked.fields, key)
            parts.append(compiler.equal(of_key, to_ns(str(each)) if storage_of(of_key) == "date" else each))
    return parts


def _inside(window: Window, bucket: Bucket, start: int) -> Window:
    """The part of a window that lies in a bucket."""
    end = bucket_starts(start, start + 1, bucket)[1]
    return Window(
        start if window.start is None else max(start, window.start),
        end if window.end is None else min(end, window.end),
    )
