"""venus-log lint source and explain: what Python source does to its logs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from venus_logging.cli._options import Settings
from venus_logging.cli._output import printable
from venus_logging.errors import ConfigError
from venus_logging.lint.files import find, read
from venus_logging.lint.reporters import human, jsonl, summary
from venus_logging.lint.rules import manual, rules
from venus_logging.lint.source import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.lint._finding import Finding

__all__ = ["explain", "source"]

_COLOURS: Final[dict[str, dict[str, object]]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "mark": {"fg": "red"},
    "dim": {"dim": True},
}


@click.command("source")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--select", metavar="CODES", help="Only these rules, with commas; VLP2 means all that begin so.")
@click.option("--ignore", metavar="CODES", help="Not these rules.")
@click.option("--format", "form", type=click.Choice(["human", "jsonl"]), help="Default: human.")
def source(paths: tuple[Path, ...], select: str | None, ignore: str | None, form: str | None) -> None:
    """Says of every log call in Python source what its line will have lost.

    PATH is a file, or a folder of which every *.py is read but those of tests.
    """
    chosen = _codes(select), _codes(ignore)
    files = find(paths)
    found = [each for path in files for each in check(read(path)) if _wanted(each, *chosen)]
    for line in jsonl(found) if (form or _common_form()) == "jsonl" else human(found, _paint):
        click.echo(line)
    for rule, severity, count, brief in summary(found, {rule.code: rule.brief for rule in rules()}):
        click.echo(f"{count:>6} {rule} {severity:<8} {brief}", err=True)
    click.echo(f"{len(found)} findings in {len(files)} files", err=True)
    if found:
        raise click.exceptions.Exit(1)


@click.command("explain")
@click.argument("code")
def explain(code: str) -> None:
    """Prints the manual of a rule.

    CODE is the rule's: VLP202.
    """
    rule = next((each for each in rules() if each.code == code.upper()), None)
    if rule is None:
        raise ConfigError(f"no rule {code}", hint=f"rules are {', '.join(each.code for each in rules())}")
    click.echo(f"{rule.code} {rule.name} ({rule.severity}): {rule.brief}\n\n{manual(rule)}")


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(each.strip().upper() for each in (text or "").split(",") if each.strip())


def _wanted(finding: Finding, select: tuple[str, ...], ignore: Iterable[str]) -> bool:
    return finding.rule.startswith(select or "") and not finding.rule.startswith(tuple(ignore) or "!")


def _common_form() -> str:
    given = click.get_current_context().obj
    return (given.format if isinstance(given, Settings) else None) or "human"


def _paint(text: str, role: str) -> str:
    return click.style(printable(text), **_COLOURS.get(role, {}))  # type: ignore[arg-type]
