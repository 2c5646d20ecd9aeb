"""venus-log export: all events that a question finds, as JSON lines or CSV, to a file or a pipe."""

from __future__ import annotations

import csv
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from venus_logging.cli._completing import complete_question
from venus_logging.cli._options import common_options
from venus_logging.cli._output import EVENT_COLUMNS
from venus_logging.cli._store import ask
from venus_logging.event import json
from venus_logging.query import event_fields
from venus_logging.query.matching import cell
from venus_logging.query.parser import parse_field
from venus_logging.store import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venus_logging.event import Event
    from venus_logging.query.fields import Field

__all__ = ["command"]

_MODE: Final = 0o640
_PAGE: Final = 5_000


@click.command("export")
@click.argument("question", nargs=-1, shell_complete=complete_question)
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Default: standard output.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV with a header line instead of JSON lines.")
@click.option("--columns", metavar="FIELDS", help="Fields of the CSV, with commas; implies --csv.")
@common_options
def command(question: tuple[str, ...], output: Path | None, as_csv: bool, columns: str | None) -> None:
    """Writes all events that a question finds, oldest first, in the memory of a page, however many they are.

    \b
    venus-log export 'level>=ERROR since:now-30d' -o errors.jsonl
    venus-log export 'service:nova-*' --columns @timestamp,host.name,body -o nova.csv

    Without times it is everything. JSON lines are whole events, which venus-log ingest reads again. A file gets its
    name when it is whole.
    """
    with ask() as asked:
        query, window = asked.question(" ".join(question), whole=True)
        names = columns.split(",") if columns else EVENT_COLUMNS
        fields = [parse_field(name.strip(), event_fields()) for name in names] if as_csv or columns else None
        count = 0
        with _opened(output) as file:
            for count in _written(stream(asked.store, query, window, page=_PAGE), file, fields):
                if sys.stderr.isatty() and count % _PAGE == 0:
                    click.echo(f"\r\x1b[K{count} events", err=True, nl=False)
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", err=True, nl=False)
        asked.output.note(f"{count} events" + (f" in {output}" if output else ""))
        if not count:
            asked.say_none(window, query)


def _written(events: Iterator[Event], file: TextIO, columns: Sequence[Field] | None) -> Iterator[int]:
    """Writes the events and says how many they are so far."""
    writer = csv.writer(file, lineterminator="\n")
    if columns is not None:
        writer.writerow([field.name for field in columns])
    for number, event in enumerate(events, 1):
        if columns is None:
            file.write(json.encode(event).decode() + "\n")
        else:
            writer.writerow([_text(cell(event, field)) for field in columns])
        yield number


def _text(value: object) -> object:
    """A cell of a CSV: nothing for no value, lists with a space between their members."""
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, tuple) else value


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    """Where the export goes; a file gets its name at the end, a device or a pipe stays what it is."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    if path.exists() and not path.is_file():
        # A device or a pipe is written to: a file that takes its name would remove it from the machine.
        with os.fdopen(os.open(path, os.O_WRONLY), "w", encoding="utf-8") as file:
            yield file
        return
    path = path.resolve()
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE), "w", encoding="utf-8") as file:
            yield file
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
