"""Where a cluster is: its URL taken apart, and what may be shown of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from venus_logging.errors import StoreError

__all__ = ["Address", "address_of"]

_PORT: Final = 9200
_PATIENCE: Final = 60.0
_DAY: Final = 86_400.0
_DEFAULTS: Final = {"opensearch": "venus-events", "kolla": "flog"}
_SCHEME: Final = re.compile(r"(?:(kolla)\+)?opensearch(\+https)?")
_PREFIX: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?", re.ASCII)
_OPTIONS: Final = ("ca", "password_file", "patience", "verify")
_FORM: Final = (
    "write it as opensearch://[user[:password]@]host[:port][,host[:port]][/prefix], opensearch+https:// for TLS"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A cluster, and which indexes of it are the store.

    Args:
        kind: ``opensearch``, or ``kolla`` for the indexes that kolla-ansible's fluentd writes.
        hosts: names and ports; any of them answers.
        tls: whether to speak TLS.
        prefix: what names of the store's indexes begin with.
        user: who asks; empty without authentication.
        password: the user's password, in no text of this class.
        ca: path of the authorities that are trusted, empty for the system's.
        verify: whether the certificate is checked.
        patience: for how many seconds what the cluster refuses for now is tried again.
    """

    kind: str
    hosts: tuple[tuple[str, int], ...]
    tls: bool
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    verify: bool = True
    patience: float = _PATIENCE

    def __str__(self) -> str:
        scheme = f"{'kolla+' if self.kind == 'kolla' else ''}opensearch{'+https' if self.tls else ''}"
        return f"{scheme}://{','.join(f'{host}:{port}' for host, port in self.hosts)}/{self.prefix}"


def address_of(url: str) -> Address:
    """The cluster that a URL names.

    Args:
        url: ``opensearch://user:password@host:port/prefix?ca=PATH``; further options ``password_file=PATH``,
            ``verify=no``, ``patience=SECONDS``.

    Raises:
        StoreError: the URL is none of these; the message does not repeat it, for it may hold a password.
    """
    parts = urlsplit(url)
    scheme = _SCHEME.fullmatch(parts.scheme)
    if scheme is None:
        raise StoreError(f"unknown scheme {parts.scheme!r} of a cluster's URL", hint=_FORM)
    kind = scheme[1] or "opensearch"
    info, _, hosts = parts.netloc.rpartition("@")
    user, _, password = info.partition(":")
    options = _options(parts)
    prefix = parts.path.strip("/") or _DEFAULTS[kind]
    if not _PREFIX.fullmatch(prefix):
        raise StoreError(
            f"bad prefix {prefix!r} in a cluster's URL", hint="lower-case letters, digits, dots, dashes, at most 100"
        )
    return Address(
        kind,
        tuple(_host(each) for each in hosts.split(",")),
        bool(scheme[2]),
        prefix,
        unquote(user),
        _password(options["password_file"]) if "password_file" in options else unquote(password),
        options.get("ca", ""),
        options.get("verify", "yes") != "no",
        _seconds(options.get("patience", str(_PATIENCE))),
    )


def _host(text: str) -> tuple[str, int]:
    match = _HOST.fullmatch(text)
    if match is None:
        raise StoreError("no host, or a bad one, in a cluster's URL", hint=_FORM)
    return match[1], int(match[2] or _PORT)


def _options(parts: SplitResult) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        raise StoreError(f"unknown option {unknown[0]!r} in a cluster's URL", hint=f"known are {', '.join(_OPTIONS)}")
    return options


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _DAY:
        raise StoreError(f"bad patience {text!r} in a cluster's URL", hint="write seconds, such as patience=120")
    return seconds


def _password(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise StoreError(
            f"cannot read the password file {path}", hint="check the path and its permissions"
        ) from problem
