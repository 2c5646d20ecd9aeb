"""venus-log schema: the schemas, generated from the specification."""

from __future__ import annotations

from pathlib import Path

import click

from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.contract.data import folder
from venus_logging.schema import differences, generate, write

__all__ = ["command"]


@click.group("schema")
@common_options
def command() -> None:
    """What is made of the specification in specs/."""


@command.command("generate")
@click.option("--check", is_flag=True, help="Write nothing; exit status 1 if the files differ.")
@click.option(
    "--specs", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Default: this installation's."
)
@click.option(
    "--schemas", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Default: this installation's."
)
@common_options
def generate_(check: bool, specs: Path | None, schemas: Path | None) -> None:
    """Generates the files of schemas/<version>/ from specs/."""
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    target = schemas or folder("schemas")
    files = generate(specs or folder("specs"))
    found = differences(files, target)
    if not check:
        write(files, target)
    for each in found:
        kind, _, name = each.partition(": ")
        if output.table:
            output.line(each if check else f"written: {name}" if kind != "left over" else f"removed: {name}")
        else:
            output.record({"file": name, "was": kind})
    output.note(f"{len(files)} files in {target}, {len(found)} {'differ' if check else 'were changed'}")
    if check and found:
        raise click.exceptions.Exit(1)
