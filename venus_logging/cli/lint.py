"""venus-log lint: what does not keep the contract."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from venus_logging import lint
from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.cli.lint_source import explain, source
from venus_logging.errors import SourceError
from venus_logging.ingest import find
from venus_logging.ingest.readers import read_object
from venus_logging.ingest.sources import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venus_logging.event import Event
    from venus_logging.ingest import Reject
    from venus_logging.lint import Finding

__all__ = ["command"]


@click.group("lint")
@common_options
def command() -> None:
    """Checks against the contract; exit status 1 if something does not keep it."""


command.add_command(source)
command.add_command(explain)


@command.command("events")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@common_options
def events(paths: tuple[Path, ...]) -> None:
    """Says of every line of our JSON lines why it is no valid event.

    PATH is a file, plain or gzip, or a folder of which every *.events.jsonl is read, rotated and packed ones too.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    files = [path for path in find(paths) if path in paths or ".events.jsonl" in path.name]
    if not files:
        raise SourceError(
            f"no *.events.jsonl in {', '.join(map(str, paths))}",
            hint="name a file, and it is checked whatever its name",
        )
    rows = _Rows(files)
    found = 0
    for finding in lint.events(rows):
        found += 1
        if output.table:
            output.line(_text(finding))
        else:
            output.record(asdict(finding))
    if found:
        output.note(f"{found} findings in {len(files)} files")
        raise click.exceptions.Exit(1)
    output.note(f"{rows.count} events in {len(files)} files, no findings")


class _Rows:
    """The lines of files, read and counted."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self.count = 0

    def __iter__(self) -> Iterator[tuple[str, int, Event | Reject]]:
        for path in self._files:
            for line in lines(path):
                self.count += 1
                # NOTE: as the line stands; the reader of ingest would mask it and bring its time into shape first.
                yield str(path), line.number, read_object(line)


def _text(finding: Finding) -> str:
    path = f" {finding.path}:" if finding.path else ""
    got = "" if finding.got is None else f" (got {finding.got!r:.200})"
    return f"{finding.source}:{finding.line}: {finding.code}{path} {finding.message}{got}"
