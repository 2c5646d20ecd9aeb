"""The indexes of a store by their days: which a window needs, what each holds, and how one goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from venus_logging.event.time import SECOND, day_of, from_ns
from venus_logging.store.placing import UNKNOWN

if TYPE_CHECKING:
    from venus_logging.query import Window
    from venus_logging.store.opensearch.client import Client
    from venus_logging.store.opensearch.template import Templates

__all__ = ["Days"]

_DAY: Final = 86_400 * SECOND
_MOST_NAMED: Final = 40
"""Days that are named one by one; for a longer window all are asked, and most say at once that they have nothing."""


class Days:
    """The days of a store.

    Args:
        client: speaks with the cluster.
        templates: name the indexes.
    """

    def __init__(self, client: Client, templates: Templates) -> None:
        self._client = client
        self._templates = templates

    def of(self, window: Window) -> str:
        """The indexes that may hold events of a window, joined by commas; those that are not there are passed over."""
        start, end = window.start, window.end
        if start is None or end is None or not 0 <= start < end or end - start > _MOST_NAMED * _DAY:
            return self._templates.prefix
        days = [day_of(from_ns(number * _DAY)) for number in range(start // _DAY, (end - 1) // _DAY + 1)]
        return ",".join(map(self._templates.index, (*days, UNKNOWN)))

    def held(self) -> dict[str, tuple[int, int]]:
        """The days that have an index of this store, with the number of its events and its bytes without replicas."""
        prefix = self._templates.prefix
        answer = self._client.ask("GET", f"/{prefix}/_stats/docs,store?filter_path=indices.*.primaries")
        own = re.compile(rf"{re.escape(prefix)}-(\d{{4}}-\d\d-\d\d|{UNKNOWN})")
        found = {}
        for name, each in answer.body.get("indices", {}).items():
            match = own.fullmatch(name)
            if match:
                primaries = each["primaries"]
                found[match[1]] = (primaries["docs"]["count"], primaries["store"]["size_in_bytes"])
        return dict(sorted(found.items()))

    def drop(self, day: str) -> None:
        """Removes the index of a day, by its exact name."""
        self._client.ask("DELETE", f"/{self._templates.index(day)}")

    def refresh(self) -> None:
        """Makes what was written visible to questions."""
        self._client.ask("POST", f"/{self._templates.prefix}/_refresh")
