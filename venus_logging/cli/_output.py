"""What people and programs read: lines of JSON in a pipe or CSV, tables and coloured lines on a terminal."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

import click

from venus_logging.analyse.uid import short_uid
from venus_logging.event import json
from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import event_fields
from venus_logging.query.matching import cell

try:
    from rich.console import Console
    from rich.table import Table as RichTable
except ModuleNotFoundError:  # the base install has no rich: columns are plain then
    Console = None  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from venus_logging.event import Event
    from venus_logging.query import Column, Table

__all__ = ["EVENT_COLUMNS", "Output", "printable"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COLOURS: Final = {17: "red", 21: "bright_red", 13: "yellow", 9: "green", 10: "green"}
EVENT_COLUMNS: Final = (
    "@timestamp", "severity_text", "service.name", "host.name", "log.logger", "openstack.request.id",
    "openstack.project.id", "openstack.resource.id", "body", "exception.type", "exception.message", "log.record.uid",
)  # fmt: skip
_LEAST_BODY: Final = 40
_WIDE: Final = 250


def printable(text: str) -> str:
    """The text without what could steer a terminal: control characters become visible."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


class Output:
    """Prints one command's answer.

    Args:
        form: ``table``, ``jsonl``, ``csv``, or None for the one that suits standard output.
        zone: the zone of the times that people read.
    """

    def __init__(self, form: str | None, zone: tzinfo) -> None:
        form = form or ("table" if sys.stdout.isatty() else "jsonl")
        self.table = form == "table"
        self._csv = csv.writer(sys.stdout, lineterminator="\n") if form == "csv" else None
        self._headed = False
        self._zone = zone
        self._width = shutil.get_terminal_size((_WIDE, 24)).columns if sys.stdout.isatty() else 4 * _WIDE

    def note(self, text: str) -> None:
        """Says something beside the answer, on standard error."""
        click.echo(click.style(printable(text), dim=True), err=True)

    def record(self, value: Mapping[str, Any]) -> None:
        """One line of JSON."""
        click.echo(json.encode(value))

    def line(self, text: str) -> None:
        """One line for people."""
        click.echo(printable(text))

    def events(self, events: Iterable[Event], mark: str = "") -> None:
        """Events as stored, or one line each for people.

        Args:
            events: in the order of the answer.
            mark: uid of the one event to point at.
        """
        if self._csv is not None:
            self._head(EVENT_COLUMNS)
            fields = [field for name in EVENT_COLUMNS if (field := event_fields().get(name)) is not None]
            self._csv.writerows([_plain_cell(cell(event, field)) for field in fields] for event in events)
            return
        if not self.table:
            for event in events:
                self.record(event)
            return
        shown = list(events)
        hosts = {event["host.name"] for event in shown}
        sources = [self._source(event, host=len(hosts) > 1) for event in shown]
        width = max((len(source) for source in sources), default=0)
        for event, source in zip(shown, sources, strict=True):
            click.echo(self._event(event, source.ljust(width), marked=event["log.record.uid"] == mark))

    def answer(self, table: Table) -> None:
        """The answer of a question with stages; people also read units, and what is only approximate."""
        if not self.table:
            self.rows(table.names, table.rows)
        else:
            self.rows([_heading(column) for column in table.columns], table.rows, table.columns)
        for column in table.columns:
            if column.bound:
                self.note(f"{column.name} is approximate, to {column.bound:.2g} of its value")
        for note in table.notes:
            self.note(note)

    def rows(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], kinds: Sequence[Column] = ()) -> None:
        """Rows of a table, or one object each.

        Args:
            columns: their headings.
            rows: their cells.
            kinds: what the columns hold, if not just what their headings say.
        """
        if self._csv is not None:
            self._head(columns)
            self._csv.writerows([_plain_cell(value) for value in row] for row in rows)
            return
        if not self.table:
            for row in rows:
                self.record(dict(zip(columns, row, strict=True)))
            return
        names = [column.name if column.kind != "date" else "time" for column in kinds] or columns
        cells = [[printable(self._cell(name, value)) for name, value in zip(names, row, strict=True)] for row in rows]
        numbers = [name == "count" for name in columns]
        if kinds:
            numbers = [column.kind in ("integer", "number") for column in kinds]
        if Console is None:
            _plain(columns, cells)
        else:
            _rich(columns, cells, numbers)

    def _head(self, columns: Sequence[str]) -> None:
        """The header of a CSV, once."""
        if self._csv is not None and not self._headed:
            self._csv.writerow(columns)
        self._headed = True

    def time(self, text: str) -> str:
        """A stored time as people read it, in their zone."""
        ns = to_ns(text)
        moment = datetime.fromtimestamp(ns // SECOND, UTC).astimezone(self._zone)
        return f"{moment:%Y-%m-%d %H:%M:%S}.{ns % SECOND // 1_000_000:03d}"

    def _cell(self, name: str, value: object) -> str:
        if name in ("time", "@timestamp") and isinstance(value, str):
            return self.time(value)
        if isinstance(value, float):
            return f"{value:.6g}"
        if isinstance(value, tuple):
            return ", ".join(value)
        return "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    @staticmethod
    def _source(event: Event, *, host: bool) -> str:
        """Which service said it, and on which host where that differs."""
        service = printable(str(event["service.name"]))
        return f"{service}@{printable(str(event['host.name']))}" if host else service

    def _event(self, event: Event, source: str, *, marked: bool) -> str:
        """One line of an event, cut where the terminal ends."""
        number = event.get("severity_number")
        colour = _COLOURS.get(number if isinstance(number, int) else 0)
        uid = f"{printable(short_uid(str(event['log.record.uid']))):<13}"
        level = f"{printable(str(event.get('severity_text', '-'))):<8}"
        when = self.time(str(event["@timestamp"]))
        # NOTE: two for the mark, and a space behind each of the four columns.
        room = max(_LEAST_BODY, self._width - len(uid) - len(when) - len(level) - len(source) - 6)
        body, error = _body(event)
        body = _cut(body, room)
        error = _cut(error, room - len(body) - 4) if room - len(body) > _LEAST_BODY else ""
        parts = [
            ">" if marked else " ",
            click.style(uid, dim=True),
            when,
            click.style(level, fg=colour, bold=colour is not None),
            click.style(source, bold=True),
            body,
        ]
        if error:
            parts.append(click.style(f"<- {error}", fg="red"))
        return " ".join(parts)


def _body(event: Event) -> tuple[str, str]:
    """The first line of an event's message, and its exception if the message does not say it already."""
    first, *more = str(event["body"]).splitlines() or [""]
    body = printable(first) + (f" (+{len(more)} lines)" if more else "")
    if "exception.type" not in event:
        return body, ""
    message = (str(event.get("exception.message", "")).splitlines() or [""])[0]
    return body, "" if message and message in first else printable(f"{event['exception.type']}: {message}")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: max(0, most - 3)]}..."


def _heading(column: Column) -> str:
    return f"{column.name} ({column.unit})" if column.unit else column.name


def _plain_cell(value: object) -> object:
    """A cell of a CSV: nothing for no value, lists with a space between their members."""
    if isinstance(value, (tuple, list)):
        return " ".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _rich(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> None:
    table = RichTable(box=None, header_style="bold", pad_edge=False)
    for name, number in zip(columns, numbers, strict=True):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    # NOTE: without a terminal there is no width to keep; rich would fold at 80.
    width = None if sys.stdout.isatty() else _WIDE
    Console(highlight=False, markup=False, emoji=False, width=width).print(table)


def _plain(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
    for row in (columns, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
