"""Masking: passwords, tokens, keys, credentials in URLs and tenants' data never leave in a text."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MASK", "is_secret_name", "mask"]

MASK: Final = "***"

# A name that ends like this has a secret for a value, if one of the given words stands before the ending.
_KEYS: Final = ("api", "access", "secret", "private", "encryption", "encrypted", "auth", "ssl", "ssh", "fernet",
                "client", "admin", "mds", "rgw", "rndc", "heartbeat", "remoteauth")  # fmt: skip
_SECRET_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "pass": (), "passwd": (), "password": (), "passphrase": (), "pswd": (), "secret": (), "token": (),
    "authorization": (), "cookie": (), "kek": (), "key": _KEYS, "credential": ("keystone",),
    "data": ("user", "key"), "suffix": ("hash",),
}  # fmt: skip
# Tenants' own data: masked when they are a container, whatever is in it.
_TENANT_ENDINGS: Final[dict[str, tuple[str, ...]]] = {"metadata": (), "personality": (), "files": ("injected",)}
_ENDINGS: Final = _SECRET_ENDINGS | _TENANT_ENDINGS
_LONGEST_WORD: Final = 16
_BETWEEN: Final = re.compile(r"\d{0,2}(?:(\\*[\"']?\s{0,4}(?:=>|[:=])\s{0,4})|(>)|(\s+)(?=[^\s=:]))")
_OPTION: Final = re.compile(r"--[\w-]{0,64}\Z")
_QUOTED: Final = re.compile(r"[ubrUBR]{0,2}(\\*)([\"'])")
_BARE: Final = re.compile(r"[^\s,;&'\"<>()\[\]{}\\]+")
_SCHEME_WORD: Final = re.compile(r"(?:Bearer|Basic|Digest|Token)\s+[^\s,;'\"]+", re.IGNORECASE)
_HARMLESS: Final = frozenset(("none", "null", "true", "false", "***", "****", "<sanitized>", "-", "..."))
_OPENING: Final = {"{": "}", "[": "]", "(": ")"}
_ASCII_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_MAX_CONTAINER: Final = 200_000

_URL: Final = re.compile(r"(?P<head>[a-zA-Z][a-zA-Z0-9+.-]{1,30}://[^\s/:@'\"<>]{0,256}:)[^\s/@'\"<>]{1,512}(?=@)")
_PRIVATE_KEY: Final = re.compile(
    r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*?(?:(-----END [A-Z ]{0,40}PRIVATE KEY-----)|\Z)", re.DOTALL
)
_FERNET: Final = re.compile(r"gAAAA[A-Za-z0-9_=-]{40,}")
_JWT: Final = re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")


def mask(text: str) -> str:
    """The text with every secret's value replaced by ``***``.

    Args:
        text: a message, a template, a traceback; names in JSON, Python reprs, INI, headers, URLs, XML and
            command lines are understood.
    """
    lower = text.lower()
    if "://" in lower:
        text = _URL.sub(rf"\g<head>{MASK}", text)
    if "private key" in lower:
        text = _PRIVATE_KEY.sub(lambda match: f"{match[1]}{MASK}{match[2] or ''}", text)
    if "gaaaa" in lower:
        text = _FERNET.sub(MASK, text)
    if "eyj" in lower:
        text = _JWT.sub(MASK, text)
    for ending in _ENDINGS:
        if ending in lower:
            return _mask_named(text)
    return text


def is_secret_name(name: str) -> bool:
    """Whether a value under this name (of an argument, an extra, a key) is a secret or a tenant's own data."""
    lower = name.lower().rstrip("0123456789")
    return any(lower.endswith(ending) and _is_name(lower, len(lower) - len(ending), ending) for ending in _ENDINGS)


def _is_name(lower: str, start: int, ending: str) -> bool:
    """Whether the ending that starts here closes a secret's name."""
    before = _ENDINGS[ending]
    return not before or lower[max(0, start - _LONGEST_WORD) : start].rstrip("_-").endswith(before)


def _names(text: str) -> list[tuple[int, int, str]]:
    """Start, end and ending of every secret's name in the text, in order."""
    lower = text.lower()
    if len(lower) != len(text):  # NOTE: some letters grow when lowered, and positions would shift
        lower = text.translate(_ASCII_LOWER)
    found = []
    for ending in _ENDINGS:
        start = lower.find(ending)
        while start != -1:
            end = start + len(ending)
            if _BETWEEN.match(text, end) and _is_name(lower, start, ending):
                found.append((start, end, ending))
            start = lower.find(ending, end)
    return sorted(found)


def _mask_named(text: str) -> str:
    """Every value that stands behind a secret's name."""
    pieces: list[str] = []
    done = 0
    for start, end, ending in _names(text):
        span = _value_span(text, start, end, ending) if start >= done else None
        if span is not None:
            pieces += (text[done : span[0]], MASK)
            done = span[1]
    pieces.append(text[done:])
    return "".join(pieces)


def _value_span(text: str, name_start: int, name_end: int, ending: str) -> tuple[int, int] | None:
    """Where the secret's value stands in the text, or None if there is none to hide."""
    between = _BETWEEN.match(text, name_end)
    if between is None or between.end() >= len(text):
        return None
    start = between.end()
    if text[start] in "{[" and between[1]:
        return _container_span(text, start)
    if ending in _TENANT_ENDINGS:
        return None
    if between[2]:
        end = text.find("<", start)
        return (start, end) if end > start else None
    if between[3] and not _OPTION.search(text, max(0, name_start - 66), name_start):
        return None
    return _scalar_span(text, start, ending)


def _scalar_span(text: str, start: int, word: str) -> tuple[int, int] | None:
    quoted = _QUOTED.match(text, start)
    if quoted:
        end = _closing_quote(text, quoted.end(), quoted[1] + quoted[2])
        value = text[quoted.end() : end]
        return (quoted.end(), end) if value and value.lower() not in _HARMLESS else None
    bare = (_SCHEME_WORD.match(text, start) if word == "authorization" else None) or _BARE.match(text, start)
    if bare is None or bare[0].lower() in _HARMLESS:
        return None
    return bare.span()


def _closing_quote(text: str, start: int, delimiter: str) -> int:
    """Where a quoted value ends: at the same delimiter, not escaped once more; at the end of an unclosed text."""
    position = start
    while (found := text.find(delimiter, position)) != -1:
        before = found - 1
        while before >= start and text[before] == "\\":
            before -= 1
        if (found - 1 - before) % 2 == 0:
            return found
        position = found + len(delimiter)
    return len(text)


def _container_span(text: str, start: int) -> tuple[int, int] | None:
    """The inside of a JSON or Python container, up to its matching bracket; everything if it does not close."""
    end = _matching(text, start, min(len(text), start + _MAX_CONTAINER))
    inside = text[start + 1 : end].strip()
    return (start + 1, end) if inside and inside != MASK else None


def _matching(text: str, start: int, limit: int) -> int:
    closers: list[str] = []
    quote = ""
    position = start
    while position < limit:
        char = text[position]
        if char == "\\":
            position += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in _OPENING:
            closers.append(_OPENING[char])
        elif char == closers[-1]:
            closers.pop()
            if not closers:
                return position
        position += 1
    return len(text)
