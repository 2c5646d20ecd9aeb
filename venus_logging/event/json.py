"""JSON of events: one line, UTF-8; orjson when it is installed, the same result without it."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

try:
    import orjson
except ModuleNotFoundError:  # the service half installs without it
    orjson = None  # type: ignore[assignment]

__all__ = ["decode", "encode", "members", "quote"]

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_MAX_INT: Final = 2**63 - 1


def _encode_standard(event: Mapping[str, object]) -> bytes:
    return _ENCODER.encode(event).encode()


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _read_int(text: str) -> int | float:
    number = int(text)
    return number if -_MAX_INT - 1 <= number <= 2 * _MAX_INT + 1 else float(text)


def _decode_standard(line: bytes) -> Any:
    return json.loads(line.decode(), parse_constant=_refuse_constant, parse_int=_read_int)


def _encode_fast(event: Mapping[str, object]) -> bytes:
    return orjson.dumps(event)


encode: Callable[[Mapping[str, object]], bytes] = _encode_standard if orjson is None else _encode_fast
"""One JSON object as bytes without a newline; ValueError, TypeError or UnicodeEncodeError for what JSON cannot hold."""

decode: Callable[[bytes], Any] = _decode_standard if orjson is None else orjson.loads
"""The value of one JSON text; ValueError if it is none."""

quote: Callable[[str], str] = encode_basestring
"""A string in JSON, as ``encode`` writes it; what UTF-8 cannot carry stays in it."""


def members(event: Mapping[str, object]) -> str:
    """The attributes as they stand in one JSON object, a comma before each."""
    return f",{encode(event)[1:-1].decode()}" if event else ""
