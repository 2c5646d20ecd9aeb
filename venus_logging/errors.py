"""One tree of errors, each with a stable code and a hint on what to do."""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "ContractError",
    "QueryLimitError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "SourceError",
    "StoreError",
    "StoreFullError",
    "StoreLockedError",
    "StoreMissingError",
    "StoreTooNewError",
    "StoreUnavailableError",
    "StoreUnsupportedError",
    "VenusError",
]


class VenusError(Exception):
    """Anything that venus-logging refuses, said so that the reader can act on it.

    Args:
        message: what is wrong, where, and what was got; lower case, no full stop.
        hint: what to do about it.
    """

    code = "venus"
    exit_status = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class ContractError(VenusError):
    """The registry or a schema is missing, unreadable or contradicts itself."""

    code = "contract"


class ConfigError(VenusError):
    """A configuration value, a flag or an option of the INI cannot be used."""

    code = "config"


class QuerySyntaxError(VenusError):
    """A question that cannot be read.

    Args:
        message: what is wrong.
        text: the whole question.
        position: where in the text, in characters from 0.
        expected: what could have stood there.
        hint: the nearest valid thing, or what to write instead.
    """

    code = "query.syntax"

    def __init__(self, message: str, *, text: str, position: int, expected: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.text = text
        self.position = position
        self.expected = expected

    def __str__(self) -> str:
        parts = [f"{self.message} at position {self.position}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.hint:
            parts.append(self.hint)
        return "; ".join(parts)


class QueryLimitError(VenusError):
    """A question that would need more groups, patterns or rows than a store allows; the hint says what to narrow."""

    code = "query.limit"


class QueryTimeoutError(VenusError):
    """A question that was stopped because it took longer than it may."""

    code = "query.timeout"
    exit_status = 3


class SourceError(VenusError):
    """Input that cannot be opened or read at all."""

    code = "source"


class StoreError(VenusError):
    """The store cannot do what was asked of it."""

    code = "store"
    exit_status = 3


class StoreMissingError(StoreError):
    """There is no store at this place, or something else is."""

    code = "store.missing"


class StoreLockedError(StoreError):
    """Another process writes to this store."""

    code = "store.locked"


class StoreTooNewError(StoreError):
    """The store was written by a newer version."""

    code = "store.too_new"


class StoreFullError(StoreError):
    """The store's disk is full or refuses to be written."""

    code = "store.full"


class StoreUnavailableError(StoreError):
    """The store's server cannot be reached or refuses work for now; what was not acknowledged may be sent again."""

    code = "store.unavailable"


class StoreUnsupportedError(StoreError):
    """This kind of store cannot answer such a question, or holds no such field."""

    code = "store.unsupported"
