"""operation(): the start, steps and end of a unit of work as typed events, and its name on every record within."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from contextvars import Token, copy_context
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Self, TypeAlias, TypeVar, get_args

from oslo_context import context as oslo_context

from venus_logging import contract
from venus_logging.contract import names
from venus_logging.emit.access import clear_context
from venus_logging.emit.extras import LOST
from venus_logging.emit.progress import SCENARIO
from venus_logging.errors import ContractError
from venus_logging.event import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from venus_logging.event import Value

__all__ = ["ErrorCodes", "Operation", "carry", "emit_event", "operation", "scenario_in_progress", "set_strict"]

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
ErrorCodes: TypeAlias = Mapping[type[BaseException], names.ErrorCode | tuple[names.ErrorCode, int]]
"""Exception classes, and the error code of each, alone or with the level of the event."""

_LOG: Final = logging.getLogger("venus_logging.operation")
_CODES: Final = frozenset(get_args(names.ErrorCode))
_OTHER: Final[names.ErrorCode] = "common.operation.failed"
_strict = False


class Operation:
    """A unit of work between its start and its end; made by ``operation()``.

    Attributes:
        name: of its events, e.g. ``compute.instance.create``.
        scenario: name of the outermost operation that it is part of.
    """

    def __init__(
        self,
        name: str,
        resource: object,
        attributes: Mapping[str, Value],
        logger: logging.Logger,
        error_codes: ErrorCodes,
        start_level: int | None,
    ) -> None:
        self.name = name
        self.scenario = name
        self._resource = resource
        self._attributes = dict(attributes)
        self._logger = logger
        self._error_codes = error_codes
        self._start_level = start_level
        self._started = 0.0
        self._tokens: list[Token[str | None]] = []
        self._failure: tuple[str, str, str] | None = None
        self._level = logging.ERROR

    def set(self, attributes: Mapping[str, Value]) -> None:
        """Adds attributes to all later events of the operation.

        Args:
            attributes: names of the contract or ``x.*``.

        Raises:
            ContractError: in strict mode only, for what the contract does not allow.
        """
        own = _own(attributes)
        _judge(self.name, own)
        self._attributes |= own

    def step(self, message: str, attributes: Mapping[str, Value] | None = None) -> None:
        """Writes an event of phase ``step``.

        Args:
            message: what was done, in the past tense.
            attributes: of this event only.
        """
        self._emit(logging.INFO, "step", message, attributes or {})

    def fail(
        self, error_code: names.ErrorCode, message: str, error_type: str = "", *, level: int = logging.ERROR
    ) -> None:
        """Makes the operation end in failure although no exception leaves the block.

        Args:
            error_code: ``service-type.area.reason``, from ``venus_logging.contract.names``.
            message: why, for people.
            error_type: class of the failure, default the error code.
            level: of the event; a mistake of the user's, such as a quota that is full, is a WARNING.

        Raises:
            ContractError: in strict mode only, for a level that is none and a code that the registry does not know.
        """
        _judge(self.name, {"openstack.error.code": error_code})
        self.set(_misfits(level=level))
        self._failure = (error_code, error_type or error_code, message)
        self._level = level

    def __enter__(self) -> Self:
        outer = SCENARIO.get()
        self.scenario = outer or self.name
        self._failure, self._level = None, logging.ERROR
        self._started = time.monotonic()
        level = self._start_level
        if level is None:
            # NOTE: whoever looks for an operation that hangs, at INFO, finds its start and no end.
            level = logging.INFO if outer is None else logging.DEBUG
        self._emit(level, "start", "started", {})
        self._tokens.append(SCENARIO.set(self.scenario))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended: dict[str, Value] = {"openstack.operation.duration": round(time.monotonic() - self._started, 6)}
        level, phase, message = logging.INFO, "success", "succeeded"
        outcome = phase
        failure = self._failure
        if error is not None and _is_abandonment(error):
            error, phase, outcome, message = None, "step", "unknown", "abandoned"
        if error is not None:
            if failure is None:
                code, self._level = self._code_of(error)
            else:
                code = failure[0]
            failure = (code, type(error).__qualname__, "")
        if failure is not None:
            ended |= {"openstack.error.code": failure[0], "error.type": failure[1]}
            level, message = self._level, f"failed: {failure[2]}" if failure[2] else "failed"
            phase = outcome = "failure"
        ended["openstack.operation.outcome"] = outcome
        # NOTE: a generator may be left in another context than the one it was entered in.
        with suppress(ValueError):
            SCENARIO.reset(self._tokens.pop())
        self._emit(level, phase, message, ended, error)

    def _code_of(self, error: BaseException) -> tuple[str, int]:
        for kind, code in self._error_codes.items():
            if isinstance(kind, type) and isinstance(error, kind):
                match code:
                    case str():
                        return code, logging.ERROR
                    case (str() as own, int() as level):
                        return own, level
        return names.GENERAL.get(self.name, _OTHER), logging.ERROR

    def _emit(
        self, level: int, phase: str, message: str, attributes: Mapping[str, Value], error: BaseException | None = None
    ) -> None:
        given = _own(attributes)
        _judge(self.name, given)
        own: dict[str, Value] = {"openstack.operation.outcome": "pending", **self._attributes, **given}
        own["openstack.operation.phase"] = phase
        event = _Event(self.name, message, own, self._resource, error)
        event.write(self._logger, level, depth=4)


def operation(
    name: names.EventName,
    *,
    resource: object = None,
    attributes: Mapping[str, Value] | None = None,
    logger: logging.Logger | logging.LoggerAdapter[Any] | None = None,
    error_codes: ErrorCodes | None = None,
    start_level: int | None = None,
) -> Operation:
    """A unit of work as a context manager: start, steps, success or failure, each one typed event.

    A generator that is closed, a green thread that is killed and an exit with status 0 abandon the work: it ends in a
    step "abandoned" with the outcome unknown.

    Args:
        name: of the events, from ``venus_logging.contract.names``.
        resource: what it is about: an object or dict with ``type`` and ``id``, or an instance with ``uuid``.
        attributes: of all its events; names of the contract or ``x.*``.
        logger: whose events they are; default ``venus_logging.operation``.
        error_codes: exception classes and their error codes; the first that fits counts. Without one it is the
            event's own code or ``common.operation.failed``. A pair of code and level says what is not an ERROR:
            ``{OverQuota: ("compute.quota.exceeded", logging.WARNING)}``.
        start_level: of the first event; by default INFO, so that an operation that hangs is seen, and DEBUG inside of
            another operation.

    Raises:
        ContractError: in strict mode only, for a name, an attribute or an error code that the contract does not know.
    """
    given = _own(attributes) | _misfits(error_codes, logger, start_level=start_level)
    _judge(name, given)
    codes: ErrorCodes = error_codes if isinstance(error_codes, Mapping) else {}
    for code in codes.values() if _strict else ():
        _judge(name, {"openstack.error.code": code if isinstance(code, str) else code[0]})
    return Operation(str(name), resource, given, _bare(logger), codes, start_level)


def emit_event(
    name: names.EventName,
    message: str,
    attributes: Mapping[str, Value] | None = None,
    *,
    level: int = logging.INFO,
    resource: object = None,
    logger: logging.Logger | logging.LoggerAdapter[Any] | None = None,
) -> None:
    """Writes one typed event.

    Args:
        name: of the event, from ``venus_logging.contract.names``.
        message: for people.
        attributes: names of the contract, ``openstack.operation.phase`` among them, or ``x.*``.
        level: of the record.
        resource: what it is about, as for ``operation()``.
        logger: whose event it is; default ``venus_logging.operation``.

    Raises:
        ContractError: in strict mode only, for a name or an attribute that the contract does not know.
    """
    own = _own(attributes) | _misfits(logger=logger, level=level)
    _judge(name, own)
    _Event(str(name), message, own, resource).write(_bare(logger), level, depth=3)


def carry(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """The same function, for another thread or green thread: it runs inside the operation that is in progress here, and
    for the request that this thread works for.

    Args:
        function: what the thread will call.
    """
    context = copy_context()
    request = oslo_context.get_current()

    @wraps(function)
    def carried(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        with _for_request(request):
            return context.copy().run(function, *args, **kwargs)

    return carried


def scenario_in_progress() -> str | None:
    """Name of the outermost operation that this code runs in."""
    return SCENARIO.get()


def set_strict(strict: bool) -> bool:
    """Whether wrong names and types raise ContractError (in tests) or are flagged in the event (in production).

    Returns:
        What it was before.
    """
    global _strict
    before, _strict = _strict, strict
    return before


@contextmanager
def _for_request(request: oslo_context.RequestContext | None) -> Iterator[None]:
    """Makes a request context this thread's, as nova.utils.spawn does, unless it has one; not longer than needed."""
    if request is None or oslo_context.get_current() is not None:
        yield
        return
    request.update_store()
    try:
        yield
    finally:
        clear_context()


