"""venus-log lint source: what Python source does to its logs."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from venus_logging.cli._options import Settings
from venus_logging.cli._output import printable
from venus_logging.errors import ConfigError
from venus_logging.lint._finding import SEVERITIES
from venus_logging.lint.baseline import Baseline
from venus_logging.lint.cache import FOLDER, Cache, version
from venus_logging.lint.changed import Changes, from_diff, from_git
from venus_logging.lint.config import codes, read
from venus_logging.lint.files import find
from venus_logging.lint.reporters import github, human, jsonl, summary, zuul
from venus_logging.lint.rules import rules
from venus_logging.lint.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from venus_logging.lint._finding import Finding
    from venus_logging.lint.config import Config
    from venus_logging.lint.run import Checked

__all__ = ["source"]

_COLOURS: Final[dict[str, dict[str, Any]]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "mark": {"fg": "red"},
    "dim": {"dim": True},
}


@click.command("source")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--select", metavar="CODES", help="Only these rules, with commas; VLP20 means all that begin so.")
@click.option("--ignore", metavar="CODES", help="Not these rules.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="The least that is reported.")
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Names below a folder that are left out; repeatable.")
@click.option("--format", "form", type=click.Choice(["human", "jsonl", "github", "zuul"]), help="Default: human.")
@click.option(
    "--baseline", metavar="FILE", type=click.Path(path_type=Path), help="Known findings; what is mended leaves it."
)
@click.option("--write-baseline", is_flag=True, help="Write the baseline anew: what is found now is known.")
@click.option("--diff", metavar="WHAT", help="Only changed lines: since a git revision, of a file with a diff, or -.")
@click.option("--jobs", metavar="N", type=click.IntRange(min=1), help="Processes at most, default one per core.")
@click.option("--no-cache", is_flag=True, help=f"Neither read nor write {FOLDER}.")
def source(paths: tuple[Path, ...], form: str | None, diff: str | None, **given: Any) -> None:
    """Says of every log call in Python source what its line will have lost.

    PATH is a file, or a folder of which every *.py is read but those of tests. What options do not say is taken from
    [tool.venus-logging] of pyproject.toml, or [venus-logging] of tox.ini or setup.cfg.
    """
    config = _config(given)
    changes = None if diff is None else _changes(diff)
    files = [path for path in find(paths, config.exclude) if changes is None or changes.touches(path)]
    cache = None if given["no_cache"] else Cache(config.root / FOLDER, version())
    every = _checked(files, cache, given["jobs"] or len(os.sched_getaffinity(0)))
    found = [each for each in every if config.wants(each)]
    if given["write_baseline"]:
        _write_baseline(config, found, files)
        return
    if config.baseline is not None:
        found = _unknown(config.baseline, found, every, [] if changes is not None else files)
    if changes is not None:
        found = [each for each in found if changes.has(each)]
    _print(found, form or _common_form(), len(files))
    if found:
        raise click.exceptions.Exit(1)


def _config(given: dict[str, Any]) -> Config:
    """What the project says, and over it what the options say."""
    said: dict[str, Any] = {name: given[name] for name in ("severity", "exclude", "baseline") if given[name]}
    said |= {name: codes(given[name]) for name in ("select", "ignore") if given[name] is not None}
    config = replace(read(Path()), **said)
    if given["write_baseline"] and config.baseline is None:
        raise ConfigError("no baseline to write", hint="say --baseline FILE too, or baseline in the configuration")
    return config


def _changes(what: str) -> Changes:
    if what == "-":
        return from_diff(sys.stdin.buffer.read().decode(errors="replace"), Path())
    path = Path(what)
    return (
        from_diff(path.read_text(errors="replace"), Path())
        if path.is_file() or path.is_fifo()
        else from_git(what, Path())
    )


def _checked(files: Sequence[Path], cache: Cache | None, jobs: int) -> list[Finding]:
    """The findings of all files, in their order."""
    by_path: dict[str, Checked] = {}
    for number, each in enumerate(run(files, cache, jobs), 1):
        by_path[each.path] = each
        if sys.stderr.isatty():
            end = "\n" if number == len(files) else ""
            click.echo(f"\r{number} of {len(files)} files{end}", err=True, nl=False)
    if cache is not None:
        try:
            cache.save()
        except OSError as problem:
            click.echo(f"the cache is not kept: {problem.strerror or problem}", err=True)
    return [finding for path in files for finding in by_path[path.as_posix()].findings]


def _write_baseline(config: Config, found: Sequence[Finding], files: Sequence[Path]) -> None:
    assert config.baseline is not None
    before = Baseline.read(config.baseline) if config.baseline.is_file() else Baseline(config.baseline)
    baseline = before.renewed(found, map(str, files))
    baseline.write()
    click.echo(f"{len(baseline)} known findings in {config.baseline}", err=True)


def _unknown(path: Path, found: Sequence[Finding], every: Sequence[Finding], files: Sequence[Path]) -> list[Finding]:
    """The findings that the baseline does not know; it is written without what is mended."""
    baseline = Baseline.read(path)
    shrunk = baseline.shrunk(every, map(str, files)) if files else baseline
    mended = len(baseline) - len(shrunk)
    if mended:
        shrunk.write()
        click.echo(f"{mended} known findings are mended and left {path}", err=True)
    return baseline.new(found)


def _print(found: Sequence[Finding], form: str, files: int) -> None:
    reporters: dict[str, Callable[[Iterable[Finding]], Iterator[str]]] = {
        "human": lambda findings: human(findings, _paint),
        "jsonl": jsonl,
        "github": github,
        "zuul": zuul,
    }
    for line in reporters[form](found):
        click.echo(line)
    for rule, severity, count, brief in summary(found, {rule.code: rule.brief for rule in rules()}):
        click.echo(f"{count:>6} {rule} {severity:<8} {brief}", err=True)
    click.echo(f"{len(found)} findings in {files} files", err=True)


def _common_form() -> str:
    given = click.get_current_context().obj
    return "jsonl" if isinstance(given, Settings) and given.format == "jsonl" else "human"


def _paint(text: str, role: str) -> str:
    return click.style(printable(text), **_COLOURS.get(role, {}))
