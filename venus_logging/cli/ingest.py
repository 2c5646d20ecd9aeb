"""venus-log ingest: reads log files into the store."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from venus_logging import contract
from venus_logging import store as stores
from venus_logging.cli._options import Settings, common_options, settings
from venus_logging.cli._output import Output
from venus_logging.errors import SourceError
from venus_logging.event.privacy import MODES, Privacy
from venus_logging.event.time import from_ns
from venus_logging.ingest import FileReport, Options, find, follow, ingest
from venus_logging.statements import Catalogue, load
from venus_logging.store.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["command"]

# NOTE: logs carry personal data; the engine makes its files with the process's mask.
_UMASK = 0o027
_LOOK_SECONDS = 1.0
_COLUMNS = ("file", "lines", "records", "added", "duplicate", "rejected", "continuation", "pending")


@click.command("ingest")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--service",
    metavar="S",
    default="",
    help="service.name of foreign records; default: the file's name up to its first dot.",
)
@click.option(
    "--host", metavar="H", default="", help="host.name of records that do not say it; default: this machine's."
)
@click.option("--personal", type=click.Choice(MODES), default="keep", help="What is kept of personal attributes.")
@click.option("--key-file", default="", metavar="FILE", help="The key of --personal hash.")
@click.option("--reread", is_flag=True, help="Read whole files again; events that the store has are not added twice.")
@click.option(
    "--catalogue",
    "catalogues",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="What statements extract wrote of the installed packages: gives text logs template ids; several times.",
)
@click.option("-f", "--follow", "following", is_flag=True, help="Go on reading what is written, until ^C or SIGTERM.")
@common_options
def command(
    paths: tuple[Path, ...],
    service: str,
    host: str,
    personal: str,
    key_file: str,
    reread: bool,
    catalogues: tuple[Path, ...],
    following: bool,
) -> None:
    """Reads log files into the store: our JSON lines, oslo.log's default text and its JSON, plain or gzip.

    PATH is a file, or a folder of which every *.events.jsonl and *.log is read, rotated and packed ones too; the text
    log of a service is left out where its events stand beside it. Reading the same file again adds nothing. Lines that
    cannot be read are kept in <state>/rejected with the reason.

    With --follow, what services write is in the store a second later: through rotation by rename and by copytruncate,
    and after a restart from where it was left.
    """
    os.umask(_UMASK)
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    if following and reread:
        raise click.UsageError("--follow goes on where it was; read whole files again with --reread alone, before it")
    options = replace(_options(service, host, personal, key_file, chosen), catalogue=_catalogue(catalogues))
    if following:
        _follow(paths, options, chosen, output)
        return
    files, beside, unread = _found(paths)
    if beside:
        output.note(f"{beside} text logs were left out, for their events stand beside them; name them to read them")
    options = replace(options, reread=reread)
    with stores.open(chosen.store_url, "w") as store, State.open(chosen.state_folder) as state:
        progress = _Progress(files)
        reports = list(unread)
        for report in ingest(files, store, state, options, now=time.time_ns, progress=progress.show):
            progress.clear()
            reports.append(report)
            if not output.table:
                output.record(_object(report))
    _finish(output, reports, chosen, options.host)


def _options(service: str, host: str, personal: str, key_file: str, chosen: Settings) -> Options:
    names = [each.name for each in contract.attributes().values() if each.privacy == "personal"]
    return Options(host or socket.gethostname(), service, chosen.zone, Privacy(personal, names, key_file))


def _catalogue(files: Sequence[Path]) -> Catalogue | None:
    return Catalogue(each for file in files for each in load(file)) if files else None


def _follow(paths: Sequence[Path], options: Options, chosen: Settings, output: Output) -> None:
    """Reads on until a signal says to stop; what was written before it is in the store then."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with stores.open(chosen.store_url, "w") as store, State.open(chosen.state_folder) as state:
        output.note(f"following {', '.join(map(str, paths))} into {chosen.store_name}; ^C stops")
        wait = partial(stop.wait, _LOOK_SECONDS)
        for report in follow(paths, store, state, options, now=time.time_ns, wait=lambda: not wait()):
            if report.error:
                output.note(f"error: {report.error}")
            if not output.table:
                output.record({"time": from_ns(time.time_ns()), **_object(report)})
            elif report.added or report.rejected:
                now = output.time(from_ns(time.time_ns()))
                rejected = f", {report.rejected} lines are no log records" if report.rejected else ""
                output.line(f"{now} {report.file}: {report.added} events{rejected}")


def _found(paths: Sequence[Path]) -> tuple[list[Path], int, list[FileReport]]:
    """The logs of the paths, how many texts are left out beside their events, and an account of each unreadable path.

    A log that was rotated away must not stop the rest.

    Raises:
        SourceError: there is only one path, and it cannot be read.
    """
    files: dict[Path, None] = {}
    both: dict[Path, None] = {}
    unread: list[FileReport] = []
    for path in paths:
        try:
            files.update(dict.fromkeys(find([path])))
            both.update(dict.fromkeys(find([path], both=True)))
        except SourceError as problem:
            if len(paths) == 1:
                raise
            unread.append(FileReport(str(path), error=str(problem)))
    return list(files), len(both) - len(files), unread


def _finish(output: Output, reports: Sequence[FileReport], chosen: Settings, host: str) -> None:
    total = FileReport("total")
    for report in reports:
        total.add(report)
        if report.error:
            output.note(f"error: {report.error}")
    if output.table:
        rows = [tuple(_object(report)[name] for name in _COLUMNS) for report in (*reports, total)]
        names = [*_short([report.file for report in reports]), "total"]
        output.rows(_COLUMNS, [(name, *row[1:]) for name, row in zip(names, rows, strict=True)])
        output.note(
            f"store {chosen.store_name}; times without a zone were read as {chosen.timezone or 'UTC'}, "
            f"records that do not name their host as of {host} (see --host)"
        )
    else:
        output.record({"total": True, **{name: value for name, value in _object(total).items() if name != "file"},
                       "timezone": chosen.timezone or "UTC", "host": host, "store": chosen.store_name})  # fmt: skip
    if total.rejected:
        output.note(f"{total.rejected} lines are no log records: {chosen.state_folder / 'rejected'}")
    if any(report.error for report in reports):
        raise click.exceptions.Exit(2)


def _short(files: Sequence[str]) -> list[str]:
    """The paths without the folder that all of them are in."""
    if len(files) < 2:
        return list(files)
    common = os.path.commonpath([str(Path(file).absolute().parent) for file in files])
    return [str(Path(file).absolute().relative_to(common)) for file in files]


def _object(report: FileReport) -> dict[str, object]:
    values = asdict(report)
    return values if report.error else {name: value for name, value in values.items() if name != "error"}


class _Progress:
    """One line on a terminal that says how far it is."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = len(files)
        self._done = 0
        self._visible = sys.stderr.isatty()

    def show(self, report: FileReport) -> None:
        """Shows the account of the file that is being read."""
        if self._visible:
            text = (
                f"[{self._done + 1}/{self._files}] {Path(report.file).name}: {report.lines} lines, {report.added} added"
            )
            click.echo(f"\r\x1b[K{text[:100]}", err=True, nl=False)

    def clear(self) -> None:
        """Removes the line; the file is done."""
        self._done += 1
        if self._visible:
            click.echo("\r\x1b[K", err=True, nl=False)
