"""A second witness beside our handler: writes what it sees of every record, with nothing of ours."""

from __future__ import annotations

import json
import logging
import os
import threading
from pathlib import Path
from typing import Any

from oslo_context import context as oslo_context

_request = threading.local()


class Witness:
    """WSGI middleware around all others: remembers which context a request found on its thread, or left there.

    Args:
        application: what answers.
    """

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        _request.found = oslo_context.get_current()
        _request.mark = environ.get("HTTP_X_WITNESS", "")
        return _Answer(self._application(environ, start_response))


class _Answer:
    """An answer whose end is the end of the request."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def __iter__(self) -> Any:
        return iter(self._parts)

    def close(self) -> None:
        if hasattr(self._parts, "close"):
            self._parts.close()
        _request.found = oslo_context.get_current()
        _request.mark = ""


class ReferenceHandler(logging.Handler):
    """Appends one JSON line per record to a file, in one write.

    Args:
        path: the file; when a handler was built is appended to the same with ``.built``.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        with Path(f"{path}.built").open("a") as file:
            file.write(f"{os.getpid()}\n")

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
            "user_id": values.get("user_id") or values.get("user"),
            "subject": any(each is not None and each != "" for each in subjects),
            "mark": getattr(_request, "mark", ""),
            "stale": context is not None and context is getattr(_request, "found", None),
        }


def _message(record: logging.LogRecord) -> tuple[str, str]:
    """The rendered message, with the stack if the call asked for it; or what was given, and why it failed."""
    try:
        text = record.getMessage()
    except Exception as problem:  # wrong arguments, or foreign code in their str()
        return repr(record.msg), repr(problem)
    return (f"{text}\n{record.stack_info}" if record.stack_info else text), ""
