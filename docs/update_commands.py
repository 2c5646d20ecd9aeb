"""Rewrites the parts of commands.md that come from the commands; with --check only says whether they differ."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from venus_logging.cli._options import Settings
from venus_logging.cli.main import venus_log

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).with_name("commands.md")
COMMON = frozenset((*Settings.__dataclass_fields__, "help", "version"))
_PART = re.compile(r"<!-- options: (.+?) -->\n.*?<!-- end -->", re.DOTALL)


def commands() -> dict[str, click.Command]:
    """Every command by its full name, those inside groups too; the group itself under ``common``."""
    return {"common": venus_log, **dict(_inside(venus_log, ""))}


def options(name: str, command: click.Command) -> list[click.Option]:
    """The command's own options, or the common ones."""
    return [
        each
        for each in command.params
        if isinstance(each, click.Option) and each.name and (each.name in COMMON) == (name == "common")
    ]


def updated(page: str) -> str:
    """The page with its generated parts as the commands are now."""
    found = commands()
    return _PART.sub(
        lambda match: f"<!-- options: {match[1]} -->\n{_part(match[1], found[match[1]])}<!-- end -->", page
    )


def _inside(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _inside(command, f"{prefix}{name} ")
        elif command is not None:
            yield f"{prefix}{name}", command


def _part(name: str, command: click.Command) -> str:
    arguments = [
        each.make_metavar(click.Context(command)) for each in command.params if isinstance(each, click.Argument)
    ]
    head = "" if name == "common" else f"`venus-log {' '.join((name, *arguments))}`\n\n"
    rows = [f"| `{_spelling(each)}` | {_help(each)} |" for each in options(name, command)]
    table = "".join(f"{row}\n" for row in ("| option | |", "|---|---|", *rows)) if rows else ""
    return f"{head}{table}\n" if table else head


def _spelling(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(click.Context(venus_log))}"
    return f"{', '.join(option.opts)}{value}".replace("|", "\\|")


def _help(option: click.Option) -> str:
    return " ".join((option.help or "").split()).replace("|", "\\|").replace("*", "\\*").replace("<", "\\<")


def main() -> int:
    """Rewrites the page, or compares it."""
    page = PAGE.read_text()
    new = updated(page)
    if "--check" in sys.argv:
        return int(new != page)
    PAGE.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
