"""The text of a complete ``log_config_append`` INI, and of the logrotate snippet beside it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from venus_logging.emit import options
from venus_logging.errors import ConfigError

__all__ = ["LAYOUTS", "LIBRARIES", "Ini", "render", "render_logrotate", "render_uwsgi"]

# NOTE: log_config_append switches oslo.log's default_log_levels off. Without these, sqlalchemy alone is nine tenths of
# what INFO writes, and stevedore at DEBUG makes oslo.log's own JSON formatter recurse until the service dies.
LIBRARIES: Final = {
    "amqp": "WARNING", "amqplib": "WARNING", "boto": "WARNING", "dogpile.core.dogpile": "INFO", "iso8601": "WARNING",
    "keystoneauth": "WARNING", "keystonemiddleware": "WARNING", "oslo.cache": "INFO", "oslo.messaging": "INFO",
    "oslo_messaging": "INFO", "oslo_policy": "INFO", "qpid": "WARNING", "requests.packages.urllib3.connectionpool":
    "WARNING", "requests.packages.urllib3.util.retry": "WARNING", "routes.middleware": "WARNING",
    "sqlalchemy": "WARNING", "stevedore": "WARNING", "suds": "INFO", "taskflow": "WARNING",
    "urllib3.connectionpool": "WARNING", "urllib3.util.retry": "WARNING", "websocket": "WARNING",
}  # fmt: skip
"""Loggers of libraries and the levels that oslo.log gives them by default."""

LAYOUTS: Final = {
    "plain": "/var/log/{project}",
    "kolla": "/var/log/kolla/{project}",
    "devstack": "/opt/stack/logs",
}
"""Folders of log files by deployment tool; the project is a service's first word."""

_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class Ini:
    """What differs between the INIs of services.

    Args:
        service: ``service.name`` of the events, e.g. nova-api; also names the files.
        log_dir: folder of the files, default that of the layout.
        level: level of the root logger.
        classic: whether the classic text file stays.
        static: further ``name=value`` words for the formatter.
        layout: where a deployment tool keeps logs, one of LAYOUTS; under devstack the text goes to the journal.
    """

    service: str
    log_dir: str = ""
    level: str = "INFO"
    classic: bool = True
    static: tuple[str, ...] = ()
    layout: str = "plain"

    @property
    def folder(self) -> PurePosixPath:
        """Where the files are."""
        return PurePosixPath(self.log_dir or LAYOUTS[self.layout].format(project=self.service.split("-")[0]))


def render(ini: Ini) -> str:
    """The INI of one service.

    Raises:
        ConfigError: a level that does not exist, or a name that cannot be a file's.
    """
    _check(ini)
    handlers = "events, file" if ini.classic else "events"
    keys = [f"l{number}" for number in range(len(LIBRARIES))]
    words = " ".join(shlex.quote(word) for word in (f"service={ini.service}", *ini.static))
    sections = [
        _HEAD.format(service=ini.service, events=f"{ini.folder}/{ini.service}.events.jsonl"),
        f"[loggers]\nkeys = {', '.join(('root', *keys))}",
        f"[handlers]\nkeys = {handlers}",
        f"[formatters]\nkeys = {'events, text' if ini.classic else 'events'}",
        f"[logger_root]\nlevel = {ini.level}\nhandlers = {handlers}",
        "[handler_events]\nclass = venus_logging.EventFileHandler\n"
        f"args = ({_quoted(f'{ini.folder}/{ini.service}.events.jsonl')},)\nformatter = events",
        f"[formatter_events]\nclass = venus_logging.EventFormatter\nformat = {words}",
    ]
    if ini.classic:
        sections += [
            _classic(ini),
            "[formatter_text]\nclass = oslo_log.formatters.ContextFormatter\ndatefmt = %Y-%m-%d %H:%M:%S",
        ]
    sections.append("# oslo.log's default_log_levels, which log_config_append switches off.")
    for key, (name, level) in zip(keys, LIBRARIES.items(), strict=True):
        sections.append(f"[logger_{key}]\nlevel = {level}\nhandlers =\nqualname = {name}")
    return "\n\n".join(sections) + "\n"


def _classic(ini: Ini) -> str:
    """The handler of the text that people tail today."""
    if ini.layout == "devstack":
        return (
            "# The classic text; systemd's journal reads standard error.\n"
            "[handler_file]\nclass = StreamHandler\nargs = (sys.stderr,)\nformatter = text"
        )
    return (
        "# The classic text file, as log_file wrote it.\n[handler_file]\nclass = logging.handlers.WatchedFileHandler\n"
        f"args = ({_quoted(f'{ini.folder}/{ini.service}.log')},)\nformatter = text"
    )


def render_uwsgi(service: str) -> str:
    """The log-format of uwsgi's INI that gives one line of JSON per request; ingest reads it.

    Args:
        service: ``service.name`` of the access events.
    """
    _check(Ini(service))
    fields = (
        f'"t":%(tmsecs),"svc":"{service}","method":"%(method)","uri":"%(uri)","status":%(status),"ms":%(msecs),'
        '"size":%(rsize),"addr":"%(addr)","gid":"%(var.HTTP_X_OPENSTACK_REQUEST_ID)","pid":%(pid)'
    )
    return f"[uwsgi]\nlog-format = {{{fields}}}\n"


def render_logrotate(ini: Ini) -> str:
    """The logrotate snippet for a service's events; the handler follows the rename within a second."""
    _check(ini)
    return _LOGROTATE.format(path=f"{ini.folder}/*.events.jsonl")


def _check(ini: Ini) -> None:
    if ini.level not in _LEVELS:
        raise ConfigError(f"unknown level {ini.level!r}", hint=f"use one of {', '.join(_LEVELS)}")
    if not ini.service or any(not (char.isalnum() or char in "-_.") for char in ini.service):
        raise ConfigError(f"service name {ini.service!r} cannot name a file", hint="use letters, digits, - _ .")
    if ini.layout not in LAYOUTS:
        raise ConfigError(f"unknown layout {ini.layout!r}", hint=f"use one of {', '.join(LAYOUTS)}")
    words = options.parse(" ".join(shlex.quote(word) for word in ini.static))
    options.static(options.split(words)[0])
    if any(char in "\n\r" for char in "".join((ini.log_dir, *ini.static))):
        raise ConfigError("an option of the INI holds a line break", hint="remove it")


def _quoted(path: str) -> str:
    return repr(path).replace("%", "%%")


_HEAD: Final = """\
# Logging of {service} for oslo.log. In the service's configuration file:
#
#     [DEFAULT]
#     log_config_append = <this file>
#
# Then log_file, log_dir, debug, use_json, default_log_levels, log_date_format and rate_limit_* are ignored.
# The way back: remove that entry and restart. Check before a restart, with the service's own Python:
#
#     python -c "import venus_logging; venus_logging.EventFormatter"
#
# The events handler stands first: oslo.log's text formatter changes records for those after it. Events: {events}"""

_LOGROTATE: Final = """\
"{path}" {{
    daily
    rotate 14
    missingok
    notifempty
    compress
    delaycompress
    # rename, never copytruncate: that loses what is written between copy and truncate
    nocopytruncate
    nocreate
}}
"""
