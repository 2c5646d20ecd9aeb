"""venus-log pivot: counts over two or three fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from venus_logging.analyse import pivot
from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask
from venus_logging.errors import QuerySyntaxError
from venus_logging.query import event_fields
from venus_logging.query.parser import parse_bucket, parse_field

if TYPE_CHECKING:
    from venus_logging.cli._store import Asked
    from venus_logging.query import Query, Window
    from venus_logging.store import Table

__all__ = ["command", "dimension", "say_other"]

DEFAULT_ROWS: Final = 1_000


@click.command("pivot")
@click.argument("fields", metavar="FIELD FIELD [FIELD]", nargs=-1, required=True)
@click.option("--where", metavar="QUESTION", default="", help="Which events, e.g. 'level>=ERROR'.")
@click.option("--by", "bucket", metavar="DURATION", help="Also by time, in buckets of 30s, 5m, 1h, 1d.")
@common_options
def command(fields: tuple[str, ...], where: str, bucket: str | None) -> None:
    """Counts events for each combination of the values of two or three fields.

    \b
    venus-log pivot service level
    venus-log pivot service level host --where 'level>=WARNING' --by 5m
    """
    if not 2 <= len(fields) <= 3:
        raise click.UsageError(f"pivot takes two or three fields, got {len(fields)}; one: venus-log stats")
    names = [dimension(field) for field in fields]
    if len(set(names)) < len(names):
        raise click.UsageError(f"pivot got the same field twice: {', '.join(fields)}")
    span = parse_bucket(bucket) if bucket else None
    with ask() as asked:
        query, window = asked.question(where)
        limit = asked.settings.rows(DEFAULT_ROWS)
        table = pivot(asked.store, names, query, window, bucket=span, limit=limit)
        asked.output.rows(table.names, table.rows)
        say_other(asked, table, query, window)


def dimension(name: str) -> str:
    """The canonical name of a field that may be grouped by.

    Raises:
        QuerySyntaxError: nobody knows the field, or its values are texts.
    """
    field = parse_field(name, event_fields())
    if not field.groupable:
        raise QuerySyntaxError(
            f"{field.name} cannot be counted by its values: it is a {field.kind}",
            text=name,
            position=0,
            expected="a keyword, number or boolean field",
            hint="log.template.text gives kinds of messages" if field.kind == "text" else "use --by 5m",
        )
    return field.name


def say_other(asked: Asked, table: Table, query: Query, window: Window) -> None:
    """Says what is in no row, and that counts are not exact where they are not."""
    if not table.rows and not table.other:
        asked.say_none(window, query)
    if table.cut:
        asked.output.note(f"{table.cut} more rows; --limit N or --all shows more")
    if table.other:
        asked.output.note(f"{table.other} more events lack one of the fields")
    if not table.exact:
        asked.output.note("the counts are approximate")
