"""What both runs share: the patched module of a service, and a file for the events of its logger."""

from __future__ import annotations

import importlib.util
import logging
import sys
from typing import TYPE_CHECKING

from venus_logging import EventFileHandler, EventFormatter

if TYPE_CHECKING:
    from types import ModuleType


def load(name: str, file: str, events: str, identity: str) -> ModuleType:
    """Loads a module whose records become events.

    Args:
        name: of the module in its service.
        file: its patched copy.
        events: the file of the events.
        identity: options of the formatter.
    """
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    handler = EventFileHandler(events)
    handler.setFormatter(EventFormatter(identity))
    log = logging.getLogger(name)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return module
