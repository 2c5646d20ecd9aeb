"""Names of secrets: what a name ends in when its value must not leave."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

__all__ = ["ENDINGS", "MASK", "ROOTS", "TENANT_ENDINGS", "is_name", "is_secret_name"]

MASK: Final = "***"

# A name that ends like this has a secret for a value, if one of the given words stands before the ending.
_KEYS: Final = ("api", "access", "secret", "private", "encryption", "encrypted", "auth", "ssl", "ssh", "fernet",
                "client", "admin", "account", "cephmon", "mds", "rgw", "rndc", "heartbeat", "remoteauth")  # fmt: skip
_SECRET_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "pass": (), "passwd": (), "password": (), "passphrase": (), "passcode": (), "pswd": (), "secret": (),
    "secret_uuid": (), "token": (), "token_id": (), "token-id": (),
    "temp_url_sig": (), "signature": (), "authorization": (),
    "cookie": (), "kek": (), "key": _KEYS, "credential": ("keystone",), "data": ("user", "key"), "suffix": ("hash",),
    "configdrive": (), "cephclusterfsid": (),
}  # fmt: skip
# Tenants' own data: masked when they are a container, whatever is in it.
TENANT_ENDINGS: Final[dict[str, tuple[str, ...]]] = {"metadata": (), "personality": (), "files": ("injected",)}
ENDINGS: Final = _SECRET_ENDINGS | TENANT_ENDINGS
ROOTS: Final = ("pass", "pswd", "secret", "token", "key", "data", "personality", "authorization", "cookie", "kek",
                 "temp_url_sig", "signature", "credential", "suffix", "files", "configdrive",
                 "cephclusterfsid")  # fmt: skip
_LONGEST_WORD: Final = 16
_LONGEST_KEPT: Final = 128


def is_secret_name(name: str) -> bool:
    """Whether a value under this name (of an argument, an extra, a key) is a secret or a tenant's own data."""
    return _known(name) if len(name) <= _LONGEST_KEPT else _ends_in_one(name)


def is_name(lower: str, start: int, ending: str) -> bool:
    """Whether an ending closes a secret's name.

    Args:
        lower: the text, in lower case.
        start: where the ending begins.
        ending: one of ENDINGS.
    """
    before = ENDINGS[ending]
    return not before or lower[max(0, start - _LONGEST_WORD) : start].rstrip("_-").endswith(before)


def _ends_in_one(name: str) -> bool:
    lower = name.lower().rstrip("0123456789")
    return any(lower.endswith(ending) and is_name(lower, len(lower) - len(ending), ending) for ending in ENDINGS)


_known = lru_cache(maxsize=1024)(_ends_in_one)
