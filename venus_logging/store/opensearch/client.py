"""Requests to a cluster: one attempt or patient ones, and its refusals as our errors; the one user of opensearch-py."""

from __future__ import annotations

import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from opensearchpy import ConnectionError as Unreachable
from opensearchpy import ConnectionTimeout, Urllib3HttpConnection

from venus_logging.errors import StoreError, StoreFullError, StoreUnavailableError
from venus_logging.event.json import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from venus_logging.store.opensearch.address import Address

__all__ = ["Answer", "Client", "pauses"]

NOT_FOUND: Final = 404
_LATER: Final = (429, 502, 503, 504)
_ERRORS: Final = range(400, 600)
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0
READ_PATIENCE: Final = 5.0
_FLOOD: Final = "flood-stage"
_TIMEOUT: Final = "timeout"
_BLOCK: Final = "cluster_block_exception"
"""An index that is read-only for now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the cluster said.

    Args:
        status: of HTTP; 0 if nobody answered.
        body: the decoded JSON; empty if there was none.
    """

    status: int
    body: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the request was done."""
        return 0 < self.status < _ERRORS.start

    @property
    def later(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status == 0 or self.status in _LATER or self.kind == _BLOCK

    @property
    def kind(self) -> str:
        """The cluster's name for its error."""
        return str(self._cause().get("type", ""))

    @property
    def reason(self) -> str:
        """The cluster's own words for its error, on one line."""
        cause = self._cause()
        text = f"{cause.get('type', '')}: {cause.get('reason', '')}".strip(": ") or f"status {self.status}"
        return " ".join(text.split())[:500]

    def _cause(self) -> Mapping[str, Any]:
        """The innermost cause."""
        error = self.body.get("error", {})
        if isinstance(error, str):
            return {"reason": error}
        roots = error.get("root_cause") or [error]
        cause: Mapping[str, Any] = roots[0]
        return cause


class Client:
    """Speaks with a cluster.

    Args:
        address: where it is.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        # NOTE: the library would print a traceback for every refusal; we say it ourselves.
        logging.getLogger("opensearch").addHandler(logging.NullHandler())
        auth = (address.user, address.password) if address.user else None
        self._connections = [
            Urllib3HttpConnection(host.strip("[]"), port, http_auth=auth, use_ssl=address.tls, **_trust(address))
            for host, port in address.hosts
        ]

    def once(self, method: str, path: str, body: object = None, *, timeout: float = 120.0) -> Answer:
        """One attempt.

        Args:
            method: of HTTP.
            path: with its options.
            body: bytes as they are, anything else as JSON.
            timeout: seconds.
        """
        data = body if body is None or isinstance(body, bytes) else encode(body)  # type: ignore[arg-type]  # JSON
        connection = self._connections[0]
        try:
            status, _, raw = connection.perform_request(method, path, body=data, timeout=timeout, ignore=_ERRORS)
        except Unreachable as problem:
            self._connections.append(self._connections.pop(0))
            kind = _TIMEOUT if isinstance(problem, ConnectionTimeout) else "unreachable"
            return Answer(0, {"error": {"type": kind, "reason": _plain(problem)}})
        try:
            return Answer(status, decode(raw.encode()) if raw else {})
        except ValueError:  # what stands before the cluster answers in HTML
            return Answer(status, {"error": raw[:200]})

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        patience: float = READ_PATIENCE,
        allowed: Sequence[int] = (NOT_FOUND,),
    ) -> Answer:
        """A request that may be repeated; what the cluster refuses for now is tried again for a while.

        Args:
            method: of HTTP.
            path: with its options.
            body: as of ``once``.
            patience: seconds.
            allowed: statuses that are answers too.

        Raises:
            StoreUnavailableError: nobody answers, or not in time.
            StoreError: the cluster refuses.
        """
        answer = self.once(method, path, body)
        for pause in pauses(patience):
            if not answer.later or answer.kind == _TIMEOUT:  # what takes long would take as long again
                break
            time.sleep(pause)
            answer = self.once(method, path, body)
        if answer.ok or answer.status in allowed:
            return answer
        raise self.refusal(answer)

    def refusal(self, answer: Answer, what: str = "") -> StoreError:
        """The error that says what the cluster refused.

        Args:
            answer: its refusal.
            what: what was not done.
        """
        why = f"{answer.reason}; {what}" if what else answer.reason
        if _FLOOD in answer.reason:
            return StoreFullError(f"{self.address} is full: {why}", hint="free some space on its nodes")
        if answer.later:
            hint = "check that it runs, its address and its load; what was not acknowledged may be sent again"
            return StoreUnavailableError(f"{self.address} is not available: {why}", hint=hint)
        hints = {401: "check user and password", 403: "check the user's permissions"}
        return StoreError(f"{self.address} refuses: {why}", hint=hints.get(answer.status, ""))

    def close(self) -> None:
        """Closes the connections; may be called again."""
        for connection in self._connections:
            connection.close()


def pauses(patience: float) -> Iterator[float]:
    """Seconds to wait before each further attempt, ever longer, until so many seconds have passed."""
    end = time.monotonic() + patience
    pause = _FIRST_PAUSE
    while (rest := end - time.monotonic()) > 0:
        # NOTE: many clients that wait alike would come back together.
        yield min(rest, pause * random.uniform(0.5, 1.0))  # no secret
        pause = min(2 * pause, _LONGEST_PAUSE)


def _trust(address: Address) -> dict[str, Any]:
    if not address.tls:
        return {}
    trust: dict[str, Any] = {"verify_certs": address.verify, "ssl_show_warn": False}
    return trust | ({"ca_certs": address.ca} if address.ca else {})


def _plain(problem: Unreachable) -> str:
    """What went wrong, without the library's objects."""
    text = str(problem.info if isinstance(problem.info, Exception) else problem)
    return text.rpartition(">: ")[2] or text
