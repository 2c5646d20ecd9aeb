"""venus-log drop: removes days of events, or some events of them."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import click

from venus_logging import store as stores
from venus_logging.cli._options import Settings, common_options, settings
from venus_logging.cli._output import Output
from venus_logging.errors import StoreUnsupportedError
from venus_logging.event.time import day_of, from_ns, to_ns
from venus_logging.query import Query, Window, event_fields, parse
from venus_logging.query.tree import And, Exists, Not
from venus_logging.query.units import UnitError, amount
from venus_logging.store.placing import UNKNOWN

if TYPE_CHECKING:
    from venus_logging.store import Info, Store

__all__ = ["command"]

_UMASK: Final = 0o027
_DAY: Final = "%Y-%m-%d"


class _Amount(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A number with a unit."""

    def __init__(self, unit: str, name: str) -> None:
        self._unit = unit
        self.name = name

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The amount in the unit, cut to a whole number."""
        try:
            return int(amount(str(value), self._unit))
        except UnitError as problem:
            self.fail(f"{value!r} is not {problem}", param, ctx)


@click.command("drop")
@click.option("--before", metavar="DAY", type=click.DateTime([_DAY]), help="The first day that stays.")
@click.option(
    "--older-than", metavar="AGE", type=_Amount("d", "age"), help="Days that ended this long ago go: 30d, 8w."
)
@click.option("--keep", metavar="SIZE", type=_Amount("By", "size"), help="The oldest days go until 50GB are left.")
@click.option("--only", metavar="QUESTION", help="Only the events that it finds go: 'level<INFO', 'service:nova-api'.")
@click.option("--yes", is_flag=True, help="Remove them; without it they are only named.")
@common_options
def command(before: datetime | None, older_than: int | None, keep: int | None, only: str | None, yes: bool) -> None:
    """Names days of the store (UTC), and removes them with --yes. Their events are gone for good.

    One of --before, --older-than and --keep says which days. With --only, the other events of these days stay; the days
    are then made anew beside themselves, which takes room for the largest of them.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    if sum(each is not None for each in (before, older_than, keep)) != 1:
        raise click.UsageError("say one of --before, --older-than and --keep")
    os.umask(_UMASK)
    question = None if only is None else _question(only)
    # NOTE: opened for reading first, for writing would make a store where there is none.
    with stores.open(chosen.store_url, "r") as store:
        first = f"{before:{_DAY}}" if before else _first(store.info(), chosen, older_than, keep)
        days = store.drop(first, dry_run=True, only=question)
        events = _events(store, first, question) if days else 0
    if yes and days:
        with stores.open(chosen.store_url, "w") as store:
            days = store.drop(first, only=question)
    output.rows(("day", "dropped"), [(each, yes) for each in days])
    if not days:
        output.note(f"no day before {first}" if question is None else f"no such event before {first}")
    else:
        said = f"{events} events of {len(days)} days"
        output.note(f"{said} are gone" if yes else f"{said} would go; --yes removes them")


def _question(text: str) -> Query:
    query = parse(text, event_fields())
    if query.stages or query.since or query.until:
        raise click.UsageError("--only takes a question without stages and times")
    return query


def _first(info: Info, chosen: Settings, older_than: int | None, keep: int | None) -> str:
    """The first day that stays."""
    today = datetime.strptime(day_of(from_ns(chosen.now)), _DAY)
    if older_than is not None:
        return f"{today - timedelta(days=older_than):{_DAY}}"
    if len(info.sizes) != len(info.days):
        raise StoreUnsupportedError(f"{info.url} does not say how large its days are", hint="say --older-than")
    dated = [(day, size) for day, size in zip(info.days, info.sizes, strict=True) if day != UNKNOWN]
    left = sum(size for _, size in dated)
    for day, size in dated:
        if left <= (keep or 0):
            return day
        left -= size
    # NOTE: the last day stays, whatever its size: it is being written.
    return dated[-1][0] if dated else f"{today:{_DAY}}"


def _events(store: Store, before: str, question: Query | None) -> int:
    """How many events are found before a day; those of broken clocks stay."""
    in_time = Not(Exists("x.venus.clock"))
    query = Query(in_time if question is None else And((question.filter, in_time)))
    page = store.search(query, Window(None, to_ns(f"{before}T00:00:00Z")), limit=1)
    return page.total or 0
