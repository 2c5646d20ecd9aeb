"""venus-log lint schema: where the specification contradicts itself."""

from __future__ import annotations

from pathlib import Path

import click

from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.contract.data import folder
from venus_logging.schema import load
from venus_logging.schema.rules import problems

__all__ = ["schema"]


@click.command("schema")
@click.option(
    "--specs", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Default: this installation's."
)
@common_options
def schema(specs: Path | None) -> None:
    """Says of the registry and the scenarios in specs/ where they contradict themselves."""
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    place = specs or folder("specs")
    found = [each.partition(": ") for each in problems(load(place))]
    for rule, _, message in found:
        if output.table:
            output.line(f"{rule}: {message}")
        else:
            output.record({"rule": rule, "message": message})
    output.note(f"{len(found)} findings in {place}")
    if found:
        raise click.exceptions.Exit(1)
