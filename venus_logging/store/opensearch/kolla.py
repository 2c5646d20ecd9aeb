"""The indexes that kolla-ansible's fluentd writes: what their documents mean, and how questions find them.

Their mapping is the engine's guess: every field but the time is a text with a ``.keyword`` of at most 256 characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from venus_logging.errors import StoreUnsupportedError
from venus_logging.event.severity import NAMES, number_of_name
from venus_logging.event.time import SECOND, from_ns
from venus_logging.query.matching import known, storage_of, tokens
from venus_logging.query.patterns import phrase
from venus_logging.query.regex import Join, Literal
from venus_logging.query.tables import field_of
from venus_logging.query.tree import UTC, All, And, Bucket, Compare, Filter, Not, Or, Prefix, Regex, Text, Wildcard
from venus_logging.store.opensearch.compiling import NOTHING, Compiler, all_of
from venus_logging.store.opensearch.keys import Key, midnight
from venus_logging.store.placing import key_of_cursor

if TYPE_CHECKING:
    from venus_logging.event import Event
    from venus_logging.query import Field, FieldTable
    from venus_logging.query.regex import Node
    from venus_logging.query.tree import Scalar
    from venus_logging.store._types import Cursor
    from venus_logging.store.opensearch.asking import Json

__all__ = ["FIELDS", "KollaCompiler", "KollaLayout", "is_exact"]

FIELDS: Final = {
    "@timestamp": "@timestamp",
    "body": "Payload",
    "host.name": "Hostname",
    "log.logger": "python_module",
    "log.record.uid": "_id",
    "openstack.domain.id": "domain_id",
    "openstack.project.id": "tenant_id",
    "openstack.project_domain.id": "project_domain",
    "openstack.request.global_id": "global_request_id",
    "openstack.request.id": "request_id",
    "openstack.system_scope": "system_scope",
    "openstack.user_domain.id": "user_domain",
    "process.pid": "Pid",
    "service.name": "programname",
    "severity_number": "log_level",
    "severity_text": "log_level",
    "user.id": "user_id",
}
"""Our names, and kolla's."""

_NONE: Final = ("-", "")
"""What oslo.log writes for a value that is not there."""

_LONGEST_WORD: Final = 100
"""The engine may cut longer words."""

_MILLISECOND: Final = SECOND // 1000
_LEVELS: Final = sorted({*NAMES, "WARN", "FATAL", "EXCEPTION"})
_SECOND: Final = "doc[params.field].value.toInstant().getEpochSecond()"


def is_exact(item: Filter) -> bool:
    """Whether the engine alone finds exactly what a filter describes; words it cuts in its own way."""
    if isinstance(item, Not):
        return is_exact(item.item)
    if isinstance(item, (And, Or)):
        return all(map(is_exact, item.items))
    return not _is_text(item)


def _is_text(item: Filter) -> bool:
    if isinstance(item, (Text, Wildcard, Regex)):
        return item.field is None or item.field == "body"
    return False


