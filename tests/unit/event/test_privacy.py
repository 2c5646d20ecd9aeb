"""The policy for personal attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from venus_logging.errors import ConfigError
from venus_logging.event.privacy import KEEP, Privacy

if TYPE_CHECKING:
    from pathlib import Path

    from venus_logging.event import Event

NAMES = ("user.id", "user.roles")
EVENT: Event = {"body": "b", "user.id": "alice", "user.roles": ["member"]}


@pytest.fixture
def key(tmp_path: Path) -> str:
    """A key file."""
    path = tmp_path / "key"
    path.write_bytes(b"0123456789abcdef")
    return str(path)


class TestPrivacy:
    def test_keep(self) -> None:
        """Keeping changes nothing, not even the object."""
        assert KEEP.apply(EVENT) is EVENT

    def test_drop(self) -> None:
        """Dropping leaves everything that is not personal."""
        assert Privacy("drop", NAMES).apply(EVENT) == {"body": "b"}

    def test_hash(self, key: str) -> None:
        """Hashing replaces each value, and each member of a list, by 32 hex digits of its HMAC."""
        assert Privacy("hash", NAMES, key).apply(EVENT) == {
            "body": "b",
            "user.id": "fdbf8b1cacd3d578e062d0e41104357d",
            "user.roles": ["a62be44e59e94c7a01d96cd4f56834b3"],
        }

    def test_without_personal(self, key: str) -> None:
        """An event without personal attributes stays the same object."""
        event: Event = {"body": "b"}
        assert Privacy("hash", NAMES, key).apply(event) is event

    @pytest.mark.parametrize(
        ("mode", "file", "message"),
        [
            ("mask", "", "unknown policy 'mask' for personal attributes; use keep, hash, drop"),
            (
                "hash",
                "",
                "personal=hash needs a key; add key_file=<path>, or --key-file <path> on a command line, "
                "with at least 16 random bytes",
            ),
            ("hash", "missing", "cannot read the key missing: No such file or directory; see personal=hash"),
            ("hash", "/dev/null", "the key /dev/null has 0 bytes; make it 16 or more random bytes"),
        ],
    )
    def test_refused(self, mode: str, file: str, message: str) -> None:
        """A policy that cannot be used says why."""
        with pytest.raises(ConfigError) as caught:
            Privacy(mode, NAMES, file)
        assert str(caught.value) == message
