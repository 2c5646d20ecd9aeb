"""Questions to the engine: on the indexes that a window needs, whole answers only, on one snapshot if it takes many."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from venus_logging.errors import QueryLimitError, StoreUnavailableError, VenusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from venus_logging.query import Window
    from venus_logging.store._types import Watch
    from venus_logging.store.opensearch.client import Answer, Client

__all__ = ["Asker", "Json"]

Json: TypeAlias = "dict[str, Any]"

# NOTE: without the last, an answer that lacks whole indexes looks like any other.
_OPTIONS: Final = "ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false"
_PIT_OPTIONS: Final = "keep_alive=2m&ignore_unavailable=true&allow_partial_pit_creation=false"
_KEEP: Final = "2m"
_LIMITS: Final = (400, 500)
_WORDS_HINT: Final = "name more of the word: a beginning or pattern in a phrase may stand for 1,024 words"
_PATTERN_HINT: Final = "write a shorter or simpler pattern"
_CLAUSES_HINT: Final = "ask for fewer things at once"
_TOO_MUCH: Final = {
    "too many terms": _WORDS_HINT,
    "too_complex_to_determinize": _PATTERN_HINT,
    "requires more than": _PATTERN_HINT,
    "input automaton is too large": _PATTERN_HINT,
    "max_regex_length": _PATTERN_HINT,
    "too_many_clauses": _CLAUSES_HINT,
    "too_many_nested_clauses": _CLAUSES_HINT,
    "maxClauseCount is set to": _CLAUSES_HINT,
    "too_many_buckets": "narrow the question or the time, or group by fewer or coarser keys",
}
"""What the engine says of its limits, and what to do about them."""


_NO_INDEX: Final = (404, 400)


class Asker:
    """Asks the indexes of a store.

    Args:
        client: speaks with the cluster.
        indexes: names of the indexes that a window needs, joined by commas.
        watch: is told of every request; nobody knows how many there will be.
    """

    def __init__(self, client: Client, indexes: Callable[[Window], str], watch: Watch | None = None) -> None:
        self._client = client
        self._indexes = indexes
        self._watch = watch
        self._asked = 0

    def search(self, body: Json, window: Window) -> Json:
        """The engine's answer to one request, whole.

        Raises:
            StoreUnavailableError: a part of the indexes did not answer.
        """
        return self._search(f"/{self._indexes(window)}/_search?{_OPTIONS}", body)

    @contextmanager
    def snapshot(self, window: Window) -> Iterator[Callable[[Json], Json]]:
        """A function that asks as ``search`` does, always of the events that are there now."""
        path = f"/{self._indexes(window)}/_search/point_in_time?{_PIT_OPTIONS}"
        made = self._client.ask("POST", path, allowed=_NO_INDEX)
        if not made.ok:  # no such index; of several that are all missing, 2.19 says "invalid id: [null]"
            yield lambda body: self.search(body, window)
            return
        pit = {"id": made.body["pit_id"], "keep_alive": _KEEP}
        try:
            yield lambda body: self._search("/_search?allow_partial_search_results=false", {**body, "pit": pit})
        finally:
            self._client.once("DELETE", "/_search/point_in_time", {"pit_id": [pit["id"]]})

    def _search(self, path: str, body: Json) -> Json:
        if self._watch is not None:
            self._watch(self._asked, self._asked + 1)
        self._asked += 1
        answer = self._client.ask("POST", path, body, allowed=_LIMITS)
        if not answer.ok:
            raise self._limit(answer)
        found: Json = dict(answer.body)
        shards = found["_shards"]
        if found["timed_out"] or shards["failed"] or shards["successful"] < shards["total"]:
            raise StoreUnavailableError(
                f"only {shards['successful']} of {shards['total']} indexes of {self._client.address} answered",
                hint="see the cluster's health",
            )
        return found

    def _limit(self, answer: Answer) -> VenusError:
        """The error of a question that the engine does not answer."""
        told = json.dumps(answer.body)
        for sign, hint in _TOO_MUCH.items():
            if sign in told:
                return QueryLimitError(f"{self._client.address} cannot answer this: {answer.reason}", hint=hint)
        return self._client.refusal(answer)
