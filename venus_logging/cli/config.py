"""venus-log config: the logging configuration of a service."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from venus_logging.cli._options import common_options
from venus_logging.deliver.ini import LAYOUTS, Ini, render, render_logrotate, render_uwsgi
from venus_logging.errors import ConfigError

__all__ = ["command"]

_log_dir = click.option("--log-dir", default="", metavar="DIR", help="Folder of the files; default that of the layout.")
_layout = click.option(
    "--layout", type=click.Choice(list(LAYOUTS)), default="plain", help="Where your deployment keeps logs."
)
_output = click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there instead of printing; what differs there is kept as FILE.bak.",
)


@click.group("config")
@common_options
def command() -> None:
    """Prints configuration: one entry changes a service, removing it is the way back."""


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        kept = _keep(output, text)
        output.write_text(text)
    except OSError as problem:
        raise ConfigError(f"cannot write {problem.filename or output}: {problem.strerror}") from problem
    click.echo(f"wrote {output}{f'; the old one is {kept}' if kept else ''}", err=True)


def _keep(output: Path, text: str) -> Path | None:
    """Copies a file that is about to become another one, so that its owner and mode stay; says where it is."""
    old = output.read_bytes() if output.is_file() else b""
    if old in (b"", text.encode()):
        return None
    kept = output.with_name(f"{output.name}.bak")
    shutil.copy2(output, kept)
    return kept


@command.command("oslo-log")
@click.option(
    "--service", required=True, metavar="NAME", help="service.name of the events and name of the files, e.g. nova-api."
)
@_log_dir
@_layout
@click.option("--level", default="INFO", show_default=True, help="Level of the root logger.")
@click.option("--no-classic", is_flag=True, help="Do not keep the classic text file.")
@click.option(
    "--set", "static", multiple=True, metavar="NAME=VALUE", help="On every event, e.g. cloud.region=RegionOne."
)
@_output
@common_options
def oslo_log(
    service: str,
    log_dir: str,
    layout: str,
    level: str,
    no_classic: bool,
    static: tuple[str, ...],
    output: Path | None,
) -> None:
    """Prints the complete INI for log_config_append of one service, with the logrotate snippet at its end."""
    ini = Ini(service, log_dir, level.upper(), classic=not no_classic, static=static, layout=layout)
    snippet = "".join(f"# {line}\n" for line in render_logrotate(ini).splitlines())
    _write(f"{render(ini)}\n# For /etc/logrotate.d (venus-log config logrotate prints it bare):\n#\n{snippet}", output)


@command.command("logrotate")
@click.option("--service", required=True, metavar="NAME", help="The service, e.g. nova-api.")
@_log_dir
@_layout
@_output
@common_options
def logrotate(service: str, log_dir: str, layout: str, output: Path | None) -> None:
    """Prints the logrotate snippet for a service's events."""
    _write(render_logrotate(Ini(service, log_dir, layout=layout)), output)


@command.command("uwsgi")
@click.option("--service", required=True, metavar="NAME", help="service.name of the access events, e.g. glance-api.")
@_output
@common_options
def uwsgi(service: str, output: Path | None) -> None:
    """Prints the log-format for uwsgi's INI: one line of JSON per request, which ingest reads as an access event."""
    _write(render_uwsgi(service), output)
