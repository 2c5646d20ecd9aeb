"""Options that every command takes, before or after its name, and what they mean: flag, environment, file, default."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, fields, replace
from datetime import UTC, timedelta, timezone, tzinfo
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from oslo_config import cfg

from venus_logging.errors import ConfigError, QuerySyntaxError
from venus_logging.query.windows import parse_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from venus_logging.query.tree import Time

__all__ = ["Settings", "answer_options", "common_options", "settings"]

SYSTEM_STORE: Final = Path("/var/lib/venus-logging/store")
CONFIG_FILE: Final = Path("/etc/venus-logging/venus-logging.conf")
_OFFSET: Final = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_USER: Final = re.compile("//.*@")
_CONFIGURED: Final = ("store", "state", "timezone")
_Function = TypeVar("_Function", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the common options say; None where neither flag, environment nor file says anything."""

    store: str | None = None
    state: str | None = None
    format: str | None = None
    since: str | None = None
    until: str | None = None
    timezone: str | None = None
    limit: int | None = None
    all: bool | None = None
    timeout: float | None = None
    verbose: bool | None = None
    config_file: str | None = None

    @property
    def store_url(self) -> str:
        """The store's URL; by default a folder of the system, else one of the user."""
        if self.store:
            return str(Path(self.store).expanduser()) if self.store.startswith("~") else self.store
        return str(SYSTEM_STORE if os.access(SYSTEM_STORE, os.W_OK) else _user_folder() / "store")

    @property
    def store_name(self) -> str:
        """The store's URL as it may be shown: without user and password."""
        return _USER.sub("//", self.store_url)

    @property
    def state_folder(self) -> Path:
        """Where positions and rejected lines are kept.

        Raises:
            ConfigError: the store is no folder that it could be beside.
        """
        if self.state:
            return Path(self.state)
        url = self.store_url
        folder = unquote(urlsplit(url).path) if url.startswith("file:") else url
        if folder == "memory:" or "://" in folder:
            raise ConfigError(f"store {self.store_name} is no folder", hint="say --state DIR as well")
        return Path(f"{Path(folder).absolute()}.state")

    @property
    def zone(self) -> tzinfo:
        """The zone of times that do not say it, and of times that people read.

        Raises:
            ConfigError: nobody knows the zone.
        """
        name = self.timezone or "UTC"
        if name.upper() in ("UTC", "Z"):
            return UTC
        offset = _OFFSET.fullmatch(name)
        try:
            if offset:
                span = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
                return timezone(-span if offset[1] == "-" else span)
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise ConfigError(f"unknown time zone {name!r}", hint="use UTC, Europe/Berlin, or +02:00") from problem

    def time(self, option: str) -> Time | None:
        """The time that ``--since`` or ``--until`` says.

        Raises:
            QuerySyntaxError: it is no time.
        """
        text = getattr(self, option)
        if text is None:
            return None
        try:
            return parse_time(text)
        except ValueError as problem:
            raise QuerySyntaxError(f"--{option}: {problem}", text=text, position=0) from problem

    def rows(self, default: int) -> int | None:
        """How many rows at most; None for all."""
        return self.limit if self.limit is not None else None if self.all else default

    @property
    def now(self) -> int:
        """The time, in nanoseconds since the epoch."""
        return time.time_ns()


_OPTIONS: Final = (
    click.option(
        "--store", metavar="URL", help="Where the events are: a folder, or a cluster's URL.  [env: VENUS_LOG_STORE]"
    ),
    click.option(
        "--state", metavar="DIR", help="Positions and rejected lines, default <store>.state.  [env: VENUS_LOG_STATE]"
    ),
    click.option(
        "--format",
        type=click.Choice(["table", "jsonl", "csv"]),
        help="Default: table on a terminal, jsonl in a pipe.",
    ),
    click.option(
        "--since", metavar="TIME", help="now-2h, 2026-11-25, 2026-11-25T10:00:00Z; default the last 24 hours."
    ),
    click.option("--until", metavar="TIME", help="The same; a date includes that day."),
    click.option(
        "--timezone", metavar="ZONE", help="Zone of times that do not say it, default UTC.  [env: VENUS_LOG_TIMEZONE]"
    ),
    click.option("--limit", metavar="N", type=click.IntRange(min=1), help="How many rows at most."),
    click.option("--all", is_flag=True, default=None, help="Neither a default window nor a default limit."),
    click.option(
        "--timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), help="Stop a question after this."
    ),
    click.option(
        "-v",
        "--verbose",
        "--explain",
        "verbose",
        is_flag=True,
        default=None,
        help="Also say the question as it was read, its window and what the answer cost.",
    ),
    click.option(
        "--config-file", metavar="FILE", type=click.Path(dir_okay=False), help=f"Default {CONFIG_FILE}, if it exists."
    ),
)


def common_options(command: _Function) -> _Function:
    """Adds the common options to a command; the command itself never sees them, ``settings()`` does."""

    @wraps(command)
    def without(*args: Any, **values: Any) -> Any:
        context = click.get_current_context()
        given = {each.name: values.pop(each.name) for each in fields(Settings)}
        before = context.obj if isinstance(context.obj, Settings) else Settings()
        context.obj = replace(before, **{name: value for name, value in given.items() if value is not None})
        return command(*args, **values)

    for option in reversed(_OPTIONS):
        without = option(without)
    return without  # type: ignore[return-value]


def answer_options(command: _Function) -> _Function:
    """Adds short forms of ``--format`` to a command."""

    @wraps(command)
    def without(*args: Any, as_json: bool, as_csv: bool, **values: Any) -> Any:
        if as_json and as_csv:
            raise click.UsageError("--json and --csv exclude each other")
        context = click.get_current_context()
        form = "jsonl" if as_json else "csv" if as_csv else context.obj.format
        context.obj = replace(context.obj, format=form)
        return command(*args, **values)

    for short, name, form in (("--csv", "as_csv", "csv"), ("--json", "as_json", "jsonl")):
        without = click.option(short, name, is_flag=True, help=f"Short for --format {form}.")(without)
    return without  # type: ignore[return-value]


def settings() -> Settings:
    """The settings of the command that runs: flag, then ``VENUS_LOG_*``, then the file, then default.

    Raises:
        ConfigError: the configuration file cannot be read.
    """
    given = click.get_current_context().obj
    assert isinstance(given, Settings)
    lower = _file(given.config_file) | _environment()
    return replace(
        given,
        store=given.store or lower.get("store"),
        state=given.state or lower.get("state"),
        timezone=given.timezone or lower.get("timezone"),
    )


def _environment() -> dict[str, str]:
    values = {name: os.environ.get(f"VENUS_LOG_{name.upper()}") for name in _CONFIGURED}
    return {name: value for name, value in values.items() if value}


def _file(named: str | None) -> dict[str, str]:
    path = Path(named) if named else CONFIG_FILE
    if not named and not path.is_file():
        return {}
    conf = cfg.ConfigOpts()
    conf.register_opts([cfg.StrOpt(name) for name in _CONFIGURED])
    try:
        conf([], project="venus-logging", default_config_files=[str(path)], default_config_dirs=[])
    except (cfg.ConfigFilesNotFoundError, cfg.ConfigFilesPermissionDeniedError, cfg.ConfigFileParseError) as problem:
        raise ConfigError(f"cannot read {path}: {problem}", hint="see --config-file") from problem
    return {name: conf[name] for name in _CONFIGURED if conf[name]}


def _user_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "venus-logging"
