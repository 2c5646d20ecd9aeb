"""From a filter to the cluster's query; what it means stands in ``query.matching``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from venus_logging.query.matching import INT_MAX, TEXT_FIELDS, known, operand, storage_of, tokens
from venus_logging.query.patterns import phrase, whole
from venus_logging.query.regex import Join, Literal
from venus_logging.query.renames import widened
from venus_logging.query.tree import (
    All,
    And,
    Compare,
    Equal,
    Exists,
    Filter,
    Not,
    Or,
    Prefix,
    Regex,
    Text,
    Wildcard,
)
from venus_logging.store.indexing import free_head, whole_bounds
from venus_logging.store.opensearch.phrases import cut_words, fitting, next_to_each_other, regexp
from venus_logging.store.opensearch.template import FREE_TERMS, NS, OURS, WORDS, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from venus_logging.query import Field, FieldTable, Window
    from venus_logging.query.tree import Scalar

__all__ = ["FREE_PATH", "NOTHING", "NS_PATH", "Compiler", "Json", "all_of", "any_of"]

Json: TypeAlias = "dict[str, Any]"

FREE_PATH: Final = f"{OURS}.{FREE_TERMS}"
NS_PATH: Final = f"{OURS}.{NS}"
NOTHING: Final[Json] = {"match_none": {}}

_LONGEST: Final = 240
"""Characters that surely fit an automaton of the engine, which has at most 1,000 bytes; longer goes to a script."""

_NAMES: Final = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_STARTS: Final = "for (v in doc[params.field]) { if (v.startsWith(params.text)) { return true; } } return false;"
# NOTE: Java compares texts by halves of surrogate pairs; the order of events is that of code points.
_ORDER: Final = """
int order(String a, String b) {
  int n = a.length() < b.length() ? a.length() : b.length();
  for (int i = 0; i < n; i++) {
    int x = (int) a.charAt(i); int y = (int) b.charAt(i);
    if (x != y) {
      boolean p = x >= 55296 && x <= 57343; boolean q = y >= 55296 && y <= 57343;
      return p == q ? (x < y ? -1 : 1) : (p ? 1 : -1);
    }
  }
  return a.length() - b.length();
}
for (v in doc[params.field]) {
  if (v.startsWith(params.head)) {
    int c = order(v, params.text);
    if (params.sign < 0 ? c < 0 : params.sign > 0 ? c > 0 : false) { return true; }
    if (c == 0 && params.equal) { return true; }
  }
}
return false;
"""


class Compiler:
    """Compiles filters.

    Args:
        fields: what may be named.
    """

    def __init__(self, fields: FieldTable) -> None:
        self._fields = fields

    def query(self, item: Filter, window: Window) -> Json:
        """The query of a filter and a window.

        Raises:
            StoreError: the filter asks what its field cannot answer.
        """
        end = None if window.end is None else window.end - 1
        if window.start is None and end is None:
            return self.filter(item)
        time = known(self._fields, "@timestamp", "date")
        return all_of(self.filter(item), self._whole(time, window.start, end))

    def filter(self, item: Filter) -> Json:
        """The query of a filter.

        Raises:
            StoreError: the filter asks what its field cannot answer.
        """
        return self._compiled(widened(item, self._fields))

    def has(self, field: Field) -> Json:
        """Events that have a field."""
        if storage_of(field) == "free":
            return _beginning(FREE_PATH, free_head(field.name))
        return {"exists": {"field": self.path(field)}}

    def equal(self, field: Field, value: Scalar) -> Json:
        """The query of a typed value of a field."""
        storage = storage_of(field)
        if storage == "free":
            return _term(FREE_PATH, f"{free_head(field.name)}{value}")
        if storage in ("integer", "date"):
            return self._whole(field, whole_bounds(">=", value)[0], whole_bounds("<=", value)[1])
        return _term(self.path(field), value)

    def path(self, field: Field) -> str:
        """Where the values of a field are compared."""
        return path_of(field)

    def _whole(self, field: Field, least: int | None, most: int | None) -> Json:
        """Whole numbers, or nanoseconds of a date, between two bounds."""
        return _span(self.path(field), least, most)

    def _compiled(self, item: Filter) -> Json:
        compiled: Json = getattr(self, _METHODS[type(item)])(item)
        return compiled

    def _text(self, item: Text) -> Json:
        wanted = tokens(item.text)
        paths = self._texts(item.field)
        return any_of(_phrase(path, wanted, prefix=item.prefix) for path in paths if wanted)

    def _texts(self, name: str | None) -> list[str]:
        """Where words are looked for: what is not ASCII, and very long words, are only among those cut by us."""
        names = TEXT_FIELDS if name is None else (name,)
        asked = [known(self._fields, each, "text").name for each in names]
        return [*asked, *(f"{OURS}.{WORDS}.{each}" for each in asked)]

    def _pattern(self, item: Wildcard | Regex) -> Json:
        field = None if item.field is None else known(self._fields, item.field, "keyword", "free", "text")
        if field is None or field.kind == "text":
            nodes = phrase(item)
            return any_of(fitting(path, nodes) for path in self._texts(item.field) if nodes)
        if storage_of(field) == "free":
            return regexp(FREE_PATH, Join((Literal(free_head(field.name)), whole(item))))
        return regexp(self.path(field), whole(item))

    def _equal(self, item: Equal) -> Json:
        field = known(self._fields, item.field, "keyword", "integer", "number", "boolean", "date", "free")
        return self.equal(field, operand(field, item.value))

    def _prefix(self, item: Prefix) -> Json:
        field = known(self._fields, item.field, "keyword", "free")
        if storage_of(field) == "free":
            return _beginning(FREE_PATH, f"{free_head(field.name)}{item.text}")
        return _beginning(self.path(field), item.text)

    def _compare(self, item: Compare) -> Json:
        field = known(self._fields, item.field, "keyword", "integer", "number", "date")
        value = operand(field, item.value)
        if isinstance(value, str):
            return _order(self.path(field), item.operator, value)
        if storage_of(field) == "number":
            return {"range": {self.path(field): {_NAMES[item.operator]: value}}}
        return self._whole(field, *whole_bounds(item.operator, value))

    def _exists(self, item: Exists) -> Json:
        return self.has(known(self._fields, item.field))

    def _not(self, item: Not) -> Json:
        return {"bool": {"must_not": [self._compiled(item.item)]}}

    def _and(self, item: And) -> Json:
        return all_of(*map(self._compiled, item.items))

    def _or(self, item: Or) -> Json:
        return any_of(map(self._compiled, item.items))

    def _all(self, _item: All) -> Json:
        return {"match_all": {}}


def all_of(*queries: Json) -> Json:
    """What every query finds."""
    return {"bool": {"filter": list(queries)}}


def any_of(queries: Iterable[Json]) -> Json:
    """What any of the queries finds; of none, nothing.

    Terms of one field become one query: the engine takes 1,024 clauses and 65,536 terms.
    """
    terms: dict[str, list[Any]] = {}
    parts = []
    for query in queries:
        if "term" in query:
            ((path, value),) = query["term"].items()
            terms.setdefault(path, []).append(value)
        else:
            parts.append(query)
    parts += [_term(path, *found) for path, found in terms.items()]
    if len(parts) == 1:
        return parts[0]
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING


def _term(path: str, *values: Scalar) -> Json:
    return {"term": {path: values[0]}} if len(values) == 1 else {"terms": {path: list(values)}}


def _span(path: str, least: int | None, most: int | None) -> Json:
    """Whole numbers between two bounds, both inclusive; None is open."""
    low = -INT_MAX if least is None else least
    high = INT_MAX if most is None else most
    if low > high or low > INT_MAX or high < -INT_MAX:
        return NOTHING
    return {"range": {path: {"gte": max(low, -INT_MAX), "lte": min(high, INT_MAX)}}}


def _phrase(path: str, wanted: Sequence[str], *, prefix: bool) -> Json:
    if len(wanted) == 1:
        return _beginning(path, wanted[0]) if prefix else _term(path, wanted[0])
    if not prefix:
        return {"match_phrase": {path: {"query": " ".join(wanted), "analyzer": "venus_words"}}}
    *head, last = wanted
    return next_to_each_other(path, [{"match": cut_words(head)}, {"prefix": {"prefix": last}}])


def _beginning(path: str, text: str) -> Json:
    """Terms that begin with a text."""
    if len(text) <= _LONGEST:
        return {"prefix": {path: text}}
    return all_of({"prefix": {path: text[:_LONGEST]}}, _script(_STARTS, field=path, text=text))


def _order(path: str, sign: str, value: str) -> Json:
    """Keywords before or behind a value, by code point."""
    if len(value) <= _LONGEST:
        return {"range": {path: {_NAMES[sign]: value}}}
    head = value[:_LONGEST]
    beside: Json = {"range": {path: {"lt" if sign in ("<", "<=") else "gt": head}}}
    behind = sign in (">", ">=")
    if behind:  # what begins as the value does stands behind its head, and is told by the script
        beside = {"bool": {"filter": [beside], "must_not": [{"prefix": {path: head}}]}}
    exact = _script(_ORDER, field=path, head=head, text=value, sign=1 if behind else -1, equal="=" in sign)
    return any_of([beside, all_of({"prefix": {path: head}}, exact)])


def _script(source: str, **params: object) -> Json:
    return {"script": {"script": {"source": source, "params": params}}}


_METHODS: Final[dict[type, str]] = {
    All: "_all", Text: "_text", Equal: "_equal", Prefix: "_prefix", Wildcard: "_pattern", Regex: "_pattern",
    Compare: "_compare", Exists: "_exists", Not: "_not", And: "_and", Or: "_or",
}  # fmt: skip
