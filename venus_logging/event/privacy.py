"""What leaves of personal attributes: kept, replaced by a keyed hash, or dropped."""

from __future__ import annotations

import hmac
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from venus_logging.errors import ConfigError
from venus_logging.event.address import is_address

if TYPE_CHECKING:
    from collections.abc import Collection

    from venus_logging.event._types import Event, Value

__all__ = ["KEEP", "MODES", "Privacy"]

MODES: Final = ("keep", "hash", "drop")
_HEX_DIGITS: Final = 32
_LEAST_KEY: Final = 16


class Privacy:
    """The policy for personal attributes.

    Args:
        mode: ``keep``; ``hash``: HMAC-SHA-256, so that the same person still groups under the same value; ``drop``.
        names: the personal attributes of the contract.
        key_file: the key of ``hash``, at least 16 bytes; everybody who shall see the same values has the same.

    Attributes:
        mark: equal for policies that say the same.

    Raises:
        ConfigError: an unknown mode, or no usable key.
    """

    def __init__(self, mode: str, names: Collection[str], key_file: str = "") -> None:
        if mode not in MODES:
            raise ConfigError(f"unknown policy {mode!r} for personal attributes", hint=f"use {', '.join(MODES)}")
        if mode == "hash" and not key_file:
            raise ConfigError(
                "personal=hash needs a key",
                hint="add key_file=<path>, or --key-file <path> on a command line, with at least 16 random bytes",
            )
        self.mark = (mode, key_file)
        self._mode = mode
        self._names = frozenset(names)
        self._key = _key(key_file) if mode == "hash" else b""
        self._hashed = lru_cache(maxsize=4096)(self._hash)

    def apply(self, event: Event) -> Event:
        """The attributes as they may leave."""
        if self._mode == "keep" or self._names.isdisjoint(event):
            return event
        if self._mode == "drop":
            return {name: value for name, value in event.items() if name not in self._names}
        return {name: self._hashed_value(value) if name in self._names else value for name, value in event.items()}

    def _hashed_value(self, value: Value) -> Value:
        return [self._hashed(str(each)) for each in value] if isinstance(value, list) else self._hashed(str(value))

    def _hash(self, value: str) -> str:
        digits = hmac.digest(self._key, value.encode("utf-8", "replace"), "sha256").hex()[:_HEX_DIGITS]
        if not is_address(value):
            return digits
        # NOTE: the hash of an address must be one too; those in fd00::/8 are nobody's.
        groups = f"fd{digits[2:]}"
        return ":".join(groups[place : place + 4] for place in range(0, _HEX_DIGITS, 4))


def _key(key_file: str) -> bytes:
    try:
        key = Path(key_file).read_bytes().strip()
    except OSError as problem:
        raise ConfigError(f"cannot read the key {key_file}: {problem.strerror}", hint="see personal=hash") from problem
    if len(key) < _LEAST_KEY:
        raise ConfigError(f"the key {key_file} has {len(key)} bytes", hint=f"make it {_LEAST_KEY} or more random bytes")
    return key


KEEP: Final = Privacy("keep", ())
"""The policy that keeps everything."""
