"""The answer of a question with stages: columns with kinds and units, rows of values, what is in no row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from venus_logging.errors import StoreError
from venus_logging.query.fields import Field, FieldTable
from venus_logging.query.tree import Bucket

if TYPE_CHECKING:
    from venus_logging.query.fields import Kind
    from venus_logging.query.tree import Function, Stats

__all__ = ["FUNCTIONS", "NO_COST", "TIME", "Cell", "Column", "Cost", "Table", "column_fields", "columns_of", "field_of"]

Cell: TypeAlias = "str | int | float | bool | tuple[str, ...] | None"
TIME: Final = "time"
"""The column of a time bucket."""

_NUMBERS: Final[tuple[Kind, ...]] = ("integer", "number")
_VALUES: Final[tuple[Kind, ...]] = ("keyword", "severity", "integer", "number", "boolean", "date", "free")
FUNCTIONS: Final[dict[str, tuple[Kind, ...]]] = {
    "count": (),
    "count_distinct": _VALUES,
    "sum": _NUMBERS,
    "avg": _NUMBERS,
    "min": (*_NUMBERS, "date"),
    "max": (*_NUMBERS, "date"),
    "p": _NUMBERS,
    "first": (*_VALUES, "text"),
    "last": (*_VALUES, "text"),
}
"""The functions of a stats stage, and the kinds of fields that each takes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        name: canonical field name, ``time`` for a bucket, a function's name or alias.
        kind: of its values, as of a field; times are canonical texts.
        unit: UCUM unit of its numbers, else empty.
        bound: relative error of values that an engine only approximates; 0 is exact.
    """

    name: str
    kind: Kind
    unit: str = ""
    bound: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer cost: the days or indexes that were read."""

    days: int = 0


NO_COST: Final = Cost()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a question with stages.

    Args:
        columns: of the last stage.
        rows: one tuple of cells for each group or event, in the order of the last stage; None is no value.
        other: how many events found are in no group, because they lack one of the keys.
        cut: how many rows ``limit`` and ``top`` left out.
        notes: what the store cannot say, for people.
        cost: what the answer cost.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    other: int = 0
    cut: int = 0
    notes: tuple[str, ...] = field(default=(), compare=False)
    cost: Cost = field(default=NO_COST, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def exact(self) -> bool:
        """Whether no value is approximate."""
        return not any(column.bound for column in self.columns)


def columns_of(stats: Stats, fields: FieldTable, bounds: tuple[float, ...] = ()) -> tuple[Column, ...]:
    """The columns of a stats stage: its keys, then its functions.

    Args:
        stats: the stage.
        fields: what it may name.
        bounds: of the functions; none are exact.

    Raises:
        StoreError: a field or function is unknown, or does not go with the other.
    """
    keys = tuple(_key_column(key, fields) for key in stats.by)
    values = [_column(function, fields) for function in stats.functions]
    bounds = bounds or (0.0,) * len(values)
    return (
        *keys,
        *(Column(each.name, each.kind, each.unit, bound) for each, bound in zip(values, bounds, strict=True)),
    )


def _key_column(key: str | Bucket, fields: FieldTable) -> Column:
    if isinstance(key, Bucket):
        return Column(TIME, "date")
    field = field_of(fields, key)
    return Column(key, field.kind, field.unit)


def _column(function: Function, fields: FieldTable) -> Column:
    kinds = FUNCTIONS.get(function.name)
    if kinds is None:
        raise StoreError(f"unknown function {function.name!r}", hint=f"functions are {', '.join(FUNCTIONS)}")
    if not kinds or function.field is None:
        return Column(function.column, "integer")
    field = field_of(fields, function.field)
    if field.kind not in kinds:
        raise StoreError(f"{function.call} cannot be taken of {field.name}", hint=f"{field.name} is a {field.kind}")
    if function.name == "count_distinct":
        return Column(function.column, "integer")
    # NOTE: what levels there are is asked by the name of their field; a column of another name has plain texts.
    kind: Kind = "number" if function.name == "avg" else "keyword" if field.kind == "severity" else field.kind
    return Column(function.column, kind, field.unit)


def field_of(fields: FieldTable, name: str) -> Field:
    """The field of this name.

    Raises:
        StoreError: nobody knows the field.
    """
    field = fields.get(name)
    if field is None:
        nearest = fields.nearest(name)
        raise StoreError(f"unknown field {name!r}", hint=f"did you mean {nearest}" if nearest else "")
    return field


def column_fields(columns: tuple[Column, ...], fields: FieldTable) -> FieldTable:
    """The columns of a table as fields, for conditions on its rows, by their names and by those of their fields.

    Args:
        columns: of the table.
        fields: the fields of the events.
    """
    names = {column.name for column in columns}
    found = []
    for column in columns:
        aliases = tuple(alias for alias in _aliases(column.name, fields) if alias not in names)
        names.update(aliases)
        field = fields.get(column.name)
        found.append(Field(column.name, column.kind, aliases, unit=column.unit, prefix=field.prefix if field else ""))
    if any(column.kind == "severity" for column in columns) and "severity_number" not in names:
        found.append(Field("severity_number", "integer"))
    return FieldTable(found)


def _aliases(name: str, fields: FieldTable) -> tuple[str, ...]:
    field = fields.get(name)
    if field is not None:
        return field.aliases if field.name == name else ()
    head, _, tail = name.partition("_")
    if tail.startswith("distinct_"):
        head, tail = f"{head}_distinct", tail.removeprefix("distinct_")
    field = fields.get(tail)
    return tuple(f"{head}_{alias}" for alias in field.aliases) if field and field.name == tail else ()
