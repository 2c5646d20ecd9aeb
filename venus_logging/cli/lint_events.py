"""venus-log lint events: what records lack, which statements are worst, and how good the logs of each service are."""

from __future__ import annotations

import socket
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from venus_logging.cli._options import common_options, settings
from venus_logging.cli._output import Output
from venus_logging.cli._rows import Rows
from venus_logging.errors import ConfigError, SourceError
from venus_logging.event.severity import NAMES
from venus_logging.ingest import Options
from venus_logging.lint import Scores, Statements, examine
from venus_logging.lint._finding import SEVERITIES
from venus_logging.lint.scores import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venus_logging.lint import Finding
    from venus_logging.lint._worst import Worst
    from venus_logging.lint.scores import Score

__all__ = ["events"]

_SCORED: Final = (*SHARES, "score", "errors_request", "errors_exception")
_COLUMNS: Final = ("service", "records", "notable", "errors", *SHARES, "score", "tracebacks", "secrets", "unreadable")
_WORST: Final = 50
_WIDE: Final = 100


@click.command("events")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--each", is_flag=True, help="Every finding by itself, in the order of the records.")
@click.option("--scores", "scored", is_flag=True, help="A score for each service instead of findings.")
@click.option(
    "--fail-under",
    metavar="[SHARE=]PERCENT",
    multiple=True,
    help="Exit status 1 if a service's share is less; without a name its score; several times.",
)
@click.option(
    "--level", type=click.Choice(list(NAMES)), default="INFO", help="The least at which context may not lack."
)
@click.option("--severity", type=click.Choice(SEVERITIES), default="info", help="The least that is reported.")
@click.option("--where", metavar="QUESTION", default="", help="Which events of a store, e.g. 'service:nova-*'.")
@common_options
def events(
    sources: tuple[str, ...],
    each: bool,
    scored: bool,
    fail_under: tuple[str, ...],
    level: str,
    severity: str,
    where: str,
) -> None:
    """Says what the records of logs lack, and how good the logs of each service are.

    SOURCE is a file, plain or gzip, a folder of logs, - for standard input, or a store: its folder or URL. Our JSON
    lines are checked as they stand; oslo.log's JSON and text as what ingest makes of them. Findings are put together by
    statement, the worst first. Exit status 1 if one is an error, or a share is less than --fail-under.
    """
    chosen = settings()
    output = Output(chosen.format, chosen.zone)
    limits = dict(_limit(text) for text in fail_under)
    rows = Rows(sources, where, chosen, Options(socket.gethostname(), zone=chosen.zone))
    statements, scores = Statements(), Scores()
    least = SEVERITIES.index(severity)
    for examined in examine(rows, least=NAMES[level]):
        scores.add(examined)
        statements.add(examined)
        for _, finding in examined.findings if each else ():
            if SEVERITIES.index(finding.severity) >= least:
                _print_each(output, finding)
    if not rows.sources:
        raise SourceError(f"no log in {', '.join(sources)}", hint="name a file, and it is checked whatever its name")
    worst = [at for at in statements.worst() if SEVERITIES.index(at.severity) >= least]
    found = scores.scores()
    if scored:
        output.rows(_COLUMNS if output.table else tuple(asdict(found[0])) if found else (), _cells(output, found))
    elif not each:
        _print_worst(output, worst, chosen.rows(_WORST))
    _note(output, rows, worst)
    below = list(_below(found, limits))
    for line in below:
        output.note(line)
    if below or any(at.severity == "error" for at in worst):
        raise click.exceptions.Exit(1)


def _limit(text: str) -> tuple[str, float]:
    """One ``--fail-under``: which share, and how many percent it has to be at least."""
    name, equals, number = text.rpartition("=")
    name = name if equals else "score"
    try:
        percent = float(number)
    except ValueError:
        percent = -1.0
    if name not in _SCORED or not 0 <= percent <= 100:
        raise ConfigError(f"--fail-under {text!r}: no share and percent", hint=f"shares are {', '.join(_SCORED)}")
    return name, percent


def _below(found: Sequence[Score], limits: dict[str, float]) -> Iterator[str]:
    for score in found:
        for name, least in limits.items():
            percent = getattr(score, name)
            if percent is not None and percent < least:
                yield f"{score.service}: {name} is {percent} %, less than {least:g} %"


def _cells(output: Output, found: Sequence[Score]) -> Iterator[list[Any]]:
    for score in found:
        values = asdict(score)
        yield [_cell(values[name]) for name in _COLUMNS] if output.table else [*values.values()]


def _cell(value: object) -> object:
    return "-" if value is None else f"{value:.1f}" if isinstance(value, float) else value


def _print_each(output: Output, finding: Finding) -> None:
    if not output.table:
        output.record(asdict(finding))
        return
    got = f" (got {finding.got})" if finding.got else ""
    output.line(f"{finding.path}:{finding.line}: {finding.severity} {finding.rule} {finding.message}{got}")


def _print_worst(output: Output, worst: Sequence[Worst], most: int | None) -> None:
    shown = worst[:most]
    if not output.table:
        for at in shown:
            output.record({**asdict(at), "share": round(at.share, 4)})
    else:
        rows = [
            (at.severity, at.rule, at.count, f"{at.share:.0%}", at.service, at.logger, at.message, at.statement[:_WIDE])
            for at in shown
        ]
        output.rows(("severity", "rule", "count", "share", "service", "logger", "what", "statement"), rows)
    if len(shown) < len(worst):
        output.note(f"{len(shown)} of {len(worst)} rows; --limit N or --all shows more")


def _note(output: Output, rows: Rows, worst: Sequence[Worst]) -> None:
    count = sum(at.count for at in worst)
    errors = sum(at.count for at in worst if at.severity == "error")
    found = f"{count} findings, {errors} of them errors" if count else "no findings"
    left_out = f"; {rows.left_out} files of unknown formats were left out" if rows.left_out else ""
    output.note(f"{rows.records} records of {rows.sources} sources, {found}{left_out}")
