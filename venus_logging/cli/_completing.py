"""Completes questions in a shell: fields and stages at once, values from the newest day of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from venus_logging import store as stores
from venus_logging.cli._options import Settings, settings
from venus_logging.errors import VenusError
from venus_logging.event.time import SECOND, to_ns
from venus_logging.query import Query, Window, event_fields
from venus_logging.query.completing import complete
from venus_logging.query.stages import DAY
from venus_logging.query.tree import All, Limit, Prefix, Stats

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["complete_field", "complete_question", "where_option"]

_DAY_NS: Final = DAY * SECOND
_VALUES: Final = 50
_Function = TypeVar("_Function", bound="Callable[..., Any]")


def complete_question(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What could stand where a question is being written.

    Args:
        context: of the command.
        parameter: the argument that is the question.
        incomplete: the word that is being written; some shells cut words at colons and signs.
    """
    before = context.params.get(str(parameter.name))
    words = [str(word) for word in before] if isinstance(before, (tuple, list)) else []
    text = ""
    for word in [*words, incomplete]:
        glued = not text or text[-1] in ":=<>" or word in (":", "=", "<", ">")
        text += word if glued else f" {word}"
    found = complete(text, len(text), event_fields(), _values_of(context))
    skipped = len(text) - len(incomplete)
    return [CompletionItem((text[: each.start] + each.text)[skipped:], help=each.brief or None) for each in found]


def complete_field(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The fields that events can be counted by, under all their names."""
    named = {name: field.brief for field in event_fields() if field.groupable for name in (*field.aliases, field.name)}
    return [CompletionItem(name, help=brief or None) for name, brief in named.items() if name.startswith(incomplete)]


def where_option(example: str) -> Callable[[_Function], _Function]:
    """The option that says which events a command counts, completed as a question.

    Args:
        example: a question for its help.
    """
    return click.option(
        "--where",
        metavar="QUESTION",
        default="",
        shell_complete=complete_question,
        help=f"Which events, e.g. '{example}'.",
    )


def _values_of(context: click.Context) -> Callable[[str, str], list[str]]:
    def values(field: str, beginning: str) -> list[str]:
        given = context.params.get("store") or (context.parent and context.parent.params.get("store"))
        context.obj = Settings(store=given or None)
        with context:
            chosen = settings()
        query = Query(Prefix(field, beginning) if beginning else All(), stages=(Stats(by=(field,)), Limit(_VALUES)))
        try:
            with stores.open(chosen.store_url, "r") as store:
                newest = store.info().newest
                window = Window(to_ns(newest) - _DAY_NS if newest else None)
                return [str(row[0]) for row in store.run(query, window).rows]
        except VenusError:
            return []  # a shell has no place for what is wrong

    return values