def _bare(logger: logging.Logger | logging.LoggerAdapter[Any] | None) -> logging.Logger:
    """The logger inside its adapters: oslo.log's swallows the place of the call; the default for what cannot log."""
    while isinstance(logger, logging.LoggerAdapter):
        logger = getattr(logger, "logger", None)
    return logger if logger is not None and callable(getattr(logger, "log", None)) else _LOG


def _own(attributes: Mapping[str, Value] | None) -> dict[str, Value]:
    """A copy of the attributes that a call was given; of what is no mapping a name that no attribute has."""
    if isinstance(attributes, Mapping):
        return dict(attributes)
    return {} if attributes is None else {"attributes": type(attributes).__name__}


def _misfits(error_codes: object = None, logger: object = None, **levels: object) -> dict[str, Value]:
    """Levels, loggers and error codes that are none, under names that no attribute has: refused or flagged as such."""
    wrong: dict[str, Value] = {
        name: type(level).__name__ for name, level in levels.items() if level is not None and not isinstance(level, int)
    }
    if logger is not None and not callable(getattr(logger, "log", None)):
        wrong["logger"] = type(logger).__name__
    if error_codes is not None and not _are_codes(error_codes):
        wrong["error_codes"] = type(error_codes).__name__
    return wrong


def _are_codes(codes: object) -> bool:
    return isinstance(codes, Mapping) and all(_is_code(kind, code) for kind, code in codes.items())


