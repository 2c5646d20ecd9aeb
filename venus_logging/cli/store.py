"""venus-log store: makes a store, says what it holds and what is wrong with it, thins it out, and mends it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from venus_logging.cli import drop, info
from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.store import caring

if TYPE_CHECKING:
    from venus_logging.store.embedded import Rewritten

__all__ = ["command"]

_UMASK: Final = 0o027


@click.group("store")
@common_options
def command() -> None:
    """Looks after the store."""


command.add_command(info.command)
command.add_command(drop.command)


@command.command("init")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@common_options
def init(dry_run: bool) -> None:
    """Makes the store, or brings it up to date. Reading logs into it makes it, too."""
    os.umask(_UMASK)
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    changes = caring.init(chosen.store_url, dry_run=dry_run)
    output.rows(("change",), [(each,) for each in changes])
    output.note(f"{chosen.store_name}: {'up to date' if not changes else 'would change' if dry_run else 'ready'}")


@command.command("check")
@click.option("--deep", is_flag=True, help="Also read every stored event.")
@common_options
def check(deep: bool) -> None:
    """Says what is wrong with the store: torn files, strangers, what a killed process left, events stored twice.

    Reads only. Exit status 1 if answers are wrong or lack events because of it.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    faults = list(caring.check(chosen.store_url, deep=deep))
    output.rows(("path", "kind", "what"), [(each.path, each.kind, each.what) for each in faults])
    if not faults:
        output.note(f"{chosen.store_name}: nothing is wrong")
    elif any(each.kind in ("torn", "stale", "repeated") for each in faults):
        output.note("venus-log store rebuild makes days anew from the events that can be read")
    if any(each.serious for each in faults):
        raise click.exceptions.Exit(1)


@command.command("rebuild")
@click.option("--day", "days", metavar="DAY", multiple=True, help="Make this day anew, whether it needs it or not.")
@click.option("--yes", is_flag=True, help="Do it; without it the days are only named.")
@common_options
def rebuild(days: tuple[str, ...], yes: bool) -> None:
    """Makes days anew from their stored events: those that are torn, or made for other fields than those of now.

    A day is made beside itself and then takes its own place; whoever asks meanwhile sees the one or the other. What was
    torn is kept in broken/ of the store.
    """
    os.umask(_UMASK)
    chosen = settings()
    output = Output(chosen.format, chosen.zone)

    def progress(done: Rewritten) -> None:
        output.note(f"{done.day} is done")

    done = caring.rebuild(chosen.store_url, days=days, dry_run=not yes, progress=progress)
    output.rows(("day", "done", "events", "lost"), [(each.day, yes, each.events, each.lost) for each in done])
    for fault in (fault for each in done for fault in each.faults):
        output.note(f"torn: {fault}")
    if not done:
        output.note("no day needs it")
    elif not yes:
        output.note(f"{len(done)} days would be made anew; --yes does it")
    if any(each.lost or (each.faults and not each.events) for each in done):
        output.note("what cannot be read here may stand in the logs still: venus-log ingest --reread adds it")
        raise click.exceptions.Exit(1)
