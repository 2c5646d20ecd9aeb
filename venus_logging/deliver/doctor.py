"""What would happen if a service loaded an INI: it is held against known traps, and a copy is loaded in a child."""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from venus_logging.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Finding", "examine"]

Verdict: TypeAlias = Literal["error", "warning", "ok"]
OURS: Final = ("venus_logging.EventFileHandler", "venus_logging.deliver.EventFileHandler")
_FILE_CLASSES: Final = ("FileHandler", "WatchedFileHandler", "RotatingFileHandler", "TimedRotatingFileHandler")
_TIMEOUT: Final = 60
_LOUD: Final = {
    "sqlalchemy": "nine tenths of what INFO writes",
    "stevedore": "breaks oslo.log's JSON formatter at DEBUG",
}
_ALL_LEVELS: Final = ("DEBUG", "TRACE", "NOTSET")
_QUIET_LEVELS: Final = ("WARN", "WARNING", "ERROR", "CRITICAL", "FATAL")
_KOLLA: Final = re.compile(r"/var/log/kolla/[^/]+/[^/]+\.log")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that would happen.

    Args:
        verdict: ``error``: the service would not start, or events would be lost; ``warning``: it is worth a look.
        message: what would happen.
        hint: what to do about it.
    """

    verdict: Verdict
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Handler:
    """One handler section of the INI."""

    name: str
    kind: str
    formatter: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The file's name as it stands in the INI, empty if none does."""
        given = self.args[0] if self.args else self.kwargs.get("filename")
        return given if isinstance(given, str) else ""

    @property
    def is_ours(self) -> bool:
        return self.kind in OURS

    @property
    def is_file(self) -> bool:
        return bool(self.path) and (self.is_ours or self.kind.rpartition(".")[2] in _FILE_CLASSES)

    @property
    def is_classic(self) -> bool:
        return self.path.endswith(".log") or self.kind.rpartition(".")[2] == "StreamHandler"

    def copy_in(self, folder: str) -> str:
        """Where its copy writes; a name that our handler refuses stays one."""
        return f"{folder}/{self.name}{'.log' if self.path.endswith('.log') else '.out'}"


def examine(ini: Path, python: str = sys.executable) -> list[Finding]:
    """What would happen if a service loaded this INI; nothing of it is written to.

    Args:
        ini: the file that ``log_config_append`` would name.
        python: the interpreter of the service's own environment.

    Raises:
        ConfigError: the file cannot be read as an INI at all.
    """
    parser = _read(ini)
    handlers = [_handler(parser, name) for name in _keys(parser, "handlers")]
    findings = [
        *_root(parser, handlers),
        *_files(handlers),
        *_levels(parser),
        *_load(parser, handlers, python),
    ]
    broken = any(each.verdict == "error" for each in findings)
    # NOTE: once each: handlers that share a missing folder all say so. Nothing is fine behind an error.
    told = [each for each in dict.fromkeys(findings) if not (broken and each.verdict == "ok")]
    return told or [Finding("ok", "nothing stands against it")]