def _is_code(kind: object, code: object) -> bool:
    match code:
        case str() | (str(), int()):
            return isinstance(kind, type)
    return False


def _judge(name: str, attributes: Mapping[str, Value]) -> None:
    if not _strict:
        return
    code = attributes.get("openstack.error.code")
    if isinstance(code, str) and code not in _CODES:
        raise ContractError(
            f"{name}: openstack.error.code: no error code of the registry, got {code!r}",
            hint="see the table of error codes in the manual",
        )
    event: dict[str, Value] = {"event_name": name, "openstack.operation.name": name, **attributes}
    for problem in contract.check(event, whole=False) + contract.check_typed(event, whole=False):
        raise ContractError(
            f"{name}: {problem.path}: {problem.message}, got {problem.got!r}",
            hint="see the event's table in the manual",
        )


def _is_abandonment(error: BaseException) -> bool:
    """Whether an exception says that nobody waits for the end any more, not that something failed."""
    # NOTE: by name, because services without green threads have no greenlet.
    return (
        isinstance(error, GeneratorExit)
        or (isinstance(error, SystemExit) and error.code in (None, 0))
        or any(kind.__name__ == "GreenletExit" for kind in type(error).__mro__)
    )


def _for_text(resource: object) -> dict[str, object]:
    """What oslo.log's text formatter needs for the ``[instance: ...]`` of nova's own lines; of others nothing."""
    try:
        found = resources.subject({"resource": resource})
    except Exception:  # what a foreign object does when it is read must not reach the block
        return {}
    return {"instance": {"uuid": found[1]}} if found and found[0] == resources.INSTANCE else {}


@dataclass(frozen=True, slots=True)
class _Event:
    """One typed event on its way to a logger."""

    name: str
    message: str
    attributes: Mapping[str, Value]
    resource: object = None
    error: BaseException | None = None

    def write(self, logger: logging.Logger, level: int, depth: int) -> None:
        """Logs it as a record of the caller ``depth`` frames up, not of this file."""
        # NOTE: a name without a dot is no attribute's, and may be one of a record's own.
        extra: dict[str, object] = {name: value for name, value in self.attributes.items() if "." in str(name)}
        lost = tuple(str(name) for name in self.attributes if name not in extra)
        extra |= {"event_name": self.name, "openstack.operation.name": self.name, LOST: lost}
        if self.resource is not None:
            extra |= {"resource": self.resource, **_for_text(self.resource)}
        # NOTE: the name is in the format string, so that events of one name share a template and others do not.
        template = f"{self.name} %s" if "%" not in self.name else "%s"
        level = level if isinstance(level, int) else logging.ERROR
        logger.log(level, template, self.message, extra=extra, exc_info=self.error, stacklevel=depth)
