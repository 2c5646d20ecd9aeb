"""venus-log doctor: what would happen if a service loaded this INI."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.deliver.doctor import examine

__all__ = ["command"]


@click.command("doctor")
@click.argument("ini", type=click.Path(path_type=Path))
@click.option(
    "--python", default=sys.executable, metavar="FILE", help="The interpreter of the service; default: this one."
)
@common_options
def command(ini: Path, python: str) -> None:
    """Says what would happen if a service loaded this INI, before anybody restarts anything.

    It loads a copy, with the files elsewhere, in a child process, as oslo.log does. Run it as the service's user. Exit
    status 1 if the service would not start or events would be lost.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    findings = examine(ini, python)
    for finding in findings:
        if output.table:
            hint = f" ({finding.hint})" if finding.hint else ""
            output.line(f"{finding.verdict:<8} {finding.message}{hint}")
        else:
            output.record({"verdict": finding.verdict, "message": finding.message, "hint": finding.hint})
    if any(finding.verdict == "error" for finding in findings):
        raise click.exceptions.Exit(1)
