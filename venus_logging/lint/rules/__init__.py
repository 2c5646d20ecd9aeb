"""Rules on Python source: a file comes in, problems go out; one rule, one file, whose docstring is its manual."""

from __future__ import annotations

from functools import cache

from venus_logging.lint._folder import loaded, manual
from venus_logging.lint._rule import Rule

__all__ = ["manual", "rules"]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of this folder, by code; a file ``vlp<number>_<name>.py`` is a rule and needs no other entry."""
    return loaded(__name__, __path__, "vlp", Rule)
