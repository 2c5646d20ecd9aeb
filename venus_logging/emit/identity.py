"""Who emits: the name of this service and of its host."""

from __future__ import annotations

import socket
import sys
from pathlib import PurePath
from typing import Final

from oslo_config import cfg

__all__ = ["host_name", "service_name"]

UNKNOWN: Final = "unknown"


def service_name() -> str:
    """The program's name: uwsgi's ``name`` option, else the file name of the command; ``unknown`` if there is none."""
    uwsgi = sys.modules.get("uwsgi")  # NOTE: the module exists only inside a uwsgi process
    if uwsgi is not None:
        name = getattr(uwsgi, "opt", {}).get("name", b"")
        if name:
            return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
    program = PurePath(sys.argv[0] if sys.argv else "").name
    return program.removesuffix(".py") if program not in ("", "-c", "-m", "uwsgi", "__main__.py") else UNKNOWN


def host_name() -> str:
    """The host as the service calls itself (``[DEFAULT] host``, as hypervisors are known), else the system's name."""
    host = ""
    try:
        host = str(cfg.CONF.host or "")
    except (cfg.NoSuchOptError, cfg.ConfigFileValueError, AttributeError):
        host = ""
    return host or socket.gethostname() or UNKNOWN
