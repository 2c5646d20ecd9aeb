"""venus-log drop: removes whole days of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from venus_logging import store as stores
from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["command"]


@click.command("drop")
@click.option(
    "--before", metavar="DAY", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day that stays."
)
@click.option("--yes", is_flag=True, help="Remove them; without it they are only named.")
@common_options
def command(before: datetime, yes: bool) -> None:
    """Names the days of the store before DAY (UTC), and removes them with --yes. Their events are gone for good."""
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    day = f"{before:%Y-%m-%d}"
    # NOTE: opened for reading first, for writing would make a store where there is none.
    with stores.open(chosen.store_url, "r") as store:
        days = store.drop(day, dry_run=True)
    if yes and days:
        with stores.open(chosen.store_url, "w") as store:
            days = store.drop(day)
    output.rows(("day", "dropped"), [(each, yes) for each in days])
    if not days:
        output.note(f"no day before {day}")
    elif not yes:
        output.note(f"{len(days)} days would go; --yes removes them")
