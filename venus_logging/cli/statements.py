"""venus-log statements: the log statements of a code base, and what becomes of them from one version to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.contract.data import folder
from venus_logging.errors import SourceError
from venus_logging.schema import load as load_specs
from venus_logging.schema.verify import verify
from venus_logging.statements import KINDS, diff, load, row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venus_logging.schema.verify import Difference
    from venus_logging.statements import Change, Statement

__all__ = ["command"]

_PATH = click.Path(path_type=Path, exists=True)
_SHOWN = 5


@click.group("statements")
@common_options
def command() -> None:
    """The log statements of a code base."""


@command.command("extract")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_PATH)
@common_options
def extract(paths: tuple[Path, ...]) -> None:
    """Writes every log statement: template id, level, logger, format, arguments, function, file and line.

    PATH is a folder, a Python file, a wheel or a source distribution; nothing of it is imported or run, and tests are
    left out. The lines of JSON are a catalogue: venus-log ingest --catalogue reads it, and statements diff too.
    """
    output = _output()
    found = _statements(paths, output)
    if output.table:
        columns = ("level", "logger", "format", "where")
        rows = [(each.level, each.logger, each.format or "(dynamic)", f"{each.path}:{each.line}") for each in found]
        output.rows(columns, rows)
    else:
        for each in found:
            output.record(row(each))
    output.note(f"{len(found)} statements, {sum(each.style == 'dynamic' for each in found)} without a text")


@command.command("diff")
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Show only changes of this kind.")
@click.option(
    "--fail-on", multiple=True, type=click.Choice(KINDS), help="Exit status 1 also if there is such a change."
)
@click.option(
    "--specs", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Default: this installation's."
)
@common_options
def diff_(old: Path, new: Path, kinds: tuple[str, ...], fail_on: tuple[str, ...], specs: Path | None) -> None:
    """Says what a patch or an upgrade does to log messages, and which scenarios no longer find their statements.

    OLD and NEW are folders, wheels, source distributions or what statements extract wrote. Exit status 1 if a scenario
    quotes a statement that OLD has and NEW has otherwise or not at all.
    """
    output = _output()
    before, after = (_statements([path], output) for path in (old, new))
    changes = diff(before, after)
    for each in changes:
        if kinds and not set(kinds) & set(each.kinds):
            continue
        if output.table:
            for line in _change(each):
                output.line(line)
        else:
            output.record(_object(each))
    broken = _broken(specs or folder("specs"), before, after)
    for problem in broken:
        if output.table:
            output.line(_rule(problem))
        else:
            output.record({"what": "rule", **asdict(problem)})
    counts: Counter[str] = Counter(kind for each in changes for kind in each.kinds)
    output.note(f"{len(before)} statements before, {len(after)} after, {len(changes)} changes{_counted(counts)}")
    if broken:
        output.note(f"{len(broken)} statements that scenarios quote are no longer as they were")
    if broken or set(fail_on) & set(counts):
        raise click.exceptions.Exit(1)


def _output() -> Output:
    chosen = settings()
    return Output(chosen.format, chosen.zone)


def _statements(paths: Sequence[Path], output: Output) -> list[Statement]:
    """The statements of some paths; files that cannot be read are named, and do not stop the rest.

    Raises:
        SourceError: no file of the paths could be read.
    """
    unread: list[SourceError] = []
    found = [each for path in paths for each in load(path, unread.append)]
    for problem in unread[:_SHOWN]:
        output.note(f"left out: {problem}")
    if len(unread) > _SHOWN:
        output.note(f"left out: {len(unread) - _SHOWN} more files")
    if unread and not found:
        raise SourceError(f"no log statement in {', '.join(map(str, paths))}")
    return found


def _broken(specs: Path, before: Sequence[Statement], after: Sequence[Statement]) -> list[Difference]:
    """The statements of scenarios that the one version has as they are quoted, and the other has not."""
    loaded = load_specs(specs)
    known = {(each.scenario, each.logger, each.format) for each in verify(loaded, before)}
    return [each for each in verify(loaded, after) if (each.scenario, each.logger, each.format) not in known]


def _object(each: Change) -> dict[str, Any]:
    return {
        "what": "change",
        "kinds": each.kinds,
        "likeness": each.likeness,
        "keeps_id": each.keeps_id,
        "lost": each.lost,
        "gained": each.gained,
        "old": each.old and row(each.old),
        "new": each.new and row(each.new),
    }


def _change(each: Change) -> Iterator[str]:
    at = each.new or each.old
    assert at is not None
    yield f"{', '.join(each.kinds)}: {at.logger} {at.function or '(module)'}"
    for sign, side in (("-", each.old), ("+", each.new)):
        if side is not None:
            logger = f" of {side.logger}" if "moved" in each.kinds else ""
            eager = " (formatted before the call)" if "eager" in each.kinds and side.style == "eager" else ""
            yield f"  {sign} {side.level} {side.format!r}{eager}{logger} ({side.path}:{side.line})"
    if each.lost or each.gained:
        yield f"    arguments: {', '.join(each.lost) or 'none'} -> {', '.join(each.gained) or 'none'}"


def _rule(each: Difference) -> str:
    now = "" if each.present is None else f", now {each.present.level} {each.present.format!r}"
    return f"scenario {each.scenario}: {each.kind}: {each.logger} {each.level} {each.format!r}{now}"


def _counted(counts: Counter[str]) -> str:
    return f": {', '.join(f'{counts[kind]} {kind}' for kind in KINDS if counts[kind])}" if counts else ""
