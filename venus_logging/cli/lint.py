"""venus-log lint: what does not keep the contract."""

from __future__ import annotations

import click

from venus_logging.cli._options import common_options
from venus_logging.cli.lint_events import events
from venus_logging.cli.lint_explain import explain
from venus_logging.cli.lint_schema import schema
from venus_logging.cli.lint_source import source

__all__ = ["command"]


@click.group("lint")
@common_options
def command() -> None:
    """Checks against the contract; exit status 1 if something does not keep it."""


command.add_command(events)
command.add_command(source)
command.add_command(explain)
command.add_command(schema)
