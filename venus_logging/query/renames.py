"""Lets a question about a renamed field find the events of both names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venus_logging.query.tree import And, Compare, Equal, Exists, Filter, Not, Or, Prefix, Query, Text

if TYPE_CHECKING:
    from venus_logging.query.fields import FieldTable

__all__ = ["renamed"]


def renamed(query: Query, fields: FieldTable) -> Query:
    """The question, with every filter on a renamed field asking for all names that the field has had.

    Stages are left alone: they group by the name that was asked for.

    Args:
        query: a question, by present or former names.
        fields: says which fields were renamed.
    """
    return replace(query, filter=_widened(query.filter, fields))


def _widened(item: Filter, fields: FieldTable) -> Filter:
    if isinstance(item, Not):
        return Not(_widened(item.item, fields))
    if isinstance(item, (And, Or)):
        return type(item)(tuple(_widened(each, fields) for each in item.items))
    if isinstance(item, (Text, Equal, Prefix, Compare, Exists)) and item.field:
        names = fields.family(item.field)
        if len(names) > 1:
            return Or(tuple(replace(item, field=name) for name in names))
    return item
