"""Lets a question find what stands in events in another form: fields by a former name, ids without their prefix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venus_logging.query.tree import And, Compare, Equal, Exists, Filter, Not, Or, Prefix, Regex, Text, Wildcard

if TYPE_CHECKING:
    from venus_logging.query.fields import FieldTable

__all__ = ["widened"]


def widened(item: Filter, fields: FieldTable) -> Filter:
    """The filter, asking for all names that each field has had, and for ids with and without their prefix.

    Every store does this first; stages are left alone: they group by the name that was asked for.

    Args:
        item: a filter, by present or former names.
        fields: says which fields were renamed, and which ids may have a prefix.
    """
    if isinstance(item, Not):
        return Not(widened(item.item, fields))
    if isinstance(item, (And, Or)):
        return type(item)(tuple(widened(each, fields) for each in item.items))
    if isinstance(item, (Text, Equal, Prefix, Wildcard, Regex, Compare, Exists)) and item.field:
        named = tuple(replace(item, field=name) for name in fields.family(item.field))
        forms = tuple(form for each in named for form in _forms(each, fields))
        return Or(forms) if len(forms) > 1 else forms[0]
    return item


def _forms(item: Filter, fields: FieldTable) -> tuple[Filter, ...]:
    """The filter for an id with its prefix and for one without."""
    if not isinstance(item, (Equal, Prefix)):
        return (item,)
    field = fields.get(item.field)
    if field is None or not field.prefix:
        return (item,)
    if isinstance(item, Prefix):
        return (item, *(Prefix(item.field, form) for form in _others(item.text, field.prefix)))
    return (item, *(Equal(item.field, form) for form in _others(str(item.value), field.prefix)))


def _others(text: str, prefix: str) -> tuple[str, ...]:
    bare = text.removeprefix(prefix)
    return (bare,) if bare != text and bare else (prefix + text,)
