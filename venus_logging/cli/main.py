"""Entry point of ``venus-log``: finds the command, and turns errors into one clear line and an exit status."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from venus_logging.cli._options import common_options
from venus_logging.cli._output import printable
from venus_logging.errors import QuerySyntaxError, VenusError

__all__ = ["main"]

_COMMANDS: Final = {
    "chain": "what happened to a request, through all services",
    "completion": "print what makes a shell complete commands and options",
    "config": "print the logging configuration of a service",
    "context": "what stood around an event in its service's log",
    "doctor": "what would happen if a service loaded an INI",
    "drop": "remove days of events",
    "export": "write all events that a question finds to a file",
    "fields": "which fields the events have",
    "info": "where the store is and what it holds",
    "ingest": "read log files into the store",
    "lint": "check events, source and the registry against the contract",
    "pivot": "count events over two or three fields",
    "schema": "generate the schemas, verify their statements, compare versions",
    "search": "find events",
    "statements": "list the log statements of a code base, and what an upgrade changes",
    "stats": "count the values of one field",
    "store": "make the store, check, thin out and mend it",
    "tail": "show events as they come in",
}
_EXTRAS: Final = {"tantivy": "server", "yaml": "lint", "jsonschema": "lint", "rich": "server"}


class _Commands(click.Group):
    """Loads a command's module when it is called: a service host has no store engine, and help should be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"venus_logging.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # NOTE: the reader of a pipe went away; Python would complain once more when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="venus-logging", prog_name="venus-log")
@common_options
def venus_log() -> None:
    """Answers questions about the logs of an OpenStack cloud.

    \b
    venus-log ingest /var/log/nova           read log files into the store
    venus-log search 'level>=ERROR'          what is wrong
    venus-log chain req-78372747-...         what happened to this request
    venus-log context UID                    what stood around this line
    venus-log pivot service level            how many errors by service and level

    Options may stand before or after the command. Exit status: 0 done, 1 a finding, 2 bad call or input, 3 no
    store, locked or full.
    """


def main() -> None:
    """Runs the command line of this process."""
    try:
        status = venus_log.main(prog_name="venus-log", standalone_mode=False)
    except click.exceptions.Abort:
        status = _say("interrupted", 130)
    except click.ClickException as problem:
        problem.show()
        status = problem.exit_code
    except QuerySyntaxError as problem:
        _point(problem)
        status = problem.exit_status
    except VenusError as problem:
        status = _say(str(problem), problem.exit_status)
    except ModuleNotFoundError as problem:
        status = _missing(problem)
    except OSError as problem:
        # NOTE: rooms translate errors of what they open; what is left is where we write to.
        status = _say(f"cannot write the answer: {problem.strerror or problem}", 3)
    sys.exit(status if isinstance(status, int) else 0)


def _say(message: str, status: int) -> int:
    click.echo(f"{click.style('error:', fg='red', bold=True)} {printable(message)}", err=True)
    return status


def _point(problem: QuerySyntaxError) -> None:
    """Shows where in the question the error is."""
    _say(str(problem), problem.exit_status)
    if "\n" not in problem.text and len(problem.text) <= 200:
        before = printable(problem.text[: problem.position])
        click.echo(f"  {before}{printable(problem.text[problem.position :])}\n  {' ' * len(before)}^", err=True)


def _missing(problem: ModuleNotFoundError) -> int:
    extra = _EXTRAS.get((problem.name or "").split(".")[0])
    if extra is None:
        raise problem
    how = f"pip install 'venus-logging[{extra}]', or '.[{extra}]' in its checkout"
    return _say(f"this command needs {problem.name}; {how}", 3)


if __name__ == "__main__":
    main()
