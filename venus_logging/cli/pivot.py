"""venus-log pivot: counts over two or three fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from venus_logging.analyse import counting
from venus_logging.cli._completing import complete_field, where_option
from venus_logging.cli._options import answer_options, common_options
from venus_logging.cli._store import ask
from venus_logging.errors import QuerySyntaxError
from venus_logging.query import event_fields
from venus_logging.query.parser import parse_bucket, parse_field
from venus_logging.query.stages import DAY

if TYPE_CHECKING:
    from datetime import tzinfo

    from venus_logging.query.tree import Bucket

__all__ = ["command", "dimension"]

DEFAULT_ROWS: Final = 1_000


@click.command("pivot")
@click.argument("fields", metavar="FIELD FIELD [FIELD]", nargs=-1, required=True, shell_complete=complete_field)
@where_option("level>=ERROR")
@click.option(
    "--by",
    "bucket",
    metavar="DURATION",
    help="Also by time, in buckets of 30s, 5m, 1h, 1d; days are those of --timezone.",
)
@answer_options
@common_options
def command(fields: tuple[str, ...], where: str, bucket: str | None) -> None:
    """Counts events for each combination of the values of two or three fields.

    Short for a question with stats, which --verbose says.

    \b
    venus-log pivot service level
    venus-log pivot service level host --where 'level>=WARNING' --by 5m
    """
    if not 2 <= len(fields) <= 3:
        raise click.UsageError(f"pivot takes two or three fields, got {len(fields)}; one: venus-log stats")
    names = [dimension(field) for field in fields]
    if len(set(names)) < len(names):
        raise click.UsageError(f"pivot got the same field twice: {', '.join(fields)}")
    with ask() as asked:
        span = _bucket(bucket, asked.settings.zone) if bucket else None
        query, window = asked.question(where)
        most = asked.settings.rows(DEFAULT_ROWS)
        table = asked.run(counting(query, names, bucket=span, limit=most), window)
        asked.output.answer(table)
        asked.say_left_out(table, query, window, most)


def _bucket(duration: str, zone: tzinfo) -> Bucket:
    """The buckets of a duration; whole days are those of the zone."""
    bucket = parse_bucket(duration)
    return replace(bucket, zone=zone.key) if isinstance(zone, ZoneInfo) and bucket.seconds % DAY == 0 else bucket


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
