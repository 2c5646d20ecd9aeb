"""The question of commands that give events and no table, and look at everything unless a time is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venus_logging.cli._store import question
from venus_logging.errors import QuerySyntaxError
from venus_logging.query import resolve

if TYPE_CHECKING:
    from venus_logging.cli._store import Asked
    from venus_logging.query import Query, Window

__all__ = ["whole"]


def whole(asked: Asked, text: str) -> tuple[Query, Window]:
    """A question and its window; without times it is everything.

    Args:
        asked: the store and the settings.
        text: the question.

    Raises:
        QuerySyntaxError: it cannot be read, or has a stage.
    """
    query = question(text, replace(asked.settings, all=True))
    if query.stages:
        raise QuerySyntaxError(
            "a stage makes a table, this command gives events",
            text=text,
            position=text.find("|"),
            hint="venus-log search makes tables",
        )
    return resolve(query, asked.now, asked.settings.zone)
