"""venus-log schema: generates the schemas, verifies their statements, and compares two versions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.contract.data import folder
from venus_logging.schema import differences, generate, load, write
from venus_logging.schema.compare import LEVELS, compare, needed, raised, read
from venus_logging.schema.verify import packages, quoted, verify
from venus_logging.statements import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.schema.verify import Difference
    from venus_logging.statements import Statement

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


@command.command("verify")
@click.option(
    "--source",
    "sources",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    required=True,
    help="A package, or a folder with packages in it; may be given several times.",
)
@click.option(
    "--specs", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Default: this installation's."
)
@common_options
def verify_(sources: tuple[Path, ...], specs: Path | None) -> None:
    """Compares the log statements that scenarios quote with those of a code base; exit status 1 if one differs.

    What is not found as it is quoted is shown with its present form. Scenarios quote nova, neutron, cinder, glance,
    keystone, placement and oslo libraries; only the packages that the source holds are compared.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    loaded = load(specs or folder("specs"))
    statements = [each for source in sources for each in _statements(source, packages(loaded))]
    number = quoted(loaded, statements)
    if not number:
        raise click.UsageError(f"no package that scenarios quote is in {', '.join(map(str, sources))}")
    found = verify(loaded, statements)
    for each in found:
        if output.table:
            for line in _difference(each):
                output.line(line)
        else:
            output.record(asdict(each))
    output.note(f"{number} quoted statements, {len(found)} differ from {len(statements)} statements of the source")
    if found:
        raise click.exceptions.Exit(1)


@command.command("diff")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--policy",
    type=click.Choice(LEVELS[1:]),
    help="The greatest change that is allowed; default: what the two versions say.",
)
@common_options
def diff(old: Path, new: Path, policy: str | None) -> None:
    """Says what changed from one version to another; exit status 1 if it is more than the policy allows.

    OLD and NEW are folders like schemas/0.1.0.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    before, after = read(old), read(new)
    changes = compare(before, after)
    for each in changes:
        if output.table:
            output.line(f"{each.kind:10} {each.name}: {each.detail} ({each.needs})")
        else:
            output.record(asdict(each))
    allowed = policy or raised(before["version"], after["version"])
    needs = needed(changes)
    output.note(f"{len(changes)} changes need {needs}, allowed is {allowed}")
    if LEVELS.index(needs) > [str(each) for each in LEVELS].index(allowed):
        raise click.exceptions.Exit(1)


def _statements(source: Path, wanted: set[str]) -> Iterator[Statement]:
    inside = [source / name for name in sorted(wanted) if (source / name / "__init__.py").is_file()]
    for each in inside or [source]:
        yield from extract(each)


def _difference(each: Difference) -> Iterator[str]:
    yield f"{each.scenario}: {each.kind}: {each.logger} {each.level} {each.format!r}"
    if (now := each.present) is not None:
        yield f"    now {now.logger} {now.level} {now.format!r} ({now.path}:{now.line})"
