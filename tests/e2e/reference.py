"""A second witness beside our handler: writes what it sees of every record, with nothing of ours."""

from __future__ import annotations

import json
import logging
import os
from typing import Any

from oslo_context import context as oslo_context


class ReferenceHandler(logging.Handler):
    """Appends one JSON line per record to a file, in one write.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes what a record says; a failure is the logging module's business."""
        try:
            line = json.dumps(self._seen(record), default=repr) + "\n"
            os.write(self._file, line.encode())
        except Exception:  # a log call must not raise into the service that is measured
            self.handleError(record)

    def _seen(self, record: logging.LogRecord) -> dict[str, Any]:
        context: Any = getattr(record, "context", None) or oslo_context.get_current()
        values = context if isinstance(context, dict) else context.get_logging_values() if context else {}
        subjects = (getattr(record, name, None) for name in ("instance", "instance_uuid", "resource"))
        message, failure = _message(record)
        return {
            "name": record.name,
            "level": record.levelname,
            "levelno": record.levelno,
            "created": record.created,
            "thread": record.threadName,
            "pid": os.getpid(),
            "message": message,
            "failure": failure,
            **{name: values.get(name) for name in ("request_id", "global_request_id", "project_id")},
            "subject": any(each is not None and each != "" for each in subjects),
        }


def _message(record: logging.LogRecord) -> tuple[str, str]:
    """The rendered message, with the stack if the call asked for it; or what was given, and why it failed."""
    try:
        text = record.getMessage()
    except Exception as problem:  # wrong arguments, or foreign code in their str()
        return repr(record.msg), repr(problem)
    return (f"{text}\n{record.stack_info}" if record.stack_info else text), ""
