"""Identity: who emits here, and the uid of a record that was read from a foreign log."""

from __future__ import annotations

import os
from hashlib import blake2b
from itertools import count
from typing import Final

__all__ = ["Emitter", "foreign_uid"]

_EMITTER_BYTES: Final = 12
_FOREIGN_BYTES: Final = 16


class Emitter:
    """Draws uids ``<emitter>-<n>``; the emitter is random (96 bits) and new in every process.

    Host, start time and pid together are no identity: containers that share a host name and start in the
    same minute collide.
    """

    def __init__(self) -> None:
        self._states: dict[int, tuple[str, count[int]]] = {}

    def next(self) -> tuple[str, int]:
        """The uid and the number (from 1) of the next event of this process; safe in threads and after a fork."""
        name, numbers = self.here()
        number = next(numbers)
        return f"{name}-{number}", number

    def here(self) -> tuple[str, count[int]]:
        """The emitter and the numbers of this process, for who knows when it forks; safe in threads."""
        pid = os.getpid()
        return self._states.get(pid) or self._begin(pid)

    def _begin(self, pid: int) -> tuple[str, count[int]]:
        """Name and counter of a process; threads that come together get the same, for setdefault is atomic."""
        state = self._states.setdefault(pid, (os.urandom(_EMITTER_BYTES).hex(), count(1)))
        for other in [each for each in self._states if each != pid]:
            self._states.pop(other, None)  # a parent's, whose pid may come again
        return state


def foreign_uid(service: str, host: str, raw: bytes, ordinal: int) -> str:
    """The uid of a record of a foreign log: the same in a rotated, gzipped or copied file.

    Args:
        service: ``service.name`` of the record.
        host: ``host.name`` of the record.
        raw: the bytes of the record as they stand in the log.
        ordinal: how many equal records of the same second stood before it in its file, from 0.
    """
    digest = blake2b(digest_size=_FOREIGN_BYTES)
    for part in (service.encode("utf-8", "surrogatepass"), host.encode("utf-8", "surrogatepass"), raw):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    digest.update(ordinal.to_bytes(8, "big"))
    return digest.hexdigest()