class KollaCompiler(Compiler):
    """Compiles filters for kolla's indexes; of words, what is found is more than what is meant, never less.

    Args:
        fields: what may be named.
    """

    def filter(self, item: Filter) -> Json:
        """As ``Compiler.filter``."""
        return all_of({"exists": {"field": "@timestamp"}}, super().filter(_widest(item, wide=True)))

    def path(self, field: Field) -> str:
        """Where kolla has a field.

        Raises:
            StoreUnsupportedError: it has none such.
        """
        name = FIELDS.get(field.name)
        if name is None:
            there = ", ".join(FIELDS)
            raise StoreUnsupportedError(f"the indexes of kolla have no {field.name}", hint=f"they have {there}")
        return name if name in ("@timestamp", "Payload", "_id") else f"{name}.keyword"

    def has(self, field: Field) -> Json:
        """Events that have a field."""
        path = self.path(field)
        if path in ("@timestamp", "_id"):
            return {"match_all": {}}
        if field.name == "severity_number":
            return {"terms": {path: _LEVELS}}
        return _without_none(path, {"exists": {"field": FIELDS[field.name]}})

    def equal(self, field: Field, value: Scalar) -> Json:
        """The query of a typed value of a field."""
        if field.name == "log.record.uid":
            index, _, id_ = str(value).partition("/")
            return all_of({"term": {"_index": index}}, {"ids": {"values": [id_]}})
        if storage_of(field) == "free":
            self.path(field)
        return NOTHING if value in _NONE else super().equal(field, value)

    def _prefix(self, item: Prefix) -> Json:
        return self._named(item.field, super()._prefix(item))

    def _compare(self, item: Compare) -> Json:
        return self._named(item.field, super()._compare(item))

    def _pattern(self, item: Wildcard | Regex) -> Json:
        if not _is_text(item):
            return self._named(str(item.field), super()._pattern(item))
        return _containing([_anchor(node) for node in phrase(item)]) if phrase(item) else NOTHING

    def _text(self, item: Text) -> Json:
        if item.field is not None:
            self.path(known(self._fields, item.field, "text"))
        wanted = tokens(item.text)
        return _containing(wanted) if wanted else NOTHING

    def _named(self, name: str, query: Json) -> Json:
        """What a query finds among real values of a field."""
        field = field_of(self._fields, name)
        if field.name == "log.record.uid" or storage_of(field) == "free":
            raise StoreUnsupportedError(
                f"{field.name} can only be asked for whole in the indexes of kolla", hint=f"{field.name}:VALUE"
            )
        path = self.path(field)
        return query if path == "@timestamp" else _without_none(path, query)

    def _whole(self, field: Field, least: int | None, most: int | None) -> Json:
        path = self.path(field)
        if field.name == "@timestamp":
            bounds = {"gte": None if least is None else -(-least // _MILLISECOND)}
            bounds["lte"] = None if most is None else most // _MILLISECOND
            return {"range": {path: {"format": "epoch_millis", **{k: v for k, v in bounds.items() if v is not None}}}}
        if field.name == "severity_number":
            low, high = -1 if least is None else least, 100 if most is None else most
            return {"terms": {path: [name for name in _LEVELS if low <= (number_of_name(name) or 0) <= high]}}
        if least is None or least != most:
            raise StoreUnsupportedError(
                f"{field.name} has no order in the indexes of kolla: it is a text there", hint=f"{field.name}:VALUE"
            )
        return {"term": {path: str(least)}}


class KollaLayout:
    """The layout of kolla's indexes.

    Args:
        fields: what may be named.
    """

    def __init__(self, fields: FieldTable) -> None:
        self.fields = fields
        self.compiler: Compiler = KollaCompiler(fields)

    def key(self, key: str | Bucket) -> Key:
        """As ``Layout.key``."""
        if isinstance(key, Bucket):
            return _bucket(key)
        field = known(self.fields, key, "keyword", "integer", "number", "boolean", "date", "free")
        path = self.path(field)
        if field.name in ("log.record.uid", "severity_number"):
            raise StoreUnsupportedError(
                f"kolla's indexes have no groups by {field.name}", hint="group by level or host"
            )
        if field.name == "@timestamp":
            return Key({"terms": {"field": path}}, _from_milliseconds)
        return Key({"terms": {"field": path}}, _number if field.name == "process.pid" else _present)

    def path(self, field: Field) -> str:
        """As ``Layout.path``."""
        return self.compiler.path(field)

    def by_time(self, field: Field, *, latest: bool) -> Json:
        """As ``Layout.by_time``."""
        return {self.path(field): {"order": "desc" if latest else "asc", "numeric_type": "date_nanos"}}

    def order(self, *, newest: bool) -> list[Json]:
        """As ``Layout.order``: by time, then as they arrived."""
        order = "desc" if newest else "asc"
        time = {"order": order, "numeric_type": "date_nanos", "unmapped_type": "date"}
        return [{"@timestamp": time}, {"_seq_no": order}, {"_index": order}]

    def after(self, cursor: Cursor) -> list[int | str]:
        """As ``Layout.after``."""
        ns, number, uid = key_of_cursor(cursor)
        return [ns, number, uid.partition("/")[0]]

    def sources(self, field: Field) -> list[str]:
        """As ``Layout.sources``."""
        return [FIELDS.get(field.name, "")]

    def event(self, hit: Json) -> Event:
        """As ``Layout.event``; what oslo.log writes for nothing is left out."""
        source: dict[str, Any] = hit["_source"]
        ns, number, *_ = hit["sort"]
        event: Event = {
            "@timestamp": from_ns(ns),
            "log.record.uid": f"{hit['_index']}/{hit['_id']}",
            "openstack.record.number": number,
        }
        for name, theirs in FIELDS.items():
            value = source.get(theirs)
            if name not in event and isinstance(value, str) and value not in _NONE:
                event[name] = value
        if "body" in event:
            event["body"] = str(event["body"]).removeprefix(" ")
        event.pop("severity_number", None)
        severity = number_of_name(str(event.get("severity_text", "")))
        if severity is not None:
            event["severity_number"] = severity
        pid = _number(event.pop("process.pid", None))
        return event if pid is None else {**event, "process.pid": pid}


def _widest(item: Filter, *, wide: bool) -> Filter:
    """The filter with texts of which nothing is known taken as found, or as not found where a NOT turns that round."""
    if isinstance(item, Not):
        return Not(_widest(item.item, wide=not wide))
    if isinstance(item, (And, Or)):
        return type(item)(tuple(_widest(each, wide=wide) for each in item.items))
    return item if wide or not _is_text(item) else Not(All())


def _containing(words: list[str]) -> Json:
    """Texts that have words in which these stand; the engine's words hold ours, and in other scripts parts of them."""
    sure = [word for word in words if word and word.isascii() and len(word) <= _LONGEST_WORD]
    return all_of(*({"regexp": {"Payload": {"value": f".*{word}.*", "flags": "NONE"}}} for word in sure))


def _anchor(node: Node) -> str:
    """The longest text that every word has that fits a pattern."""
    if isinstance(node, Literal):
        return node.text
    if isinstance(node, Join):
        return max((each.text for each in node.items if isinstance(each, Literal)), key=len, default="")
    return ""


def _without_none(path: str, query: Json) -> Json:
    return {"bool": {"filter": [query], "must_not": [{"terms": {path: list(_NONE)}}]}}


def _bucket(bucket: Bucket) -> Key:
    if bucket.zone == UTC:
        histogram = {"field": "@timestamp", "fixed_interval": f"{bucket.seconds}s"}
        return Key({"date_histogram": histogram}, _from_milliseconds)
    return Key(midnight(_SECOND, "@timestamp", bucket), lambda second: from_ns(int(second) * SECOND))


def _from_milliseconds(value: Any) -> str:
    return from_ns(int(value) * _MILLISECOND)


def _present(value: Any) -> str | None:
    return None if value in _NONE else str(value)


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 else None