def _read(ini: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    try:
        with ini.open() as file:
            parser.read_file(file)
    except OSError as problem:
        raise ConfigError(
            f"cannot read {ini}: {problem.strerror}", hint="check the path; venus-log config oslo-log makes one"
        ) from problem
    except (UnicodeDecodeError, configparser.Error) as problem:
        first = str(problem).splitlines()[0]
        raise ConfigError(
            f"cannot read {ini} as an INI: {first}", hint="log_config_append takes the INI form only"
        ) from problem
    for section in ("loggers", "handlers", "formatters", "logger_root"):
        if section not in parser:
            raise ConfigError(f"{ini} has no section [{section}]", hint="make one with venus-log config oslo-log")
    return parser


def _keys(parser: configparser.RawConfigParser, section: str) -> list[str]:
    return [name.strip() for name in parser.get(section, "keys", fallback="").split(",") if name.strip()]


def _handler(parser: configparser.RawConfigParser, name: str) -> _Handler:
    section = f"handler_{name}"
    args, kwargs = _literal(parser, section, "args", "()"), _literal(parser, section, "kwargs", "{}")
    return _Handler(
        name,
        parser.get(section, "class", fallback=""),
        parser.get(section, "formatter", fallback=""),
        args if isinstance(args, tuple) else (),
        kwargs if isinstance(kwargs, dict) else {},
    )


def _literal(parser: configparser.RawConfigParser, section: str, option: str, default: str) -> object:
    """The value of arguments that are plain values; nothing is run to find others."""
    try:
        value: object = ast.literal_eval(parser.get(section, option, fallback=default).replace("%%", "%"))
    except (ValueError, SyntaxError):
        return None
    return value


def _root(parser: configparser.RawConfigParser, handlers: list[_Handler]) -> Iterator[Finding]:
    """Which handlers records reach, and in which order."""
    order = [name.strip() for name in parser.get("logger_root", "handlers", fallback="").split(",") if name.strip()]
    ours = [handler.name for handler in handlers if handler.is_ours]
    reached = [name for name in order if name in ours]
    if not reached:
        yield Finding("error", "no events: the root logger has no EventFileHandler", "add it to [logger_root] handlers")
    elif order[0] not in ours:
        message = f"handler {order[0]} stands before {reached[0]}: text formatters change records for those after them"
        yield Finding("warning", message, f"put {reached[0]} first")
    if not any(handler.is_classic for handler in handlers if handler.name in order):
        message = "the classic text log is gone: log_config_append makes oslo.log ignore log_file and log_dir"
        yield Finding("warning", message, "add a WatchedFileHandler, or say so to whoever tails it")
    for handler in handlers:
        formatter = f"formatter_{handler.formatter}"
        is_text = parser.get(formatter, "class", fallback="").endswith("ContextFormatter")
        if is_text and not parser.get(formatter, "datefmt", fallback=""):
            message = f"[{formatter}] has no datefmt: times would end in milliseconds twice"
            yield Finding("warning", message, "datefmt = %Y-%m-%d %H:%M:%S")


def _files(handlers: list[_Handler]) -> Iterator[Finding]:
    """Whether the files can be written, and who else would read them."""
    paths = [handler.path for handler in handlers if handler.is_file]
    for path in sorted({path for path in paths if paths.count(path) > 1}):
        yield Finding("error", f"two handlers write {path}", "give each its own file")
    for handler in handlers:
        if handler.is_ours and not handler.path:
            message = f"the arguments of handler {handler.name} name no file as a plain value: they are not tried here"
            yield Finding("error", message, "args = ('/var/log/nova/nova-api.events.jsonl',) with its comma")
        if not handler.is_file:
            continue
        folder = Path(handler.path).parent
        if not folder.is_dir():
            yield Finding("error", f"{folder} does not exist: the service would not start", f"mkdir -p {folder}")
        elif Path(handler.path).is_dir():
            yield Finding("error", f"{handler.path} is a folder: the service would not start", "name a file in it")
        elif not os.access(folder, os.W_OK) or (Path(handler.path).exists() and not os.access(handler.path, os.W_OK)):
            yield Finding("error", f"this user cannot write {handler.path}", "run doctor as the service's user")
        if handler.is_ours and _KOLLA.fullmatch(handler.path):
            yield Finding("warning", f"kolla's fluentd would read {handler.path} as text", "end it in .events.jsonl")


def _levels(parser: configparser.RawConfigParser) -> Iterator[Finding]:
    """Libraries that would drown the log: log_config_append switches default_log_levels off."""
    root = parser.get("logger_root", "level", fallback="WARNING").upper()
    if root in _QUIET_LEVELS:
        if root != "WARN" and root != "WARNING":
            yield Finding("warning", f"the root logger's level is {root}: INFO and WARNING are not logged at all")
        return
    if root in _ALL_LEVELS:
        yield Finding("warning", f"the root logger's level is {root}: eleven times what INFO writes", "level = INFO")
    quiet = {
        parser.get(section, "qualname", fallback="")
        for section in parser.sections()
        if section.startswith("logger_") and parser.get(section, "level", fallback="").upper() in _QUIET_LEVELS
    }
    for name, why in _LOUD.items():
        if name not in quiet:
            message = f"{name} has no level of its own: {why}"
            yield Finding("warning", message, "give it level = WARNING, as venus-log config oslo-log does")


_CHILD: Final = """
import logging, logging.config, logging.handlers, sys
from oslo_config import cfg
from oslo_log import log
for name in sys.argv[2:]:
    try:
        eval(name, vars(logging))
    except (AttributeError, NameError):
        logging.config._resolve(name)
conf = cfg.ConfigOpts()
log.register_options(conf)
conf(["--log-config-append", sys.argv[1]], project="doctor")
log.setup(conf, "doctor")
log.getLogger("venus_logging.doctor").error("doctor %s", "speaks")
logging.shutdown()
"""


def _load(parser: configparser.RawConfigParser, handlers: list[_Handler], python: str) -> Iterator[Finding]:
    """Loads a copy of the INI, its files redirected, as oslo.log would, and looks at the event that comes out."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.ini")
        with copy.open("w") as file:
            _redirected(parser, handlers, folder).write(file)
        try:
            child = subprocess.run(
                [python, "-c", _CHILD, str(copy), *(handler.kind for handler in handlers)],
                capture_output=True,
                text=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            yield Finding("error", f"cannot run {python}: {problem}", "name the service's interpreter with --python")
            return
        if child.returncode:
            last = child.stderr.strip().splitlines()[-1] if child.stderr.strip() else "no reason given"
            for handler in handlers:
                last = last.replace(handler.copy_in(folder), handler.path)
            yield Finding(
                "error",
                f"the service would not start: {last}",
                "check class paths, and install venus-logging where it runs",
            )
            return
        if child.stderr.strip():
            yield Finding("warning", f"logging complains: {child.stderr.strip().splitlines()[-1]}")
        yield from _events(handlers, folder)


def _redirected(
    parser: configparser.RawConfigParser, handlers: list[_Handler], folder: str
) -> configparser.RawConfigParser:
    """The same INI with every file in a folder; handlers that write elsewhere write nothing."""
    copy = configparser.RawConfigParser()
    copy.read_dict(parser)
    for handler in handlers:
        section = f"handler_{handler.name}"
        args, kwargs = handler.args, handler.kwargs
        if not handler.is_file:
            copy.set(section, "class", "NullHandler")
            args, kwargs = (), {}
        elif args:
            args = (handler.copy_in(folder), *args[1:])
        else:
            kwargs = kwargs | {"filename": handler.copy_in(folder)}
        copy.set(section, "args", repr(args).replace("%", "%%"))
        copy.set(section, "kwargs", repr(kwargs).replace("%", "%%"))
    return copy


def _events(handlers: list[_Handler], folder: str) -> Iterator[Finding]:
    for handler in handlers:
        if not handler.is_ours or not handler.path:
            continue
        path = Path(handler.copy_in(folder))
        lines = path.read_text().splitlines() if path.is_file() else []
        event = json.loads(lines[-1]) if lines else {}
        if event.get("body") != "doctor speaks":
            yield Finding("error", f"handler {handler.name} wrote no event", "is it among the root logger's handlers?")
        elif "x.venus.invalid" in event:
            yield Finding("error", f"events would be invalid: {event['x.venus.invalid']}")
        else:
            message = f"{event['service.name']} on {event['host.name']} would write events to {handler.path}"
            yield Finding("ok", message)
