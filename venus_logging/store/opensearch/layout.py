"""How events lie in indexes: what the engine needs to ask for them, and how they are read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from venus_logging.query.matching import term
from venus_logging.store.indexing import clamped
from venus_logging.store.opensearch.compiling import NS_PATH, Compiler
from venus_logging.store.opensearch.documents import event_of
from venus_logging.store.opensearch.keys import Key, key_of
from venus_logging.store.opensearch.template import KEPT, OURS, path_of
from venus_logging.store.placing import key_of_cursor

if TYPE_CHECKING:
    from venus_logging.event import Event
    from venus_logging.query import Field, FieldTable
    from venus_logging.query.tree import Bucket
    from venus_logging.store._types import Cursor
    from venus_logging.store.opensearch.asking import Json

__all__ = ["Layout", "OwnLayout"]


class Layout(Protocol):
    """What differs between indexes of ours and those of others.

    Args:
        fields: what may be named.
        compiler: compiles filters.
    """

    fields: FieldTable
    compiler: Compiler

    def key(self, key: str | Bucket) -> Key:
        """The key of a table.

        Raises:
            StoreError: there are no groups by it.
        """
        ...

    def path(self, field: Field) -> str:
        """Where the engine has the values of a field."""
        ...

    def by_time(self, field: Field, *, latest: bool) -> Json:
        """The order by a date, with nanoseconds as its values."""
        ...

    def order(self, *, newest: bool) -> list[Json]:
        """The one order of events, as the engine sorts."""
        ...

    def after(self, cursor: Cursor) -> list[int | str]:
        """A place in that order."""
        ...

    def sources(self, field: Field) -> list[str]:
        """What must be read of a document to know a field."""
        ...

    def event(self, hit: Json) -> Event:
        """The event that the engine found."""
        ...


class OwnLayout:
    """The layout of our own indexes.

    Args:
        fields: what may be named.
    """

    def __init__(self, fields: FieldTable) -> None:
        self.fields = fields
        self.compiler = Compiler(fields)

    def key(self, key: str | Bucket) -> Key:
        """As ``Layout.key``."""
        return key_of(key, self.fields)

    def path(self, field: Field) -> str:
        """As ``Layout.path``."""
        return path_of(field)

    def by_time(self, field: Field, *, latest: bool) -> Json:
        """As ``Layout.by_time``."""
        return {path_of(field): {"order": "desc" if latest else "asc", "mode": "max" if latest else "min"}}

    def order(self, *, newest: bool) -> list[Json]:
        """As ``Layout.order``."""
        order = "desc" if newest else "asc"
        return [
            {NS_PATH: {"order": order, "unmapped_type": "long"}},
            {"openstack.record.number": {"order": order, "missing": 0, "unmapped_type": "long"}},
            {"log.record.uid": {"order": order, "unmapped_type": "keyword"}},
        ]

    def after(self, cursor: Cursor) -> list[int | str]:
        """As ``Layout.after``."""
        ns, number, uid = key_of_cursor(cursor)
        return [ns, clamped(number), term(uid)]

    def sources(self, field: Field) -> list[str]:
        """As ``Layout.sources``."""
        return [field.name, f"{OURS}.{KEPT}"]

    def event(self, hit: Json) -> Event:
        """As ``Layout.event``."""
        return event_of(hit["_source"])
